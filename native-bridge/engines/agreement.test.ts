import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agree } from './agreement.ts'

const CASES: ReadonlyArray<[why: string, before: string, newest: string, firm: string, faint: string]> = [
	['the first hypothesis is all faint', '', 'He was', '', 'He was'],
	['words that both begin with are firm', 'He was not', 'He was not an ill', 'He was not', 'an ill'],
	['case and punctuation do not count, and the newest is shown', 'he was, not.', 'He was not an', 'He was not', 'an'],
	['agreement ends at the first difference, whatever follows', 'He saw not an', 'He was not an', 'He', 'was not an'],
	['a shorter hypothesis takes words back', 'He was not an', 'He was', 'He was', ''],
	['nothing said, nothing shown', 'He was', '', '', ''],
	['letters of other scripts are compared too', 'Élan vital', 'élan Vital oui', 'élan Vital', 'oui']
]

for (const [why, before, newest, firm, faint] of CASES) {
	test(why, () => assert.deepEqual(agree(before, newest), { firm, faint }))
}
