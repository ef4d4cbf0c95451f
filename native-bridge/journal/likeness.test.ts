import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seeded } from '../protocol/test-random.ts'
import { Likeness } from './likeness.ts'

const random = seeded(7)
const noise = (seconds: number, loud: number) => Int16Array.from({ length: seconds * 16_000 }, () => random.below(2 * loud + 1) - loud)

/** `a` and `b` in pieces of uneven length. */
function compared(a: Int16Array, b: Int16Array): string | null {
	const likeness = new Likeness()
	for (let at = 0; at < a.length; at += 7_777) likeness.add(a.subarray(at, at + 7_777), b.subarray(at, at + 7_777))
	return likeness.verdict()
}

test('a copy that is the same, a little softer or rougher, is alike', () => {
	const speech = noise(25, 9_000)
	const cases: [name: string, original: Int16Array, copy: Int16Array][] = [
		['the same', speech, speech],
		['softer by 3 dB', speech, speech.map(x => x * 0.7)],
		['rougher', speech, speech.map((x, i) => x + (i % 3) * 1_500)],
		['nothing at all', new Int16Array(0), new Int16Array(0)],
		['silence, not quite silent any more', new Int16Array(320_000), noise(20, 20)],
		['whispering, made into nothing', noise(20, 20), new Int16Array(320_000)],
		['a single sample', Int16Array.of(5_000), Int16Array.of(4_500)]
	]
	for (const [name, original, copy] of cases) assert.equal(compared(original, copy), null, name)
})

test('a copy that is something else, elsewhere, or silent for a while, is not', () => {
	const speech = noise(25, 9_000)
	const holed = speech.slice()
	holed.fill(0, 160_000, 320_000)
	const shifted = new Int16Array(speech.length)
	shifted.set(speech.subarray(0, -320), 320)
	const cases: [name: string, original: Int16Array, copy: Int16Array, verdict: RegExp][] = [
		['other speech', speech, noise(25, 9_000), /^correlation -?0\.0\d$/],
		['late by a packet', speech, shifted, /^correlation/],
		['upside down', speech, speech.map(x => -x), /^correlation -1/],
		['silent for ten seconds', speech, holed, /^loudness 5\d\d\d became 32 before sample 320000$/],
		['loud where it was silent', holed, speech, /^loudness 32 became/],
		['half as loud again and again', speech, speech.map(x => x * 0.3), /^loudness/],
		['all silence', speech, new Int16Array(speech.length), /^loudness/],
		['a silent end shorter than a window', speech, speech.map((x, i) => (i < 320_000 ? x : 0)), /^loudness .* before sample 400000$/]
	]
	for (const [name, original, copy, verdict] of cases) assert.match(compared(original, copy) ?? 'alike', verdict, name)
})
