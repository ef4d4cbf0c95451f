/** What the window may know of: the records that main keeps, as they travel to it. */
import * as v from 'valibot'
import { Gap, Segment, SourceFacts } from '../../native-bridge/protocol/messages.ts'
import { Problem } from '../../native-bridge/protocol/problem.ts'
import { Edit } from './lines.ts'
import { SpeakerTurn } from './speakers.ts'
import { Version } from './versions.ts'
import { Wish } from './wish.ts'

/** ms since 1970. */
const time = v.number()

/**
 * Where a transcript's job stands. `recording`: audio still comes. `queued`, `decoding` (audio is being read, text may already
 * come), `transcribing` (all audio is in the journal). `paused`: by the user, and stays so. `done`, `failed`, `cancelled` are ends.
 */
export const JobState = v.picklist(['recording', 'queued', 'decoding', 'transcribing', 'paused', 'done', 'failed', 'cancelled'])
export type JobState = v.InferOutput<typeof JobState>

/** Whether nothing more comes of a job by itself. */
export function isOver(state: JobState): boolean {
	return state === 'done' || state === 'failed' || state === 'cancelled'
}

/** Who is heard: `me` on the microphone, `others` in the machine's own sound. */
export const Channel = v.picklist(['me', 'others'])
export type Channel = v.InferOutput<typeof Channel>

export const Transcript = v.object({
	id: v.string(),
	kind: v.picklist(['recording', 'file']),
	title: v.string(),
	createdAt: time,
	state: JobState,
	/** Samples in the journal so far, and how many of them are settled (text, silence or gap). */
	samples: v.number(),
	cursor: v.number(),
	/** Seconds the source claims to have; null when it doesn't say or lies. For progress while decoding. */
	claimedSeconds: v.nullable(v.number()),
	words: v.number(),
	gaps: v.number(),
	/** The source's name, without its folder; null for recordings. */
	sourceName: v.nullable(v.string()),
	source: v.nullable(SourceFacts),
	/** The track and the channel of it that were chosen, by their places; null: the track that the file marks, all channels mixed. */
	sourceTrack: v.nullable(v.number()),
	sourceChannel: v.nullable(v.number()),
	/** What the user wished for it; null or left out: it is heard as the settings say. */
	wish: v.optional(v.nullable(Wish)),
	/** Microphone's name, for recordings. */
	device: v.nullable(v.string()),
	/** What the engine said it is; null until a first segment. */
	model: v.nullable(v.string()),
	language: v.nullable(v.string()),
	/** Why it failed, or what the user should know although it went on (partly damaged file, cut recording). */
	problem: v.nullable(Problem),
	notices: v.array(Problem),
	/** Its place in the queue: of two files the one with the smaller number is before the other. Null when it is not in it. */
	place: v.nullable(v.number()),
	/** × real time over the last minute of the clock; null while nobody is at it, and until that is known. */
	speed: v.nullable(v.number()),
	/** Whether there is audio that can be played. */
	playable: v.boolean(),
	/** The recording that this is the second channel of (system audio beside the microphone); null for a whole. */
	partOf: v.nullable(v.string()),
	/** Who is heard on it; null where nobody said. */
	channel: v.nullable(Channel),
	/** Where its first sample lies in the whole, in samples after the whole's first. */
	offset: v.number(),
	favourite: v.boolean(),
	/** As the user wrote them, in the order they were given in. */
	tags: v.array(v.string()),
	/** Marks that the user set. */
	marks: v.number(),
	/** A recording whose page is gone: it is waited for, then the recording is closed. */
	away: v.boolean(),
	/** What is kept of the audio, and whether a compressed copy is being made. */
	audio: v.object({ wav: v.boolean(), opus: v.boolean(), copying: v.boolean() }),
	/**
	 * The second pass over an ended recording: what it has settled so far, in samples, 0 while it waits. Not null from the moment on in which the
	 * recording is `done`; null when its text stands, and without one. Of any transcript that is over: the same when the user wanted it heard again
	 * with a model of their choice. `transcript.cancel` ends it.
	 */
	polishing: v.nullable(v.number()),
	/** The name of the model that the user chose for that; null for a second pass. */
	polishModel: v.nullable(v.string()),
	/** While speakers are told apart in it, or will be: samples that were listened to. Of a recording with other channels those of theirs. */
	findingSpeakers: v.nullable(v.number())
})
export type Transcript = v.InferOutput<typeof Transcript>

