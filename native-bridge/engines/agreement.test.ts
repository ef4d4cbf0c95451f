import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agree, spliced } from './agreement.ts'
import { wordsIn } from './words.ts'

const CASES: ReadonlyArray<[why: string, shown: string, before: string, newest: string, firm: string, faint: string]> = [
	['the first hypothesis is all faint', '', '', 'He was', '', 'He was'],
	['words that both begin with are firm', '', 'He was not', 'He was not an ill', 'He was not', 'an ill'],
	['the newest word is not: it may be half of one', '', 'He was an ill.', 'He was an ill.', 'He was an', 'ill.'],
	['case and punctuation do not count, and the newest is shown', '', 'he was, not.', 'He was not an', 'He was not', 'an'],
	['agreement ends at the first difference, whatever follows', '', 'He saw not an', 'He was not an', 'He', 'was not an'],
	['one hypothesis against a firm word does not take it back', 'He was not', 'He was not an', 'He saw not an ill', 'He was not', 'an ill'],
	['two that agree on another word do', 'He was not', 'He saw not an', 'He saw not an ill', 'He saw not an', 'ill'],
	['two that only agree in doubting it do not', 'He was not', 'He saw not an', 'He sought not an', 'He was not', 'an'],
	['a shorter hypothesis takes no words back', 'He was not', 'He was not an', 'He was', 'He was not', ''],
	['a word put in before is not shown twice', 'He was not', 'He was not an', 'And he was not an ill', 'He was not', 'an ill'],
	['nothing said leaves what was firm', 'He was', 'He was', '', 'He was', ''],
	['letters of other scripts are compared too', '', 'Élan vital', 'élan Vital oui', 'élan Vital', 'oui']
]

for (const [why, shown, before, newest, firm, faint] of CASES) {
	test(why, () => {
		const found = agree(wordsIn(shown), wordsIn(before), wordsIn(newest))
		assert.deepEqual([found.firm.join(' '), found.faint.join(' ')], [firm, faint])
	})
}

const SPLICES: ReadonlyArray<[why: string, whole: string, tail: string, expected: string | null]> = [
	[
		'a tail goes on where it shares words',
		'He was not an ill disposed.',
		'Was not an ill disposed young man',
		'He was not an ill disposed young man'
	],
	[
		'what the tail begins with by half is passed over',
		'He was not an ill disposed',
		'Us not an ill disposed man',
		'He was not an ill disposed man'
	],
	[
		'a last word that was misheard is corrected',
		'He was not an ill spurs.',
		'Was not an ill disposed young man',
		'He was not an ill disposed young man'
	],
	[
		'of two places that fit equally well the later',
		'one two three and one two three',
		'One two three four',
		'one two three and one two three four'
	],
	['with too little in common it is not known where', 'He was not an ill', 'And then an ill wind', null],
	['nothing in common', 'He was not', 'An amiable woman', null]
]

for (const [why, whole, tail, expected] of SPLICES) {
	test(why, () => assert.equal(spliced(wordsIn(whole), wordsIn(tail))?.join(' ') ?? null, expected))
}
