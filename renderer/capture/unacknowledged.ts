import { MICROPHONE } from '../../electron/contract/audio-frame.ts'
import type { Problem } from '../api/problem.ts'

/** A piece of the recording, and where in it its first sample lies. */
export interface Chunk {
	readonly from: number
	readonly samples: Int16Array
}

/**
 * What the page still holds of a recording, because main has not said that it is in the journal. Grows as long as main is
 * away; nothing but the page's memory bounds it (10 hours are 1.15 GB).
 */
export interface Unacknowledged {
	/** Kept chunks, in order, without holes. Those that wait to be sent are pieces of up to a second. */
	readonly chunks: readonly Chunk[]
	/** Up to this sample all was sent since the line is open; 0 while it is not. */
	readonly sent: number
	/** So many samples behind the last receipt may be under way: few until main has shown that it saves. */
	readonly ahead: number
	/** Samples heard since the recording began, and how many of them the journal holds. */
	readonly heard: number
	readonly saved: number
	/** When the last receipt came, ms since 1970; null before the first. */
	readonly savedAt: number | null
	/** `down`: no line. `asking`: main was asked where to go on. `open`: chunks flow. `refused`: main can't save now. */
	readonly line: 'down' | 'asking' | 'open' | 'refused'
	/** Why audio is not being saved, or null. */
	readonly problem: Problem | null
}

export type AudioInput =
	| { readonly type: 'heard'; readonly samples: Int16Array }
	| { readonly type: 'line-up' }
	| { readonly type: 'line-lost' }
	/** Main's answer to "where shall I go on?": its journal holds `samples`. */
	| { readonly type: 'started'; readonly samples: number; readonly at: number }
	| { readonly type: 'start-refused'; readonly problem: Problem }
	| { readonly type: 'saved'; readonly samples: number; readonly at: number }
	| { readonly type: 'not-saved'; readonly problem: Problem }
	/** Main closed the recording meanwhile, with `samples` in its journal. */
	| { readonly type: 'closed'; readonly samples: number }
	| { readonly type: 'retry' }

export type AudioEffect =
	/** Ask main (`recording.start`) from which sample on audio is missing. */
	| { readonly type: 'ask' }
	| { readonly type: 'send'; readonly chunk: Chunk }
	| { readonly type: 'retry-later'; readonly ms: number }
	/** This recording can't go on. What is left belongs to a new one that begins where the old one was at sample `from`; the state counts from there. */
	| { readonly type: 'begin-anew'; readonly from: number }

/** A full disk is looked at again this often. */
const RETRY_MS = 1_000
/** What waits is sent in pieces of a second: hours in chunks of 50 ms would keep page and main busy for long. */
const PIECE = MICROPHONE.sampleRate
/** Under way before the first receipt: each is refused once a second while the disk is full. */
const FIRST_AHEAD = 5 * PIECE
/** Under way when main saves. What is with main outlives the page, also when main is slow; its answers must not be a flood. */
const MOST_AHEAD = 60 * PIECE

export const nothingHeard: Unacknowledged = {
	chunks: [],
	sent: 0,
	ahead: FIRST_AHEAD,
	heard: 0,
	saved: 0,
	savedAt: null,
	line: 'down',
	problem: null
}

/** One step of getting a recording to main: the next state, and what to do. Time comes in, nothing is run here. */
export function keepAudio(state: Unacknowledged, input: AudioInput): [Unacknowledged, AudioEffect[]] {
	switch (input.type) {
		case 'heard':
			return sendMore(add(state, input.samples))
		case 'line-up':
			return [{ ...state, line: 'asking', sent: 0 }, [{ type: 'ask' }]]
		case 'line-lost':
			return [{ ...state, line: 'down', sent: 0 }, []]
		case 'started':
			return state.line === 'asking' ? resume(state, input.samples, input.at) : [state, []]
		case 'start-refused':
			return state.line === 'asking' ? refuse(state, input.problem) : [state, []]
		case 'saved':
			return sendMore({ ...letGo(state, input.samples, input.at), ahead: MOST_AHEAD })
		case 'not-saved':
			// Frames that were on their way when the first was refused are refused too: one retry is enough.
			return state.line === 'open' ? refuse(state, input.problem) : [state, []]
		case 'closed':
			return beginAnew(state, input.samples)
		case 'retry':
			return state.line === 'refused' ? [{ ...state, line: 'asking' }, [{ type: 'ask' }]] : [state, []]
		default:
			return input satisfies never
	}
}

