import { type SampleRange, secondsOf } from '../../native-bridge/protocol/units.ts'

/** Something new on the screen. `atMs` counts as the audio does: what was said at sample n is `n / 16` ms. */
export type OnScreen =
	/** Unsettled text; `heardMs`: how far it had listened, where that is known. */
	| { readonly atMs: number; readonly kind: 'partial'; readonly firm: string; readonly faint: string; readonly heardMs: number | null }
	| { readonly atMs: number; readonly kind: 'final'; readonly text: string }

export interface Spread {
	readonly median: number
	readonly p95: number
	readonly worst: number
	readonly count: number
}

export interface LiveFigures {
	/** From where speech begins to its first unsettled word, ms. */
	readonly firstWordMs: Spread
	/** From where speech ends to its last settled text, ms. */
	readonly finalMs: Spread
	/** How old the newest sound in unsettled text was when it was shown, ms. */
	readonly partialAgeMs: Spread
	/** Between two unsettled texts of one segment, ms. */
	readonly partialEveryMs: Spread
	/** Words shown as firm that were taken back or changed, per 100 settled words; not those that only moved on to the next segment. */
	readonly replacedPer100: number
	/** First words shown that were still the first word in the end, of all. */
	readonly firstWordStayed: number
	readonly words: number
}

/** Words that are gone no longer than this have only moved. */
const CARRIED_MS = 500

/** What a timeline says about the utterances that were heard. */
export function liveFigures(timeline: readonly OnScreen[], utterances: readonly SampleRange[]): LiveFigures {
	const first: number[] = []
	const final: number[] = []
	for (const [i, { from, to }] of utterances.entries()) {
		const beganMs = secondsOf(from) * 1000
		const endedMs = secondsOf(to) * 1000
		const nextMs = secondsOf(utterances[i + 1]?.from ?? Number.POSITIVE_INFINITY) * 1000
		const settled = timeline.find(({ kind, atMs }) => kind === 'final' && atMs > endedMs)
		if (settled) final.push(settled.atMs - endedMs)
		// What is still on the screen of the utterance before is gone when that is settled.
		const before = timeline.findLast(({ kind, atMs }) => kind === 'final' && atMs < Math.min(nextMs, endedMs) && atMs < beganMs + 1_000)
		const since = Math.max(beganMs, i === 0 ? 0 : (before?.atMs ?? beganMs))
		const shown = timeline.find(entry => entry.atMs > since && (entry.kind === 'final' || entry.firm + entry.faint !== ''))
		if (shown) first.push(shown.atMs - beganMs)
	}
	return { firstWordMs: spread(first), finalMs: spread(final), ...changes(timeline) }
}

function changes(timeline: readonly OnScreen[]): Omit<LiveFigures, 'firstWordMs' | 'finalMs'> {
	let replaced = 0
	let words = 0
	let segments = 0
	let stayed = 0
	let firm: string[] = []
	let opening: string | null = null
	let lastMs: number | null = null
	const ages: number[] = []
	const between: number[] = []
	for (const [i, entry] of timeline.entries()) {
		const now = bareWords(entry.kind === 'final' ? entry.text : entry.firm)
		// Speech without a pause is cut somewhere: what stood behind the cut comes back as the beginning of the next segment.
		const next = timeline[i + 1]
		const carried = entry.kind === 'final' && next?.kind === 'partial' && next.atMs - entry.atMs < CARRIED_MS
		replaced += replacements(firm, carried ? [...now, ...bareWords(`${next.firm} ${next.faint}`)] : now)
		if (entry.kind === 'partial') {
			firm = now
			opening ??= bareWords(`${entry.firm} ${entry.faint}`)[0] ?? null
			if (entry.heardMs !== null) ages.push(entry.atMs - entry.heardMs)
			if (lastMs !== null) between.push(entry.atMs - lastMs)
			lastMs = entry.atMs
		} else {
			words += now.length
			if (opening !== null) {
				segments++
				if (opening === now[0]) stayed++
			}
			firm = []
			opening = null
			lastMs = null
		}
	}
	return {
		partialAgeMs: spread(ages),
		partialEveryMs: spread(between),
		replacedPer100: words === 0 ? 0 : (replaced / words) * 100,
		firstWordStayed: segments === 0 ? Number.NaN : stayed / segments,
		words
	}
}

/** Words of `before` that are no longer at their place: one that was inserted or dropped moves the rest, and counts once. */
export function replacements(before: readonly string[], now: readonly string[]): number {
	// The least number of old words changed or dropped on the way to some beginning of the new text; inserted ones count too.
	let row = Array.from({ length: now.length + 1 }, (_, j) => j)
	for (const [i, word] of before.entries()) {
		const next = [i + 1]
		for (let j = 1; j <= now.length; j++) {
			const same = (row[j - 1] ?? 0) + (word === now[j - 1] ? 0 : 1)
			next.push(Math.min(same, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
		}
		row = next
	}
	return Math.min(...row)
}

export function bareWords(text: string): string[] {
	return text
		.toLowerCase()
		.split(/\s+/)
		.map(word => word.replace(/[^\p{L}\p{N}]/gu, ''))
		.filter(word => word !== '')
}

export function spread(values: readonly number[]): Spread {
	const sorted = values.toSorted((a, b) => a - b)
	const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
	return { median: at(0.5), p95: at(0.95), worst: at(1), count: sorted.length }
}
