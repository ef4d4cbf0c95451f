import { MICROPHONE } from '../../electron/contract/audio-frame.ts'

/** How late the audio of one second came, ms: the least, since what is behind for a moment comes in a burst. */
interface Lag {
	readonly second: number
	readonly least: number
}

/**
 * Where in its journal a source's audio belongs. Times are those of the page's steady clock (`performance.now`), ms: nobody can set it, so a
 * changed wall clock changes nothing here. Sources of one recording share that clock, which keeps them beside each other.
 */
export interface Timeline {
	/** Samples the journal has been given, silence for what nobody heard among them. */
	readonly heard: number
	/** When the first of them was heard, moved on by all that was not to be recorded (pauses, sleep); null before anything was heard. */
	readonly began: number | null
	readonly lags: readonly Lag[]
}

export const MS = MICROPHONE.sampleRate / 1000

/**
 * How long the least delay of a source is remembered. Short enough that two clocks a thousandth apart (bad ones are ten times better) never
 * look like audio that is missing.
 */
const REMEMBERED_SECONDS = 20

export const noTime: Timeline = { heard: 0, began: null, lags: [] }

/** One that has `samples` already, the last of which was heard `agoMs` before `at`. */
export function timelineAt(at: number, samples: number, agoMs: number): Timeline {
	return { heard: samples, began: at - agoMs - samples / MS, lags: [] }
}

/** How late a source's audio usually is. */
export function usualLag(time: Timeline): number {
	return time.lags.length === 0 ? 0 : Math.min(...time.lags.map(lag => lag.least))
}

/** How much later than usual audio is that ends at sample `heard` and came at `at`, ms. Negative: earlier. */
export function lateness(time: Timeline, at: number, heard: number): number {
	return time.began === null ? 0 : at - time.began - heard / MS - usualLag(time)
}

/** How many samples the journal would have at `at` had everything been heard. */
export function owed(time: Timeline, at: number): number {
	return time.began === null ? 0 : Math.max(0, Math.round((at - time.began - usualLag(time)) * MS))
}

/** Audio of `samples` came at `at` and is journaled. */
export function took(time: Timeline, at: number, samples: number): Timeline {
	const heard = time.heard + samples
	const began = time.began ?? at - samples / MS
	const second = Math.floor(at / 1000)
	const lag = at - began - heard / MS
	const lags = time.lags.filter(each => each.second > second - REMEMBERED_SECONDS && each.second !== second)
	const same = time.lags.find(each => each.second === second)
	return { heard, began, lags: [...lags, { second, least: Math.min(lag, same?.least ?? lag) }] }
}

/** Silence of `samples` stands for what nobody heard. */
export function fell(time: Timeline, samples: number): Timeline {
	return { ...time, heard: time.heard + samples }
}

/** `ms` passed that the journal has nothing of. */
export function skipped(time: Timeline, ms: number): Timeline {
	return time.began === null
		? time
		: { ...time, began: time.began + ms, lags: time.lags.map(lag => ({ ...lag, second: lag.second + Math.round(ms / 1000) })) }
}

/** Another device, or the same anew: its delay may be another, but its audio begins where the old one's would have gone on. */
export function reopened(time: Timeline, at: number): Timeline {
	return { ...time, lags: [{ second: Math.floor(at / 1000), least: usualLag(time) }] }
}

/** What was before sample `from` belongs to another recording. */
export function cutAt(time: Timeline, from: number): Timeline {
	return { ...time, heard: Math.max(0, time.heard - from), began: time.began === null ? null : time.began + from / MS }
}
