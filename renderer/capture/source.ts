import type { Source as SourceShown } from '../../electron/contract/recorder.ts'
import type { Problem } from '../api/problem.ts'
import { isFlat, type Loudness, levelOf, loudnessAfter, notLoud, peaksOf } from './loudness.ts'
import type { GapCause } from './notes.ts'
import { fell, lateness, MS, noTime, owed, reopened, skipped, type Timeline, took } from './timeline.ts'
import { nothingHeard, type Unacknowledged, unsaved } from './unacknowledged.ts'

export type SourceStatus = SourceShown['state']

/** One thing that is listened to, and where its audio goes. */
export interface Source {
	/** Names it for as long as the page records; the recording that it goes into may change. */
	readonly key: number
	readonly channel: SourceShown['channel']
	readonly recording: string
	/** That one was closed by main, and could not take this. */
	readonly continues: string | null
	readonly device: string | null
	readonly status: SourceStatus
	/** Since when it has not been heard, ms since 1970. */
	readonly since: number | null
	/** Why. */
	readonly problem: Problem | null
	/** A device is being opened; until it is, an old one may still be heard. */
	readonly opening: boolean
	/** When to try again to open it (steady clock); null: not by the clock. */
	readonly retryAt: number | null
	readonly tries: number
	/** The next chunk is the first of its device. */
	readonly fresh: boolean
	readonly time: Timeline
	/** When its first sample was heard, ms since 1970; null before. */
	readonly startedAt: number | null
	readonly kept: Unacknowledged
	readonly loudness: Loudness
	/** From where on nobody has heard it. */
	readonly gap: { readonly from: number; readonly cause: GapCause } | null
	/** Audio that came too late by a second or more: what is missing before it will be known when a burst would have come. Not journaled yet. */
	readonly doubt: { readonly since: number; readonly chunks: readonly Int16Array[]; readonly lateMs: number } | null
	/** Since when nothing has come, counted in time that the page could run, ms. */
	readonly quietMs: number
	readonly openedAt: number
	/** No more audio of it is wanted; what was heard is being saved. `asked`: main was told that this was all. */
	readonly ending: 'no' | 'saving' | 'asked' | 'done'
	readonly endTries: number
}

/** Audio that comes later than usual by this much, when a burst had its chance, has lost what was before it, ms. */
export const LOSS_MS = 1_000
/** So long a burst may take after a page or a graph stood still, ms. */
const BURST_MS = 1_000
/** No chunk for so long while the page runs: its graph is stuck, and built anew, ms. */
export const STALL_MS = 1_500
/** Silence for what nobody hears stays so far behind, ms: a device that comes back brings what it heard just before. */
const RESERVE_MS = 500
/** Silence is journaled in pieces of this length; with each the gap is told as far as it goes, so that a page that dies has told of it. */
const SILENCE = 1_000 * MS
/** Devices' delays differ; a splice shorter than this is not filled, ms. */
const SPLICE_MS = 50

export function newSource(some: Pick<Source, 'key' | 'channel' | 'recording'> & Partial<Source>): Source {
	return {
		continues: null,
		device: null,
		status: 'opening',
		since: null,
		problem: null,
		opening: false,
		retryAt: null,
		tries: 0,
		fresh: true,
		time: noTime,
		startedAt: null,
		kept: nothingHeard,
		loudness: notLoud,
		gap: null,
		doubt: null,
		quietMs: 0,
		openedAt: 0,
		ending: 'no',
		endTries: 0,
		...some
	}
}

/** What a step of a source gives to its recording. */
export interface Heard {
	readonly source: Source
	/** What goes into the journal, in order. */
	readonly pieces: readonly Int16Array[]
	/** A gap that is to be told, as far as it goes now. `over`: it grows no more. */
	readonly gap: { readonly from: number; readonly to: number; readonly cause: GapCause; readonly over: boolean } | null
}

const nothing = (source: Source): Heard => ({ source, pieces: [], gap: null })

/** A chunk came. `keep`: false while paused. `muted`: silence of that length is kept instead. */
export function hear(
	source: Source,
	samples: Int16Array,
	how: { readonly at: number; readonly wall: number; readonly keep: boolean; readonly muted: boolean }
): Heard {
	const loudness = loudnessAfter(source.loudness, peaksOf(samples))
	const here: Source = { ...source, loudness, quietMs: 0, startedAt: source.startedAt ?? how.wall - samples.length / MS }
	if (!how.keep) return nothing({ ...here, startedAt: source.startedAt })
	const kept = how.muted ? new Int16Array(samples.length) : samples
	if (here.fresh) return hearFresh(here, kept, how.at)
	// It was thought to be stuck, and is heard again before another is open, or when none could be opened.
	const isBack = here.status === 'opening' || here.status === 'lost'
	return hearMore(isBack ? { ...here, status: 'hearing', since: null, problem: null, retryAt: null, tries: 0 } : here, kept, how.at)
}

function hearMore(source: Source, samples: Int16Array, at: number): Heard {
	const all = [...(source.doubt?.chunks ?? []), samples]
	const late = lateness(source.time, at, source.time.heard + lengthOf(all))
	const lateMs = Math.min(late, source.doubt?.lateMs ?? late)
	// Silence is what a held one gives, late or not.
	if (source.status === 'held') return heardAll({ ...source, doubt: null }, all, at)
	if (lateMs >= leastLoss(source)) return nothing({ ...source, doubt: { since: source.doubt?.since ?? at, chunks: all, lateMs } })
	const { source: closed, gap } = closeGap({ ...source, doubt: null })
	return { ...heardAll(closed, all, at), gap }
}

