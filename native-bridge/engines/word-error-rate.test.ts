import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordErrorRate } from './word-error-rate.ts'

const CASES: ReadonlyArray<[why: string, said: string, text: string, rate: number]> = [
	['case and punctuation do not count', 'he was not', 'He was, not.', 0],
	['titles are said as they are written out', 'and mister john', 'And Mr. John', 0],
	['hyphens part words', 'rather cold hearted', 'rather cold-hearted', 0],
	['apostrophes do not', "don't", 'dont', 0],
	['a substituted word', 'a b c d', 'a x c d', 0.25],
	['a missing word', 'a b c d', 'a c d', 0.25],
	['an inserted word', 'a b c d', 'a b x c d', 0.25],
	['nothing recognised', 'a b', '', 1],
	['nothing said, something invented', '', 'a', 1],
	['nothing said, nothing recognised', '', '', 0]
]

for (const [why, said, text, rate] of CASES) test(why, () => assert.equal(wordErrorRate(said, text), rate))
