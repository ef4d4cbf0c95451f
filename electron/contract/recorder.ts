/**
 * What the window and the page that records say to each other where they are two (Electron), by way of main. In the browser host the
 * window records by itself and none of this is spoken.
 */
import * as v from 'valibot'
import { Problem } from '../../native-bridge/protocol/problem.ts'
import { Channel, Mark } from './records.ts'
import { Wish } from './wish.ts'

const id = v.pipe(v.string(), v.regex(/^[0-9a-f-]{36}$/, 'must be an id'))
const samples = v.pipe(v.number(), v.integer(), v.minValue(0))
/** ms since 1970. */
const time = v.number()

/** What is wanted of the page that makes a recording. */
export const RecordingAsk = v.variant('type', [
	v.object({ type: v.literal('stop') }),
	v.object({ type: v.literal('pause') }),
	v.object({ type: v.literal('resume') }),
	v.object({ type: v.literal('mute'), on: v.boolean() }),
	v.object({ type: v.literal('mark'), note: v.pipe(v.string(), v.maxLength(2_000)) })
])
export type RecordingAsk = v.InferOutput<typeof RecordingAsk>

/** How a recording is to be made. */
export const RecordingOptions = v.object({
	/** The page's own id of a device; null: the system's choice, also when that changes. */
	microphone: v.nullable(v.string()),
	/** The browser's own processing, all of it off unless asked for: the engine was measured on plain speech. */
	processing: v.object({ echoCancellation: v.boolean(), noiseSuppression: v.boolean(), autoGainControl: v.boolean() }),
	/** What the machine plays, as a second channel. */
	systemAudio: v.boolean(),
	/** Left out: it is heard as the settings say. */
	wish: v.optional(v.nullable(Wish))
})
export type RecordingOptions = v.InferOutput<typeof RecordingOptions>

/** One thing that is listened to: the microphone, or what the machine plays. */
export const Source = v.object({
	channel: Channel,
	/** The recording that its audio goes into: the whole for the microphone, a part of it for system audio. */
	recording: id,
	/** As the system calls it; null when it doesn't say. */
	device: v.nullable(v.string()),
	/** `lost`: it was unplugged or taken away, and is waited for. `held`: it is there and the system gives nothing (another app, a switch on it). */
	state: v.picklist(['opening', 'hearing', 'lost', 'held']),
	/** Since when it has not been heard; null while it is. */
	since: v.nullable(time),
	/** Loudest sample of the last 50 ms, 0…1. */
	level: v.number(),
	/** Samples heard, and how many of them are only in the page. */
	heard: samples,
	unsaved: samples,
	/** Why it is not heard. That it can't be saved is said once for all: `holdUp`. */
	problem: v.nullable(Problem)
})
export type Source = v.InferOutput<typeof Source>

/** What a recorder does now. */
export const RecorderState = v.object({
	/** `asking`: for the microphone. `stopping`: the last audio is on its way to the disk. */
	phase: v.picklist(['idle', 'asking', 'recording', 'paused', 'stopping']),
	/** The microphone is open for its level only. */
	metering: v.boolean(),
	/** While recording; the microphone first. */
	sources: v.array(Source),
	/** The microphone is not to be heard: the journal gets silence. */
	muted: v.boolean(),
	pausedAt: v.nullable(time),
	/** Set so far, whether main knows of them yet or not. */
	marks: v.array(Mark),
	/** The microphone has been so loud in the last seconds that speech is cut off; or so quiet that it must be off or dead. */
	clipping: v.boolean(),
	flat: v.boolean(),
	id: v.nullable(id),
	title: v.string(),
	device: v.nullable(v.string()),
	/** The microphone that was asked for, by the page's own id; null: the system's choice. */
	microphone: v.nullable(v.string()),
	/** When its first sample was heard. */
	startedAt: time,
	/** Samples heard, and how many of them are only in the page that records. */
	heard: samples,
	unsaved: samples,
	/** When main last said that audio is on disk; null before the first receipt. */
	savedAt: v.nullable(time),
	/** Why audio is not being saved, or not being heard, at this moment; what was heard is kept. */
	holdUp: v.nullable(Problem),
	/** Why the last try to record failed or ended; cleared by the next one. */
	problem: v.nullable(Problem),
	/** Loudest sample of the last 50 ms, 0…1. */
	level: v.number()
})
export type RecorderState = v.InferOutput<typeof RecorderState>