/** So late is audio that lost what was before it, ms. Where a gap is known already, anything that is missing belongs to it. */
function leastLoss({ gap, time }: Source): number {
	return gap !== null && time.heard > gap.from ? SPLICE_MS : LOSS_MS
}

/** The first chunk of a device: what is missing between the old one's last and this is silence, what both heard is taken once. */
function hearFresh(source: Source, samples: Int16Array, at: number): Heard {
	const before: Source = { ...source, fresh: false, openedAt: at }
	if (source.time.began === null) return heardAll(before, [samples], at)
	const missing = owed(source.time, at) - samples.length - source.time.heard
	const from = source.gap?.from ?? source.time.heard
	const cause = source.gap?.cause ?? 'device-lost'
	const pieces: Int16Array[] = missing > SPLICE_MS * MS ? silence(missing) : []
	// Never all of it: it is what is heard now.
	const twice = missing < -SPLICE_MS * MS ? Math.min(-missing, samples.length - MS) : 0
	const filled = pieces.reduce((time, piece) => fell(time, piece.length), source.time)
	const rest = samples.subarray(twice)
	const time = took(reopened(filled, at), at, rest.length)
	const gap = filled.heard > from ? { from, to: filled.heard, cause, over: true } : null
	return { source: { ...before, time, gap: null }, pieces: [...pieces, rest], gap }
}

function heardAll(source: Source, chunks: readonly Int16Array[], at: number): Heard {
	const time = chunks.reduce((time, chunk) => took(time, at, chunk.length), source.time)
	return { source: { ...source, time }, pieces: chunks, gap: null }
}

/** Time passed, `ranMs` of it with the page running. `waits`: the page stood still, and it is not known yet what that cost. */
export function look(source: Source, at: number, ranMs: number, waits: boolean): Heard {
	const here = { ...source, quietMs: source.quietMs + ranMs }
	if (waits) return nothing(here)
	if (here.doubt && at - here.doubt.since >= BURST_MS) return settle(here, at)
	if (here.doubt || here.gap === null) return nothing(here)
	const missing = owed(here.time, at) - RESERVE_MS * MS - here.time.heard
	if (missing < SILENCE) return nothing(here)
	const time = fell(here.time, missing)
	return { source: { ...here, time }, pieces: silence(missing), gap: { ...here.gap, to: time.heard, over: false } }
}

/** What came late is journaled; when it stayed late, after silence for what is missing before it. */
export function settle(source: Source, at: number): Heard {
	const { doubt, time } = source
	if (!doubt) return nothing(source)
	const pieces = doubt.lateMs >= leastLoss(source) ? silence(Math.round(doubt.lateMs * MS)) : []
	const filled = pieces.reduce((time, piece) => fell(time, piece.length), time)
	const { gap, source: closed } = closeGap({
		...source,
		time: filled,
		doubt: null,
		gap: source.gap ?? { from: time.heard, cause: 'device-lost' }
	})
	const after = heardAll(closed, doubt.chunks, at)
	return { source: after.source, pieces: [...pieces, ...after.pieces], gap }
}

/** It is not heard from here on. */
export function unheard(source: Source, status: 'opening' | 'lost' | 'held', problem: Problem | null, wall: number): Source {
	const gap = source.gap ?? (source.time.began === null ? null : { from: source.time.heard, cause: 'device-lost' as const })
	return { ...source, status, problem, since: source.since ?? wall, gap, quietMs: 0, loudness: { ...source.loudness, recent: [] } }
}

/** `ms` passed that nothing is recorded of. */
export function skip(source: Source, ms: number): Source {
	const doubt = source.doubt && { ...source.doubt, lateMs: source.doubt.lateMs - ms }
	return { ...source, time: skipped(source.time, ms), doubt, quietMs: 0 }
}

/** The gap that is open, told as far as it goes, and closed: nothing is recorded from here on. */
export function closeGap(source: Source): Heard {
	const { gap, time } = source
	const told = gap && time.heard > gap.from ? { ...gap, to: time.heard, over: true } : null
	return { source: { ...source, gap: null }, pieces: [], gap: told }
}

/** Whether its graph is stuck: the device says nothing of an end, and nothing comes. */
export function isStalled(source: Source): boolean {
	return source.status === 'hearing' && source.ending === 'no' && source.quietMs >= STALL_MS
}

/** A loopback that gives nothing at first gives nothing at all: on some systems that is all one is told of a permission that is missing. */
const LOOPBACK_SILENT_MS = 10_000
export function isSilentLoopback(source: Source, at: number): boolean {
	if (source.channel !== 'others' || source.loudness.sounded || source.fresh) return false
	return at - source.openedAt >= LOOPBACK_SILENT_MS && isFlat(source.loudness)
}

export function shown(source: Source): SourceShown {
	const { channel, recording, device, status, since, loudness, time, kept, problem } = source
	return {
		channel,
		recording,
		device,
		state: status,
		since,
		level: status === 'hearing' ? levelOf(loudness) : 0,
		heard: time.heard,
		unsaved: unsaved(kept),
		problem
	}
}

function silence(samples: number): Int16Array[] {
	const pieces: Int16Array[] = []
	for (let left = samples; left > 0; left -= SILENCE) pieces.push(new Int16Array(Math.min(left, SILENCE)))
	return pieces
}

function lengthOf(chunks: readonly Int16Array[]): number {
	return chunks.reduce((sum, chunk) => sum + chunk.length, 0)
}
