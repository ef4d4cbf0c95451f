import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CALLED, calledSpeakers } from './call-speakers.ts'

const names = (...all: readonly (readonly [string, string])[]) => all.map(([id, name]) => ({ id, name }))
const nobody: ReadonlySet<string> = new Set()

test('who was found is called by his number, in the user’s language', () => {
	assert.deepEqual(calledSpeakers([], ['s2', 's1', 's2'], nobody, CALLED), names(['s1', 'Speaker 1'], ['s2', 'Speaker 2']))
	assert.deepEqual(calledSpeakers([], ['s1'], nobody, '说话人 #'), names(['s1', '说话人 1']))
})

test('names that the user gave stay, also of who is not heard any more; ours go', () => {
	const before = names(['her', 'Anna'], ['s1', 'Ben'], ['s2', 'Speaker 2'], ['s3', 'Cleo'], ['s4', 'Speaker 4'])
	assert.deepEqual(
		calledSpeakers(before, ['s1', 's5'], new Set(['s4']), CALLED),
		names(['her', 'Anna'], ['s1', 'Ben'], ['s3', 'Cleo'], ['s4', 'Speaker 4'], ['s5', 'Speaker 5'])
	)
})
