/** Every command and query, with what it takes and gives. Schemas, because requests come from outside. */
import * as v from 'valibot'
import { Deed } from '../../native-bridge/protocol/messages.ts'
import { Problem } from '../../native-bridge/protocol/problem.ts'
import { BundleChoice, BundleEntry, ExitGroup, ExitRecord, RecoveryStats } from './exits.ts'
import { ExportedFile, ExportOptions, ExportPreview, SavedFile } from './exporting.ts'
import { Found } from './finding.ts'
import { Added, Partial } from './intake.ts'
import { Edit } from './lines.ts'
import { Install, Model, modelId, OfferedModel } from './models.ts'
import { Folder } from './moving.ts'
import { Organising, Trashed } from './organising.ts'
import { HealthSample, Life } from './processes.ts'
import { Interrupted, RecordingAsk } from './recorder.ts'
import { Channel, ExportFormat, Mark, SpeakerName, Transcript, TranscriptDetail } from './records.ts'
import { Settings } from './settings.ts'
import { Storage } from './storage.ts'
import { VersionText } from './versions.ts'
import { Wish, WishedLanguage } from './wish.ts'

/** Raised by one whenever a page of another version could misunderstand us. */
export const CONTRACT_VERSION = 5

const id = v.pipe(v.string(), v.regex(/^[0-9a-f-]{36}$/, 'must be an id'))
const path = v.pipe(v.string(), v.maxLength(8_000))
const ids = v.pipe(v.array(id), v.minLength(1), v.maxLength(20_000))
/** How transcripts are to be written. */
const Exporting = v.object({ transcripts: ids, format: v.string(), options: v.optional(ExportOptions) })
const title = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300))
/** ms since 1970; the largest is the last that a date can be (8.64 × 10^15). */
const time = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15))
const sample = v.pipe(v.number(), v.integer(), v.minValue(0))
const nothing = v.object({})
/** The parts of a window that fail each for itself. `elsewhere`: an error that no part caught. */
const View = v.picklist([
	'home',
	'library',
	'transcript',
	'crashes',
	'drill',
	'models',
	'trash',
	'storage',
	'about',
	'record',
	'settings',
	'elsewhere'
])

