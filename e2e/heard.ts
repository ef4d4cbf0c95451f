/** Whether what was saved is what was played, sample for sample. */

/** `length` samples that are the same in both: from `played` on in what was played, from `saved` on in what was saved. */
export interface Same {
	readonly played: number
	readonly saved: number
	readonly length: number
}

/** Long enough to stand only once in speech. */
const KEY = 64
/** A key must not be silence, of which there is much. */
const AUDIBLE = 200

/**
 * The longest ranges that are equal, in order: one when nothing is missing between what is played first and last. What was played twice may be
 * taken for its repetition.
 */
export function sameIn(played: Int16Array, saved: Int16Array): Same[] {
	const haystack = bytesOf(saved)
	const found: Same[] = []
	let from = 0
	let after = 0
	while (from + KEY <= played.length) {
		const key = played.subarray(from, from + KEY)
		const at = key.some(sample => Math.abs(sample) > AUDIBLE) ? indexOf(haystack, key, after) : -1
		if (at === -1) {
			from += KEY
			continue
		}
		const least = found.at(-1)
		let before = 0
		while (
			from - before > (least ? least.played + least.length : 0) &&
			at - before > after &&
			played[from - before - 1] === saved[at - before - 1]
		)
			before++
		let length = KEY
		while (from + length < played.length && at + length < saved.length && played[from + length] === saved[at + length]) length++
		found.push({ played: from - before, saved: at - before, length: length + before })
		from += length
		after = at + length
	}
	return found
}

function indexOf(haystack: Buffer, key: Int16Array, from: number): number {
	for (let at = haystack.indexOf(bytesOf(key), from * 2); at !== -1; at = haystack.indexOf(bytesOf(key), at + 1))
		if (at % 2 === 0) return at / 2
	return -1
}

function bytesOf(samples: Int16Array): Buffer {
	return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)
}

/** How alike a range of `played` is to what was saved `delay` samples later: 1 when only its loudness differs. */
export function likeness(played: Int16Array, saved: Int16Array, delay: number, from: number, to: number): number {
	let both = 0
	let first = 0
	let second = 0
	for (let i = from; i < to; i++) {
		const a = played[i] ?? 0
		const b = saved[i + delay] ?? 0
		both += a * b
		first += a * a
		second += b * b
	}
	return both / Math.sqrt(first * second || 1)
}

/** By how many samples `saved` is later than `played`, looked for in the loudest second of `played` within `within` samples. */
export function delayOf(played: Int16Array, saved: Int16Array, within: number): number {
	const span = 16_000
	let from = 0
	let loudest = 0
	for (let at = 0; at + span <= played.length; at += span) {
		const loud = played.subarray(at, at + span).reduce((sum, sample) => sum + Math.abs(sample), 0)
		if (loud > loudest) [from, loudest] = [at, loud]
	}
	let best = 0
	let most = -1
	for (let delay = 0; delay <= within; delay++) {
		const alike = likeness(played, saved, delay, from, from + span)
		if (alike > most) [best, most] = [delay, alike]
	}
	return best
}
