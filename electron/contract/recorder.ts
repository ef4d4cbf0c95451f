/**
 * What the window and the page that records say to each other where they are two (Electron), by way of main. In the browser host the
 * window records by itself and none of this is spoken.
 */
import * as v from 'valibot'
import { Problem } from '../../native-bridge/protocol/problem.ts'

const id = v.pipe(v.string(), v.regex(/^[0-9a-f-]{36}$/, 'must be an id'))
const samples = v.pipe(v.number(), v.integer(), v.minValue(0))
/** ms since 1970. */
const time = v.number()

/** What a recorder does now. */
export const RecorderState = v.object({
	/** `asking`: for the microphone. `stopping`: the last audio is on its way to the disk. */
	phase: v.picklist(['idle', 'asking', 'recording', 'stopping']),
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
	/** What to say until audio comes again. */
	holdUp: Problem
})
export type Interrupted = v.InferOutput<typeof Interrupted>

/** Window → recorder. `n` comes back in `done` when it has been done, or can't be. */
export const FromWindow = v.variant('type', [
	/** A window is there and knows nothing: the answer is a `state` with `fresh`. */
	v.object({ type: v.literal('look') }),
	v.object({ type: v.literal('start'), n: id, title: v.string(), microphone: v.nullable(v.string()) }),
	v.object({ type: v.literal('stop'), n: id }),
	v.object({ type: v.literal('forget-problem') })
])
export type FromWindow = v.InferOutput<typeof FromWindow>

/** Main → recorder: what the window said, and what main itself has to say. */
export const ToRecorder = v.variant('type', [...FromWindow.options, v.object({ type: v.literal('resume'), interrupted: Interrupted })])
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
