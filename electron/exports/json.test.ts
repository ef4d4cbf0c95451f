import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Ajv } from 'ajv'
import { GapCause } from '../../native-bridge/protocol/messages.ts'
import { json } from './json.ts'
import { exported, gap, mark, others, said } from './test-exported.ts'

test('says all that is known, in seconds, and of what is unknown that it is unknown', () => {
	const good = said(1, 3, 'Good "morning"')
	const sure = { ...good, words: good.words.map((word, n) => (n === 0 ? { ...word, confidence: 0.4 } : word)) }
	const made = exported(
		[{ ...sure, confidence: 0.5, times: 'exact' }, said(3_600, 3_601, 'later')],
		[gap(3, 9.0004, 'damaged')],
		[mark('mark', 2, 0, 'ask'), mark('pause', 3, 4.5), mark('mute', 5, null)]
	)
	const written = String(json.write({ ...made, transcript: { ...made.transcript, language: null } }))
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
				channel: null,
				speaker: null,
				edited: false,
				text: 'Good "morning"',
				times: 'exact',
				confidence: 0.5,
				words: [
					{ text: 'Good', from: 1, to: 2, confidence: 0.4 },
					{ text: '"morning"', from: 2, to: 3, confidence: null }
				]
			},
			{
				from: 3600,
				to: 3601,
				channel: null,
				speaker: null,
				edited: false,
				text: 'later',
				times: 'estimated',
				confidence: null,
				words: [{ text: 'later', from: 3600, to: 3601, confidence: null }]
			}
		],
		gaps: [{ from: 3, to: 9, channel: null, cause: 'damaged' }],
		marks: [
			{ at: 2, kind: 'mark', seconds: 0, note: 'ask' },
			{ at: 3, kind: 'pause', seconds: 4.5, note: '' },
			{ at: 5, kind: 'mute', seconds: null, note: '' }
		]
	})
})

test('says of each piece who is heard, at its place in the whole', () => {
	const parts = others(1.5, [said(0, 1, 'Hello Ann.')], [gap(4, 5, 'not-recorded')])
	const { segments, gaps } = JSON.parse(String(json.write(exported([said(0, 1, 'One.'), said(3, 4, 'Two.')], [], [], parts))))
	assert.deepEqual(
		[segments.map((s: Record<string, unknown>) => [s.from, s.channel, s.text]), segments[1].words[1], gaps],
		[
			[
				[0, 'me', 'One.'],
				[1.5, 'others', 'Hello Ann.'],
				[3, 'me', 'Two.']
			],
			{ text: 'Ann.', from: 2, to: 2.5, confidence: null },
			[{ from: 5.5, to: 6.5, channel: 'others', cause: 'not-recorded' }]
		]
	)
})

test('is what its published schema says', () => {
	const schema = JSON.parse(readFileSync(new URL('../../docs/transcript.schema.json', import.meta.url), 'utf8'))
	const isValid = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema)
	const marks = (['mark', 'mute', 'pause', 'asleep'] as const).map((kind, n) => mark(kind, n, n === 0 ? null : n))
	const full = exported([{ ...said(0, 1, 'One.'), confidence: 0.5 }], [gap(4, 5, 'device-lost')], marks, others(1, [said(0, 1, 'Two.')]))
	for (const made of [full, exported([])]) assert.ok(isValid(JSON.parse(String(json.write(made)))), JSON.stringify(isValid.errors))
	assert.equal(isValid({ ...JSON.parse(String(json.write(full))), more: 1 }), false)
	for (const cause of GapCause.options) assert.ok(isValid(JSON.parse(String(json.write(exported([], [gap(0, 1, cause)]))))), cause)
})
