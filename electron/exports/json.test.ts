import assert from 'node:assert/strict'
import { test } from 'node:test'
import { json } from './json.ts'
import { exported, gap, said } from './test-exported.ts'

test('says all that is known, in seconds, and of what is unknown that it is unknown', () => {
	const made = exported(
		[{ ...said(1, 3, 'Good "morning"'), confidence: 0.5, times: 'exact' }, said(3_600, 3_601, 'later')],
		[gap(3, 9.0004, 'damaged')]
	)
	const written = json.write({ ...made, transcript: { ...made.transcript, language: null } })
	assert.deepEqual(JSON.parse(written), {
		title: 'Board meeting',
		createdAt: '2027-01-15T08:00:00.000Z',
		seconds: 10,
		language: null,
		model: 'tiny',
		segments: [
			{
				from: 1,
				to: 3,
				text: 'Good "morning"',
				times: 'exact',
				confidence: 0.5,
				words: [
					{ text: 'Good', from: 1, to: 2 },
					{ text: '"morning"', from: 2, to: 3 }
				]
			},
			{ from: 3600, to: 3601, text: 'later', times: 'estimated', confidence: null, words: [{ text: 'later', from: 3600, to: 3601 }] }
		],
		gaps: [{ from: 3, to: 9, cause: 'damaged' }]
	})
})
