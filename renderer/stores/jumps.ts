/** A stretch of a transcript's audio, in samples; `to` is no part of it. */
export interface Stretch {
	readonly from: number
	readonly to: number
}

/** Shorter pauses are part of how somebody speaks, and so much of a long one is left to be heard at either end: 0.8 s and 0.2 s, in samples. */
const SHORTEST_SILENCE = 12_800
const MARGIN = 3_200

/**
 * Where nothing is said between two of `heard` (in any order), before the first, and up to `end` behind the last: what may be passed over.
 * What is not known to be silent, gaps among it, has to be in `heard`.
 */
export function silencesBetween(heard: readonly Stretch[], end: number): Stretch[] {
	const silences: Stretch[] = []
	let until = 0
	const between = (from: number, to: number) => {
		if (to - from >= SHORTEST_SILENCE) silences.push({ from: from === 0 ? 0 : from + MARGIN, to: to === end ? to : to - MARGIN })
	}
	for (const each of [...heard].sort((a, b) => a.from - b.from)) {
		between(until, each.from)
		until = Math.max(until, each.to)
	}
	between(until, end)
	return silences
}

/** Where to go on from `sample` instead; null: it plays on. `silences` by place: those that are passed over. */
export function jumpFrom(sample: number, loop: Stretch | null, silences: readonly Stretch[]): number | null {
	if (loop !== null && sample >= loop.to) return loop.from
	let low = 0
	let high = silences.length
	while (low < high) {
		const middle = (low + high) >> 1
		if ((silences[middle]?.to ?? 0) <= sample) low = middle + 1
		else high = middle
	}
	const silence = silences[low]
	if (silence === undefined || sample < silence.from) return null
	// A loop of nothing but silence is heard as it is.
	if (loop !== null && silence.to >= loop.to) return silence.from <= loop.from ? null : loop.from
	return silence.to
}

/** `loop` with another end, where that leaves something of it; else from the start, or to `total`. */
export function loopWith(loop: Stretch | null, end: 'from' | 'to', sample: number, total: number): Stretch | null {
	const made =
		end === 'from'
			? { from: sample, to: loop !== null && loop.to > sample ? loop.to : total }
			: { from: loop !== null && loop.from < sample ? loop.from : 0, to: sample }
	return made.to > made.from ? made : null
}
