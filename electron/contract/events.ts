/** Everything main says without being asked: one numbered stream. */
import * as v from 'valibot'
import { Problem } from '../../native-bridge/protocol/problem.ts'
import { Response } from './commands.ts'
import { Drill } from './drill.ts'
import { ExitRecord } from './exits.ts'
import { Edit } from './lines.ts'
import { Install } from './models.ts'
import { Folder, Move } from './moving.ts'
import { ProcessHealth } from './processes.ts'
import { RecordingAsk } from './recorder.ts'
import { GapRecord, Mark, SegmentRecord, SpeakerName, Transcript, TranscriptDeath } from './records.ts'
import { Settings } from './settings.ts'
import { SpeedTest } from './speeds.ts'

/** Room where the audio goes. */
export const Disk = v.object({
	/** Bytes. */
	free: v.number(),
	/** Hours that can be recorded until it is full, at today's rate: one channel or two. */
	hoursLeft: v.number()
})
export type Disk = v.InferOutput<typeof Disk>

export const AppEvent = v.variant('type', [
	/** A transcript is new or any of its fields changed: the whole record. */
	v.object({ type: v.literal('transcript'), transcript: Transcript }),
	/** They are in the trash. */
	v.object({ type: v.literal('transcripts-removed'), transcripts: v.array(v.string()) }),
	/** What is in the trash has changed: ask `trash.list`. */
	v.object({ type: v.literal('trash') }),
	v.object({ type: v.literal('segment'), segment: SegmentRecord }),
	v.object({ type: v.literal('gap'), gap: GapRecord }),
	/** A mark is new or changed. */
	v.object({ type: v.literal('mark'), transcript: v.string(), mark: Mark }),
	v.object({ type: v.literal('mark-removed'), transcript: v.string(), mark: v.string() }),
	/** What the user made of segments of it, each by its first sample; null: nothing any more. */
	v.object({
		type: v.literal('edits'),
		transcript: v.string(),
		edits: v.array(v.object({ from: v.number(), edit: v.nullable(Edit) }))
	}),
	/** All names of who speaks in it. */
	v.object({ type: v.literal('speakers'), transcript: v.string(), speakers: v.array(SpeakerName) }),
	/** All of its text was replaced at once (second pass): what a page holds of it is old. */
	v.object({ type: v.literal('text-replaced'), transcript: v.string() }),
	/** A page wants something of the one that makes this recording. */
	v.object({ type: v.literal('recording-asked'), recording: v.string(), ask: RecordingAsk }),
	/** While something is recorded, every few seconds. */
	v.object({ type: v.literal('disk'), disk: Disk }),
	/** The machine slept for `ms`, until now: no process could do anything. */
	v.object({ type: v.literal('slept'), ms: v.number() }),
	v.object({ type: v.literal('death-in-transcript'), transcript: v.string(), death: TranscriptDeath }),
	/** Unsettled text after the last segment; each replaces the one before, a segment or silence ends it (`firm` and `faint` empty). */
	v.object({ type: v.literal('partial'), transcript: v.string(), from: v.number(), to: v.number(), firm: v.string(), faint: v.string() }),
	v.object({ type: v.literal('process'), process: ProcessHealth }),
	/** A death was recorded, or its record completed (restarted, job's outcome). */
	v.object({ type: v.literal('exit'), exit: ExitRecord }),
	/** Deaths were deleted; null: all of them. */
	v.object({ type: v.literal('exits-removed'), exits: v.nullable(v.array(v.string())) }),
	/** A gap has become smaller (`gap`) or is gone (null). `from` is where it began before. */
	v.object({ type: v.literal('gap-changed'), transcript: v.string(), from: v.number(), gap: v.nullable(GapRecord) }),
	v.object({ type: v.literal('settings'), settings: Settings }),
	/** Models were brought or taken away: ask `models.list`. */
	v.object({ type: v.literal('models') }),
	/** A model is on its way, or is further on it: the whole row. */
	v.object({ type: v.literal('install'), install: Install }),
	/** It is not on its way any more; `installed`: it is here, under this id. */
	v.object({ type: v.literal('install-removed'), id: v.string(), installed: v.optional(v.string()) }),
	v.object({ type: v.literal('drill'), drill: Drill }),
	/** How fast models are here, or how far measuring is: all of it. */
	v.object({ type: v.literal('speeds'), speeds: SpeedTest }),
	/** How far the move of the data folder is; null: over, or taken back. */
	v.object({ type: v.literal('move'), move: v.nullable(Move) }),
	/** Something the user should know that belongs to no record: disk full, a recording that was cut. */
	v.object({ type: v.literal('notice'), problem: Problem })
])
export type AppEvent = v.InferOutput<typeof AppEvent>

/** What a page needs to draw everything at once. */
export const Snapshot = v.object({
	transcripts: v.array(Transcript),
	processes: v.array(ProcessHealth),
	/** Newest 50, newest first. */
	exits: v.array(ExitRecord),
	settings: Settings,
	/** Null where it can't be told. */
	disk: v.nullable(Disk),
	/** The last fire drill of this life of main; null before the first. */
	drill: v.nullable(Drill),
	speeds: v.optional(v.nullable(SpeedTest), null),
	/** Where everything is kept, and its way to another folder. */
	folder: v.optional(v.nullable(Folder), null),
	partials: v.array(v.object({ transcript: v.string(), from: v.number(), to: v.number(), firm: v.string(), faint: v.string() }))
})
export type Snapshot = v.InferOutput<typeof Snapshot>

/** Main → page. */
export const ServerMessage = v.variant('type', [
	/**
	 * Answer to `hello`. `epoch` names this life of main: event numbers count within it. When the page knows the epoch and main
	 * still has what it missed, `snapshot` is null and the missed events follow; else the snapshot stands for all before `last`.
	 */
	v.object({
		type: v.literal('welcome'),
		contract: v.number(),
		epoch: v.string(),
		last: v.number(),
		app: v.object({
			version: v.string(),
			host: v.picklist(['browser', 'electron', 'cli']),
			/** Where updates stand, if it is known: its host’s name. */ updates: v.optional(v.nullable(v.string()), null)
		}),
		snapshot: v.nullable(Snapshot)
	}),
	v.object({ type: v.literal('event'), n: v.number(), event: AppEvent }),
	/** Receipt for audio: the journal of `recording` holds `samples` samples. Not numbered: a later one says more than a lost one. */
	v.object({ type: v.literal('saved'), recording: v.string(), samples: v.number(), at: v.number() }),
	/** The audio of `recording` could not be saved now (disk full): keep it and send again from `samples`. */
	v.object({ type: v.literal('not-saved'), recording: v.string(), samples: v.number(), problem: Problem }),
	...Response.options
])
export type ServerMessage = v.InferOutput<typeof ServerMessage>