/** A committed segment, as the ledger keeps it. */
export const SegmentRecord = v.object({ ...Segment.entries, transcript: v.string(), seq: v.number(), model: v.string(), at: time })
export type SegmentRecord = v.InferOutput<typeof SegmentRecord>

/** A range without text; the screen puts its cause into words. */
export const GapRecord = v.object({ ...Gap.entries, transcript: v.string() })
export type GapRecord = v.InferOutput<typeof GapRecord>

/**
 * Something that happened at a place of a recording and was wanted, or is nobody's fault. `mark`: set by the user. `mute`: the microphone was
 * not to be heard; the journal holds silence. `pause`, and `asleep` (the machine was): nothing was recorded, the journal has nothing of it.
 */
export const MarkKind = v.picklist(['mark', 'mute', 'pause', 'asleep'])
export type MarkKind = v.InferOutput<typeof MarkKind>

export const Mark = v.object({
	/** Chosen by whoever set it: saying it twice sets it once. */
	id: v.pipe(v.string(), v.regex(/^[0-9a-f-]{36}$/, 'must be an id')),
	kind: MarkKind,
	/** Where in the journal. */
	sample: v.pipe(v.number(), v.integer(), v.minValue(0)),
	/** How long it was, ms; null while it lasts; 0 for a `mark`. */
	ms: v.nullable(v.pipe(v.number(), v.minValue(0))),
	note: v.pipe(v.string(), v.maxLength(2_000))
})
export type Mark = v.InferOutput<typeof Mark>

/** A death that happened while a transcript was being made, at the place in it where it happened. */
export const TranscriptDeath = v.object({
	exit: v.string(),
	at: time,
	sample: v.number(),
	role: v.string(),
	/** `engine#3`; `recorder#1` is the page that records. */
	name: v.string(),
	/** The explanation's: `signal`, `killed-from-outside`, `hang`… */
	code: v.string(),
	/** ms until work went on; null while it stands still. `tookOver`: the standby did it. */
	recoveredMs: v.nullable(v.number()),
	tookOver: v.boolean(),
	wordsLost: v.number()
})
export type TranscriptDeath = v.InferOutput<typeof TranscriptDeath>

/** What the user made of the segment that begins at `from`. */
export const EditRecord = v.object({ from: v.number(), edit: Edit })
export type EditRecord = v.InferOutput<typeof EditRecord>

/** Who speaks, as the user calls them. */
export const SpeakerName = v.object({
	id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100))
})
export type SpeakerName = v.InferOutput<typeof SpeakerName>

export const TranscriptDetail = v.object({
	transcript: Transcript,
	/** As they were heard: `linesOf` with the edits is what the transcript reads as. */
	segments: v.array(SegmentRecord),
	edits: v.array(EditRecord),
	gaps: v.array(GapRecord),
	/** By place. */
	marks: v.array(Mark),
	deaths: v.array(TranscriptDeath),
	/** Who speaks where, as voices told, by place; none where nobody has listened for that. Names of theirs are by id. */
	turns: v.array(SpeakerTurn),
	/** Names that edits point to, also those of its other channels. */
	speakers: v.array(SpeakerName),
	/** Earlier texts of it, the last first. */
	versions: v.array(Version),
	/** Its other channels. Their places count from their own first sample: add `transcript.offset`. */
	parts: v.array(
		v.object({
			transcript: Transcript,
			segments: v.array(SegmentRecord),
			edits: v.array(EditRecord),
			gaps: v.array(GapRecord),
			turns: v.array(SpeakerTurn)
		})
	)
})
export type TranscriptDetail = v.InferOutput<typeof TranscriptDetail>

export const ExportFormat = v.object({
	id: v.string(),
	name: v.string(),
	extension: v.string(),
	mime: v.string(),
	/** What can be chosen for it: whether times stand in it, and whether they do unless chosen; whether marks can be had; whether it is subtitles; whether it can hold audio. */
	takes: v.object({ times: v.nullable(v.boolean()), marks: v.boolean(), subtitles: v.boolean(), audio: v.boolean() })
})
export type ExportFormat = v.InferOutput<typeof ExportFormat>
