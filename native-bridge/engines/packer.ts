import type { Tuning } from '../protocol/messages.ts'
import { type SampleRange, samplesOf } from '../protocol/units.ts'

/** Limits of segments, in samples. */
export interface Packing {
	/** Audio kept on each side of speech. Without any, word error rate rises by a fifth; 0.1 to 0.3 s are the same within noise. */
	readonly pad: number
	/** Speech is joined over a pause shorter than this: context helps, short pieces are misheard. A longer pause closes the segment. */
	readonly joinGap: number
	/** A segment that has this much closes at any pause of `pause`: a file's would only be looked at twice, a live one's text would only come later. */
	readonly enough: number
	readonly pause: number
	/** The longest segment. The model loops above 45 s; this keeps a margin of two. */
	readonly longest: number
	/** After so much without speech a step ends, so that the cursor moves. */
	readonly quiet: number
	/** So much of that silence is left before the new cursor: the detector warms up on it, and a beginning word is not clipped. */
	readonly quietKept: number
}

const SHARED = {
	pad: samplesOf(0.2),
	longest: samplesOf(20),
	quiet: samplesOf(15),
	quietKept: samplesOf(1)
}

/**
 * `live` answers half a second after the speaker stops, and after 10 s at the first pause that the detector notices; `file` can afford to
 * wait for more context.
 */
export const PACKING: Readonly<Record<Tuning, Packing>> = {
	live: { ...SHARED, joinGap: samplesOf(0.5), enough: samplesOf(10), pause: samplesOf(0.25) },
	file: { ...SHARED, joinGap: samplesOf(2), enough: samplesOf(12), pause: samplesOf(0.5) }
}

/** The same with no segment longer than so many seconds: some models can't be given more. */
export function atMost(packing: Packing, seconds: number | undefined): Packing {
	if (seconds === undefined || samplesOf(seconds) >= packing.longest) return packing
	const longest = samplesOf(seconds)
	return { ...packing, longest, enough: Math.min(packing.enough, Math.floor(longest / 2)) }
}

/** What a detector that began at `cursor` has found by `scanned`. Samples of the journal. */
export interface Scan {
	readonly cursor: number
	readonly scanned: number
	/** Stretches of speech that have ended, in order. */
	readonly islands: readonly SampleRange[]
	/** Where the speech that is going on began, or null. */
	readonly open: number | null
	/** Whether `scanned` is the end of the journal. Speech that was going on there has been made an island. */
	readonly ended: boolean
}

export type Decision =
	/** Not enough heard yet. */
	| { readonly kind: 'wait' }
	| { readonly kind: 'end' }
	| { readonly kind: 'silence'; readonly cursor: number }
	/** A segment. The next step begins where it ends. */
	| { readonly kind: 'close'; readonly from: number; readonly to: number }
	/** Speech without a pause: the segment begins at `from` and ends at the quietest place of the range. */
	| { readonly kind: 'split'; readonly from: number; readonly within: SampleRange }

/** Decides from what was heard so far whether a segment is complete. Looks at nothing else, so the same audio gives the same segments. */
export function pack(scan: Scan, packing: Packing): Decision {
	const { cursor, scanned, islands, open, ended } = scan
	const { pad, longest } = packing
	const begin = islands[0]?.from ?? open
	if (begin === null) {
		if (ended) return { kind: 'end' }
		if (scanned - cursor < packing.quiet) return { kind: 'wait' }
		return { kind: 'silence', cursor: scanned - packing.quietKept }
	}
	const from = Math.max(cursor, begin - pad)
	const limit = from + longest
	const last = islands.at(-1)
	const close = (to: number): Decision => ({ kind: 'close', from, to: Math.min(to, limit, scanned) })

	if (open === null) {
		if (!last) return { kind: 'wait' }
		// At the limit nothing more would fit, however short the pause turns out to be.
		const gap = last.to - from >= packing.enough ? packing.pause : packing.joinGap
		return ended || scanned >= limit || scanned - last.to >= gap ? close(last.to + pad) : { kind: 'wait' }
	}
	if (scanned < limit) return { kind: 'wait' }
	// The speech that goes on does not fit. A pause in the second half is the better place to cut, being no place inside a word.
	const half = from + longest / 2
	if (last && last.to >= half) return close(Math.min(last.to + pad, middle(last.to, open)))
	return { kind: 'split', from, within: { from: half, to: limit } }
}

/** Where the open segment of a scan begins, or null when no speech has been found. For showing text before the segment is closed. */
export function openFrom(scan: Scan, packing: Packing): number | null {
	const begin = scan.islands[0]?.from ?? scan.open
	return begin === null ? null : Math.max(scan.cursor, begin - packing.pad)
}

/**
 * The segment that a scan becomes when its pause goes on, or null while somebody speaks. By the time `pack` closes it, it has exactly this
 * range: what is heard in it may be found out before.
 */
export function closing(scan: Scan, packing: Packing): SampleRange | null {
	const last = scan.islands.at(-1)
	if (scan.open !== null || !last) return null
	const from = Math.max(scan.cursor, (scan.islands[0]?.from ?? last.from) - packing.pad)
	const to = Math.min(last.to + packing.pad, from + packing.longest)
	return to <= scan.scanned ? { from, to } : null
}

function middle(a: number, b: number): number {
	return Math.floor((a + b) / 2)
}