export const commands = {
	/**
	 * Begins a recording under an id that the page chose, or goes on with it: saying it twice is harmless, and after a reconnect
	 * it tells from which sample on audio is missing. `startedAt` is when its first sample was heard.
	 */
	'recording.start': {
		params: v.object({
			recording: id,
			title,
			device: v.nullable(v.string()),
			startedAt: time,
			/** It is another channel of this recording, and begins so many samples after its first. */
			partOf: v.optional(v.nullable(v.object({ whole: id, channel: Channel, offset: sample }))),
			/** Which microphone it was asked of, by the page's own id, for a page that goes on with it. */
			microphone: v.optional(v.nullable(v.string())),
			/** It holds what that one, which was closed, could not take: it is heard as that is, whatever is wished here. */
			continues: v.optional(v.nullable(id)),
			/** Its other channels have the same. One that can't be kept is told in the transcript, and the settings hold: no recording is refused for it. */
			wish: v.optional(v.nullable(Wish))
		}),
		result: v.object({ samples: v.number() })
	},
	/** Recordings that were under way in a page that is gone, and wait for one that goes on with them. */
	'recording.interrupted': { params: nothing, result: v.array(Interrupted) },
	/** Nobody heard this range: its journal holds silence there, so that everything after it stands at its own time. Saying it twice is harmless. */
	'recording.gap': {
		params: v.object({ recording: id, from: sample, to: sample, cause: v.picklist(['not-recorded', 'device-lost']) }),
		result: nothing
	},
	/** To whichever page makes this recording, from any other. */
	'recording.ask': { params: v.object({ recording: id, ask: RecordingAsk }), result: nothing },
	/** Sets a mark or changes the one of that id. */
	'mark.set': { params: v.object({ transcript: id, mark: Mark }), result: nothing },
	'mark.remove': { params: v.object({ transcript: id, mark: id }), result: nothing },
	/** No more audio comes after sample `samples`. Fails with `audio-missing` when not all of it is in the journal yet. */
	'recording.stop': { params: v.object({ recording: id, samples: sample }), result: Transcript },
	/**
	 * Files that were uploaded (browser host). One whose content is in the library becomes no transcript, and is told among the duplicates,
	 * but with `again`. `wish`: for each of them; one that can't be kept when its turn comes is told in the transcript, and the settings hold.
	 */
	'files.add-uploads': {
		params: v.object({
			uploads: v.pipe(v.array(v.object({ upload: id, name: v.string() })), v.maxLength(10_000)),
			again: v.optional(v.boolean()),
			wish: v.optional(v.nullable(Wish))
		}),
		result: Added
	},
	/**
	 * Files and folders by absolute path. What is not there becomes a transcript that says so, and can be tried again. `written`: as a person
	 * writes them, with quotes, `~` or `file://`; then what is not there is a problem. Of folders only sound and video, however deep. `track`,
	 * `channel`: only that of each, by its place from 0; left out: the track that the file marks, all channels mixed. `wish`: as of uploads.
	 */
	'files.add-paths': {
		params: v.object({
			paths: v.pipe(v.array(path), v.maxLength(10_000)),
			again: v.optional(v.boolean()),
			written: v.optional(v.boolean()),
			track: v.optional(sample),
			channel: v.optional(sample),
			wish: v.optional(v.nullable(Wish))
		}),
		result: Added
	},
	/**
	 * The file of a transcript again, another of its audio tracks, or single channels: a transcript of each, under these titles. `source-gone`
	 * where the file is not there any more: of an upload it is kept for a day.
	 */
	'files.add-choices': {
		params: v.object({
			transcript: id,
			choices: v.pipe(v.array(v.object({ track: v.nullable(sample), channel: v.nullable(sample), title })), v.minLength(1), v.maxLength(32))
		}),
		result: v.object({ added: v.array(id) })
	},
	/** Uploads that broke off and nobody goes on with, or that are here and became nothing yet. They are kept for a day. */
	'uploads.list': { params: nothing, result: v.array(Partial) },
	/** Ends an upload, or takes back one that is here. */
	'upload.discard': { params: v.object({ upload: id }), result: nothing },
	/** Here lies the file of a transcript that was not found: tried again with it, if it is the same. */
	'transcript.find-source': {
		params: v.object({ transcript: id, path: v.nullable(path), upload: v.nullable(id) }),
		result: Transcript
	},
	'transcripts.list': { params: nothing, result: v.array(Transcript) },
	/** Transcripts in whose text, marks or title all of the query's words are, for results as one types. */
	'transcripts.search': { params: v.object({ query: v.pipe(v.string(), v.maxLength(300)) }), result: Found },
	'transcript.get': { params: v.object({ transcript: id }), result: TranscriptDetail },
	/**
	 * How loud its audio is from one sample to another (`from` may lie before the first), in so many columns of the same length: 0–255, the square root
	 * of the loudest amplitude. `known`: as far as that is known by now, in samples; what is not is 0, and known a little later.
	 */
	'transcript.waveform': {
		params: v.object({
			transcript: id,
			from: v.pipe(v.number(), v.safeInteger()),
			to: v.pipe(v.number(), v.safeInteger()),
			columns: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4_000))
		}),
		result: v.object({ levels: v.array(v.number()), known: v.number() })
	},
	'transcript.rename': { params: v.object({ transcript: id, title }), result: Transcript },
	/**
	 * What the user made of segments, each by its first sample; null: as it was heard. All at once; saying it twice is harmless. `gone`: segments that
	 * are not there any more (a second pass took their place), for which nothing was kept. `to`: where the segment ended that the user had before
	 * him; one that begins there and ends elsewhere is another.
	 */
	'edits.set': {
		params: v.object({
			transcript: id,
			edits: v.pipe(v.array(v.object({ from: sample, to: v.optional(sample), edit: v.nullable(Edit) })), v.maxLength(5_000))
		}),
		result: v.object({ gone: v.array(v.number()) })
	},
	/** All names of who speaks in a recording, in place of those before. */
	'speakers.set': {
		params: v.object({ transcript: id, speakers: v.pipe(v.array(SpeakerName), v.maxLength(500)) }),
		result: nothing
	},
	/**
	 * Finds out who speaks where, by their voices, in a transcript that is over; `count`: how many there are, null: as many as are found. On a recording
	 * with other channels, on those. Goes on by itself (`findingSpeakers`), and ends in `turns` of its detail; a notice says why not. Who was found
	 * before and is found again keeps his id. `called`: how they are called until the user names them, `#` stands for a number; left out: `Speaker #`.
	 */
	'speakers.find': {
		params: v.object({
			transcript: id,
			called: v.optional(v.pipe(v.string(), v.trim(), v.includes('#'), v.maxLength(60))),
			count: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20)))
		}),
		result: Transcript
	},
	/** What was found before stays. */
	'speakers.cancel': { params: v.object({ transcript: id }), result: Transcript },
	/** Who was known to speak before the last search, again; said once more, what that found. */
	'speakers.undo': { params: v.object({ transcript: id }), result: Transcript },
	'transcript.cancel': { params: v.object({ transcript: id }), result: Transcript },
	/** Failed or cancelled: from its cursor again. */
	'transcript.retry': { params: v.object({ transcript: id }), result: Transcript },
	/**
	 * All of a transcript that is over is heard again with this model, in this language (left out: as the settings say); its text stands until all
	 * of the new one is there (`polishing`, `polishModel`). `transcript.cancel` ends that.
	 */
	'transcript.again': {
		params: v.object({
			transcript: id,
			model: v.pipe(v.string(), v.maxLength(200)),
			language: v.optional(v.nullable(WishedLanguage))
		}),
		result: Transcript
	},
	/** What an earlier text of it read as. */
	'version.get': { params: v.object({ transcript: id, version: id }), result: VersionText },
	/** An earlier text takes the place of the one that stands, which becomes an earlier one. It is not heard again any more if it was to be. */
	'version.restore': { params: v.object({ transcript: id, version: id }), result: Transcript },
	/** For ever. */
	'version.delete': { params: v.object({ transcript: id, version: id }), result: nothing },
	/**
	 * How a recording that is under way (with its other channels), or a file of the queue, is heard from here on; what is settled stays. Null: as the
	 * settings say. Problems: `no-model`, `model-lacks-language`, `not-in-queue` when it is over: then `transcript.again` is the way.
	 */
	'transcript.wish': { params: v.object({ transcript: id, wish: v.nullable(Wish) }), result: Transcript },
	/** A file is left alone where it is, and `resume` puts it back at its place in the queue; an ended recording’s text likewise. */
	'transcript.pause': { params: v.object({ transcript: id }), result: Transcript },
	'transcript.resume': { params: v.object({ transcript: id }), result: Transcript },
	/** A file comes before another of the queue, or behind all (null, or one that is gone). One that is at work goes on. All wait by `Settings.queuePaused`. */
	'queue.move': { params: v.object({ transcript: id, before: v.nullable(id) }), result: nothing },
	/** Files that ended without a word, failed or cancelled, go to the trash: these. */
	'queue.clear': { params: nothing, result: v.object({ transcripts: v.array(id) }) },
	/** Out of the trash. */
	'transcript.restore': { params: v.object({ transcript: id }), result: Transcript },
	/** To the trash, from which `transcripts.restore` brings them back for 30 days. All or none: none goes while one of them is recorded. Those that are gone are passed over. */
	'transcripts.delete': { params: v.object({ transcripts: ids }), result: nothing },
	'transcripts.restore': { params: v.object({ transcripts: ids }), result: nothing },
	/** Favourites and tags; saying it twice is harmless. */
	'transcripts.organise': { params: v.object({ transcripts: ids, ...Organising.entries }), result: nothing },
	/** What was thrown away last first. */
	'trash.list': { params: nothing, result: v.array(Trashed) },
	/** For ever, text and audio; of these only what is in the trash. */
	'trash.erase': { params: v.object({ transcripts: ids }), result: nothing },
	/** What everything takes of the disk. Takes a while with many files. */
	'storage.get': { params: nothing, result: Storage },
	/** Moves it to another folder, that is missing or empty. Answered when that has begun; how it goes comes as events. */
	'folder.move': { params: v.object({ to: v.pipe(v.string(), v.maxLength(8_000)) }), result: Folder },
	/** Takes a move back that is not over. */
	'folder.cancel': { params: nothing, result: Folder },
	/**
	 * The audio of these goes for ever, with that of their other channels; text stays, and can't be heard again. `kept`: those that something is done
	 * with, whose audio stays.
	 */
	'audio.discard': { params: v.object({ transcripts: ids }), result: v.object({ kept: v.array(v.string()) }) },
	/** One transcript as a file; several, or one with audio that is too large for a text, as a zip. */
	'transcript.export': {
		params: v.object({ transcript: id, format: v.string(), options: v.optional(ExportOptions) }),
		result: ExportedFile
	},
	/** Several are a zip. More than 150 MB is not told but saved (`too-large`). */
	'transcripts.export': { params: Exporting, result: ExportedFile },
	/** As the one above, of any size: to be fetched soon, where the page is. */
	'transcripts.save': { params: Exporting, result: SavedFile },
	/** How the file will begin. */
	'export.preview': { params: v.object({ transcript: id, format: v.string(), options: v.optional(ExportOptions) }), result: ExportPreview },
	'exports.formats': { params: nothing, result: v.array(ExportFormat) },
	/** Newest first; with `before` only those at that time or before, with `signature` only those of one cause. */
	'exits.list': {
		params: v.object({
			limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
			before: v.optional(time),
			signature: v.optional(v.string())
		}),
		result: v.array(ExitRecord)
	},
	'exit.get': { params: v.object({ exit: id }), result: ExitRecord },
	/** The death as Markdown, for a bug report. */
	'exit.report': { params: v.object({ exit: id }), result: v.object({ markdown: v.string() }) },
	/** Most frequent first. */
	'exits.groups': { params: nothing, result: v.array(ExitGroup) },
	'exits.stats': { params: nothing, result: RecoveryStats },
	/** With its dump. */
	'exit.delete': { params: v.object({ exit: id }), result: nothing },
	'exits.delete-all': { params: nothing, result: nothing },
	/** What `exit.bundle` would put in, for the user to read before. */
	'exit.bundle-preview': { params: v.object({ exit: id, choice: BundleChoice }), result: v.array(BundleEntry) },
	/** A zip for a bug report, as base64. */
	'exit.bundle': { params: v.object({ exit: id, choice: BundleChoice }), result: v.object({ name: v.string(), zip: v.string() }) },
	'lives.list': { params: v.object({ since: v.number() }), result: v.array(Life) },
	/** Ends the process of that name, if it lives, and starts it anew; also the way out of "gave up". */
	'process.restart': { params: v.object({ name: v.string() }), result: nothing },
	/** The last five minutes of a process, once a second, oldest first. */
	'process.curve': { params: v.object({ name: v.string() }), result: v.array(HealthSample) },
	/** The last lines of the log that a process writes, oldest first. */
	'process.log': { params: v.object({ name: v.string() }), result: v.array(v.string()) },
	/**
	 * Transcribes again what a gap has no text for; the gap shrinks as text comes. `model`: with this one, in an engine of its own, while
	 * the usual one goes on; left out: with the one that is loaded. What becomes of it comes by events; a notice says why a gap stays.
	 */
	'gap.retry': {
		params: v.object({ transcript: id, from: sample, model: v.optional(v.pipe(v.string(), v.maxLength(200))) }),
		result: nothing
	},
	/** Those that can be used now, by name. */
	'models.list': { params: nothing, result: v.array(Model) },
	/** Those that can be had, the catalogue and the user's own entries. */
	'models.offered': { params: nothing, result: v.array(OfferedModel) },
	'models.installs': { params: nothing, result: v.array(Install) },
	/**
	 * Fetches a model, after those that were asked for before. `acceptLicence`: the user has read its licence, and agrees. `acceptChanged`: its archive
	 * is taken as it is, though it is not the one that is known.
	 */
	'models.install': {
		params: v.object({ model: modelId, acceptLicence: v.optional(v.boolean()), acceptChanged: v.optional(v.boolean()) }),
		result: nothing
	},
	/** What has come is kept. */
	'models.pause': { params: v.object({ model: v.string() }), result: nothing },
	'models.resume': { params: v.object({ model: v.string() }), result: nothing },
	/** Nothing of it is kept; also takes one that failed from the list. */
	'models.cancel': { params: v.object({ model: v.string() }), result: nothing },
	'models.delete': { params: v.object({ model: modelId }), result: nothing },
	/** Reads all of its files; gives those that are not as they were. */
	'models.verify': { params: v.object({ model: modelId }), result: v.object({ damaged: v.array(v.string()) }) },
	/**
	 * Makes a model of an archive or a folder: by its path on this machine (as a person writes it), or uploaded. What becomes of it is told as of a
	 * download.
	 */
	'models.import': {
		params: v.object({ path: v.nullable(path), upload: v.nullable(v.object({ upload: id, name: v.pipe(v.string(), v.maxLength(300)) })) }),
		result: nothing
	},
	/**
	 * Measures how fast these models are here, one after the other, null: all; not while something is recorded or transcribed, and what begins
	 * meanwhile ends it. What comes of it is told by events. `speed-recording`, `speed-work`, `no-model`.
	 */
	'speeds.measure': {
		params: v.object({ models: v.nullable(v.pipe(v.array(modelId), v.minLength(1), v.maxLength(200))) }),
		result: nothing
	},
	/** What was measured stays. */
	'speeds.stop': { params: nothing, result: nothing },
	'settings.get': { params: nothing, result: Settings },
	/** Those not given stay. Takes effect at once; all windows hear of it. */
	'settings.set': { params: v.partial(Settings), result: Settings },
	/** Kills every process in every way while the sample is transcribed, in a library of its own, and tells what was lost. */
	'drill.start': { params: nothing, result: nothing },
	/** Only in the library of a fire drill: the process does itself harm. */
	'drill.deed': { params: v.object({ name: v.string(), deed: Deed }), result: nothing },
	'drill.stop': { params: nothing, result: nothing },
	/** A part of this window threw an error and shows a note in its place: it goes into the crash history. */
	'window.failed': {
		params: v.object({ view: View, error: v.pipe(v.string(), v.maxLength(1_000)), stack: v.pipe(v.string(), v.maxLength(10_000)) }),
		result: nothing
	},
	/** What was said while no window was there, newest last. Each is given once; from then on this window hears notices as events. */
	'notices.take': { params: nothing, result: v.array(Problem) },
	/** Transcribes the sample that ships with Holdfast. */
	'sample.add': { params: nothing, result: Transcript }
} as const

export type CommandName = keyof typeof commands
export type CommandParams<N extends CommandName> = v.InferOutput<(typeof commands)[N]['params']>
export type CommandResult<N extends CommandName> = v.InferOutput<(typeof commands)[N]['result']>

export const commandNames = Object.keys(commands) as CommandName[]

/** Page → main, on the socket or the IPC channel. */
export const ClientMessage = v.variant('type', [
	/** First message. `epoch` and `last` as the last welcome and event said, or null. `page` names this load of the page: it stays over reconnects. */
	v.object({
		type: v.literal('hello'),
		contract: v.number(),
		epoch: v.nullable(v.string()),
		last: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
		page: v.optional(v.nullable(id), null)
	}),
	v.object({ type: v.literal('request'), id: v.number(), name: v.picklist(commandNames), params: v.unknown() })
])
export type ClientMessage = v.InferOutput<typeof ClientMessage>

export const Response = v.variant('ok', [
	v.object({ type: v.literal('response'), id: v.number(), ok: v.literal(true), result: v.unknown() }),
	v.object({ type: v.literal('response'), id: v.number(), ok: v.literal(false), problem: Problem })
])
export type Response = v.InferOutput<typeof Response>
