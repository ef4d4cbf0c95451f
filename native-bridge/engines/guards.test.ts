import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkInput, repeats, type Suspicion, stoppedEarly, suspect } from './guards.ts'

const words = (n: number) => Array.from({ length: n }, (_, i) => ` w${i}`)
const said = (tokens: readonly string[]) => ({ text: tokens.join('').trim(), tokens })

const CASES: ReadonlyArray<[why: string, tokens: readonly string[], seconds: number, speech: number, db: number, Suspicion | null]> = [
	['ordinary speech passes', words(12), 4, 3, -20, null],
	['very fast speech without repetition passes', words(40), 4, 4, -20, null],
	['a decode that ran to the cap is a loop', words(59), 4, 4, -20, 'loop'],
	['a repeated token at an impossible speed is a loop', [...words(5), ...Array(30).fill('4')], 4, 4, -20, 'loop'],
	['a repeated phrase at an impossible speed is a loop', Array(5).fill(words(7)).flat(), 4, 4, -20, 'loop'],
	['somebody who says no four times slowly is not a loop', Array(4).fill(' no'), 4, 3, -20, null],
	['an unknown token is not believed', [' He', '<unk>', ' was'], 4, 3, -20, 'unknown-token'],
	['a token beyond the vocabulary is not believed', [' He', '<<ST_3>>'], 4, 3, -20, 'unknown-token'],
	['nothing about a second of clear speech is suspicious', [], 4, 1, -20, 'no-words'],
	['nothing about half a second is not', [], 4, 0.5, -20, null],
	['nothing about faint sounds is not', [], 4, 3, -55, null]
]

for (const [why, tokens, seconds, speech, db, expected] of CASES) {
	test(why, () => assert.equal(suspect(said(tokens), seconds * 16_000, speech * 16_000, db, 15), expected))
}

test('a model that can’t loop is believed however much it says; one that is stopped early only loops when it repeats itself', () => {
	const judge = (tokens: readonly string[], loopsAt: number | null) => suspect(said(tokens), 64_000, 64_000, -20, loopsAt)
	assert.equal(judge(words(70), null), null)
	assert.equal(judge(words(24), 6), null)
	assert.equal(judge(Array(24).fill('4'), 6), 'loop')
})

test('a model that was stopped where people still speak is told from one that is done, that loops, or that can’t be stopped so early', () => {
	assert.equal(stoppedEarly(said(words(24)), 64_000, 6), true)
	assert.equal(stoppedEarly(said(words(12)), 64_000, 6), false)
	assert.equal(stoppedEarly(said(Array(24).fill('4')), 64_000, 6), false)
	assert.equal(stoppedEarly(said(words(60)), 64_000, 15), false)
	assert.equal(stoppedEarly(said(words(60)), 64_000, null), false)
})

test('a unit must come four times in a row', () => {
	assert.equal(repeats(['a', 'b', 'a', 'b', 'a', 'b']), false)
	assert.equal(repeats(['x', 'a', 'b', 'a', 'b', 'a', 'b', 'a', 'b']), true)
	assert.equal(repeats(['a', 'a', 'a']), false)
})

test('audio that would harm native code does not reach it', () => {
	checkInput(new Float32Array(20 * 16_000))
	assert.throws(() => checkInput(new Float32Array(0)), RangeError)
	assert.throws(() => checkInput(new Float32Array(60 * 16_000)), RangeError)
	assert.throws(() => checkInput(Float32Array.of(0, Number.NaN)), RangeError)
	assert.throws(() => checkInput(Float32Array.of(Number.POSITIVE_INFINITY)), RangeError)
})