/** How much of the recording is only in the page, in samples. */
export function unsaved(state: Unacknowledged): number {
	return state.heard - state.saved
}

function refuse(state: Unacknowledged, problem: Problem): [Unacknowledged, AudioEffect[]] {
	return [{ ...state, line: 'refused', sent: 0, problem }, [{ type: 'retry-later', ms: RETRY_MS }]]
}

function resume(state: Unacknowledged, samples: number, at: number): [Unacknowledged, AudioEffect[]] {
	const first = state.chunks[0]?.from ?? state.heard
	// Main once had more on disk, so the page let go of it; now the journal is shorter and would refuse what follows.
	if (samples < first) return beginAnew(state, samples)
	const left = letGo(state, samples, at)
	// That there is a line again does not say that it can be saved.
	const problem = left.chunks.length === 0 ? null : state.problem
	return sendMore({ ...left, line: 'open', sent: left.saved, ahead: FIRST_AHEAD, problem })
}

function beginAnew(state: Unacknowledged, samples: number): [Unacknowledged, AudioEffect[]] {
	const from = Math.max(samples, state.chunks[0]?.from ?? state.heard)
	const left = letGo(state, from, state.savedAt ?? 0)
	const chunks = left.chunks.map(chunk => ({ from: chunk.from - from, samples: chunk.samples }))
	return [{ ...nothingHeard, chunks, heard: Math.max(0, state.heard - from) }, [{ type: 'begin-anew', from }]]
}

/** Keeps what was heard: with what waits before it while that is short, else as a chunk of its own. */
function add(state: Unacknowledged, samples: Int16Array): Unacknowledged {
	const heard = state.heard + samples.length
	const last = state.chunks.at(-1)
	if (!last || last.from < state.sent || last.samples.length + samples.length > PIECE)
		return { ...state, chunks: [...state.chunks, { from: state.heard, samples }], heard }
	const joined = new Int16Array(last.samples.length + samples.length)
	joined.set(last.samples)
	joined.set(samples, last.samples.length)
	return { ...state, chunks: state.chunks.with(-1, { from: last.from, samples: joined }), heard }
}

/** Sends what may be under way beside what is. */
function sendMore(state: Unacknowledged): [Unacknowledged, AudioEffect[]] {
	if (state.line !== 'open') return [state, []]
	const effects: AudioEffect[] = []
	let { sent } = state
	for (const chunk of state.chunks) {
		if (chunk.from >= state.saved + state.ahead) break
		if (chunk.from < sent) continue
		effects.push({ type: 'send', chunk })
		sent = chunk.from + chunk.samples.length
	}
	return [{ ...state, sent }, effects]
}

/** Forgets what the journal holds; a chunk that it holds in part is cut. Receipts may come late and in any order. */
function letGo(state: Unacknowledged, samples: number, at: number): Unacknowledged {
	if (samples <= state.saved) return { ...state, savedAt: Math.max(at, state.savedAt ?? at) }
	const held = state.chunks.findIndex(chunk => chunk.from + chunk.samples.length > samples)
	const chunks = held < 0 ? [] : state.chunks.slice(held)
	const [first] = chunks
	if (first && first.from < samples) chunks[0] = { from: samples, samples: first.samples.subarray(samples - first.from) }
	return { ...state, chunks, saved: Math.min(samples, state.heard), savedAt: at, problem: state.line === 'open' ? null : state.problem }
}
