/** Every command and query, with what it takes and gives. Schemas, because requests come from outside. */
import * as v from 'valibot'
import { Problem } from '../../native-bridge/protocol/problem.ts'
import { ExitRecord } from './exits.ts'
import { Life } from './processes.ts'
import { ExportFormat, Transcript, TranscriptDetail } from './records.ts'

/** Raised by one whenever a page of another version could misunderstand us. */
export const CONTRACT_VERSION = 1

const id = v.pipe(v.string(), v.regex(/^[0-9a-f-]{36}$/, 'must be an id'))
const title = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300))
/** ms since 1970; the largest is the last that a date can be (8.64 × 10^15). */
const time = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15))
const nothing = v.object({})

export const commands = {
	/**
	 * Begins a recording under an id that the page chose, or goes on with it: saying it twice is harmless, and after a reconnect
	 * it tells from which sample on audio is missing. `startedAt` is when its first sample was heard.
	 */
	'recording.start': {
		params: v.object({ recording: id, title, device: v.nullable(v.string()), startedAt: time }),
		result: v.object({ samples: v.number() })
	},
	/** No more audio comes after sample `samples`. Fails with `audio-missing` when not all of it is in the journal yet. */
	'recording.stop': { params: v.object({ recording: id, samples: v.pipe(v.number(), v.integer(), v.minValue(0)) }), result: Transcript },
	/** Files that were uploaded (browser host). */
	'files.add-uploads': {
		params: v.object({ uploads: v.pipe(v.array(v.object({ upload: id, name: v.string() })), v.maxLength(10_000)) }),
		result: v.array(Transcript)
	},
	/** Files by absolute path (Electron host). */
	'files.add-paths': { params: v.object({ paths: v.pipe(v.array(v.string()), v.maxLength(10_000)) }), result: v.array(Transcript) },
	'transcripts.list': { params: nothing, result: v.array(Transcript) },
	'transcript.get': { params: v.object({ transcript: id }), result: TranscriptDetail },
	'transcript.rename': { params: v.object({ transcript: id, title }), result: Transcript },
	'transcript.cancel': { params: v.object({ transcript: id }), result: Transcript },
	/** Failed or cancelled: from its cursor again. */
	'transcript.retry': { params: v.object({ transcript: id }), result: Transcript },
	/** To the trash; `transcript.restore` brings it back for 30 days. */
	'transcript.delete': { params: v.object({ transcript: id }), result: nothing },
	'transcript.restore': { params: v.object({ transcript: id }), result: Transcript },
	'transcript.export': {
		params: v.object({ transcript: id, format: v.string() }),
		result: v.object({ name: v.string(), mime: v.string(), text: v.string() })
	},
	'exports.formats': { params: nothing, result: v.array(ExportFormat) },
	/** Newest first. */
	'exits.list': {
		params: v.object({ limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)) }),
		result: v.array(ExitRecord)
	},
	'exit.get': { params: v.object({ exit: id }), result: ExitRecord },
	/** The death as Markdown, for a bug report. */
	'exit.report': { params: v.object({ exit: id }), result: v.object({ markdown: v.string() }) },
	'lives.list': { params: v.object({ since: v.number() }), result: v.array(Life) },
	/** Ends the process of that name, if it lives, and starts it anew; also the way out of "gave up". */
	'process.restart': { params: v.object({ name: v.string() }), result: nothing },
	/** Transcribes the sample that ships with Holdfast. */
	'sample.add': { params: nothing, result: Transcript }
} as const

export type CommandName = keyof typeof commands
export type CommandParams<N extends CommandName> = v.InferOutput<(typeof commands)[N]['params']>
export type CommandResult<N extends CommandName> = v.InferOutput<(typeof commands)[N]['result']>

export const commandNames = Object.keys(commands) as CommandName[]

/** Page → main, on the socket or the IPC channel. */
export const ClientMessage = v.variant('type', [
	/** First message. `epoch` and `last` as the last welcome and event said, or null. */
	v.object({
		type: v.literal('hello'),
		contract: v.number(),
		epoch: v.nullable(v.string()),
		last: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)))
	}),
	v.object({ type: v.literal('request'), id: v.number(), name: v.picklist(commandNames), params: v.unknown() })
])
export type ClientMessage = v.InferOutput<typeof ClientMessage>

export const Response = v.variant('ok', [
	v.object({ type: v.literal('response'), id: v.number(), ok: v.literal(true), result: v.unknown() }),
	v.object({ type: v.literal('response'), id: v.number(), ok: v.literal(false), problem: Problem })
])
export type Response = v.InferOutput<typeof Response>