export const idleRecorder: RecorderState = {
	phase: 'idle',
	metering: false,
	sources: [],
	muted: false,
	pausedAt: null,
	marks: [],
	clipping: false,
	flat: false,
	id: null,
	title: '',
	device: null,
	microphone: null,
	startedAt: 0,
	heard: 0,
	unsaved: 0,
	savedAt: null,
	holdUp: null,
	problem: null,
	level: 0
}

/** A recording whose recorder died: where its journal ends, and when that was written. */
export const Interrupted = v.object({
	recording: id,
	title: v.string(),
	device: v.nullable(v.string()),
	microphone: v.nullable(v.string()),
	startedAt: time,
	samples,
	savedAt: time,
	/** It was already ending: no more audio is wanted. */
	stopping: v.boolean(),
	/** It is paused since; no time is missing from it. */
	pausedAt: v.nullable(time),
	/** Another channel of that recording. */
	partOf: v.nullable(v.object({ whole: id, channel: Channel, offset: samples })),
	/** What to say until audio comes again. */
	holdUp: Problem
})
export type Interrupted = v.InferOutput<typeof Interrupted>

const n = id
const note = v.pipe(v.string(), v.maxLength(2_000))

/** Window → recorder. `n` comes back in `done` when it has been done, or can't be. */
export const FromWindow = v.variant('type', [
	/** A window is there and knows nothing: the answer is a `state` with `fresh`. */
	v.object({ type: v.literal('look') }),
	/** The microphone for its level only, or (null) no longer. */
	v.object({ type: v.literal('meter'), options: v.nullable(RecordingOptions) }),
	v.object({ type: v.literal('start'), n, title: v.string(), options: RecordingOptions }),
	v.object({ type: v.literal('stop'), n }),
	v.object({ type: v.literal('pause'), n }),
	v.object({ type: v.literal('resume'), n }),
	v.object({ type: v.literal('mute'), on: v.boolean() }),
	v.object({ type: v.literal('mark'), n, mark: id, note }),
	v.object({ type: v.literal('change-mark'), mark: id, note }),
	v.object({ type: v.literal('remove-mark'), mark: id }),
	/** Another microphone in the middle. */
	v.object({ type: v.literal('choose'), microphone: v.nullable(v.string()) }),
	v.object({ type: v.literal('add-system-audio'), n }),
	v.object({ type: v.literal('drop-system-audio') }),
	/** A whole and its other channels. */
	v.object({ type: v.literal('go-on'), n, interrupted: v.array(Interrupted) }),
	v.object({ type: v.literal('forget-problem') })
])
export type FromWindow = v.InferOutput<typeof FromWindow>

/** Main → recorder: what the window said, and what main itself has to say. */
export const ToRecorder = v.variant('type', [
	...FromWindow.options,
	/** The page that recorded before this one died: go on in its place. */
	v.object({ type: v.literal('take-up'), interrupted: v.array(Interrupted) })
])
export type ToRecorder = v.InferOutput<typeof ToRecorder>

/** Recorder → window. */
export const ToWindow = v.variant('type', [
	/** `peaks` are those since the last state, 20 a second, 0…1; with `fresh` they are the latest of all and replace what was known. */
	v.object({ type: v.literal('state'), state: RecorderState, peaks: v.array(v.number()), fresh: v.boolean() }),
	v.object({ type: v.literal('done'), n: id })
])
export type ToWindow = v.InferOutput<typeof ToWindow>

/** Recorder → main: what it says to the window, and what main itself has to know. */
export const FromRecorder = v.variant('type', [
	...ToWindow.options,
	/** The page listens. */
	v.object({ type: v.literal('ready') }),
	/** Nobody heard this range of a resumed recording: its journal holds silence there, so that everything after it stands at its own time. */
	v.object({ type: v.literal('lost'), recording: id, from: samples, to: samples })
])
export type FromRecorder = v.InferOutput<typeof FromRecorder>
