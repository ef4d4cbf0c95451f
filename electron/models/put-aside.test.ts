import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Wishes } from '../../native-bridge/protocol/messages.ts'
import { putAside, withoutRisk } from './put-aside.ts'

const model = { name: 'B', heeds: ['hotwords', 'numbers'] } as const
const wishes = (hotwords: string[], numbers: boolean): Wishes => ({ language: 'en', hotwords, numbers })

test('only wishes for which something is loaded are a risk', () => {
	const all = wishes(['Holdfast'], true)
	assert.equal(withoutRisk(all, { heeds: [] }), null)
	assert.deepEqual(withoutRisk(all, { heeds: ['hotwords'] }), wishes([], true))
	assert.deepEqual(withoutRisk(all, { heeds: ['hotwords', 'numbers'] }), wishes([], false))
	assert.equal(withoutRisk(wishes([], false), { heeds: ['hotwords', 'numbers'] }), null)
})

test('what was wished anew is put aside beside what lies there, and the rest stays', () => {
	const before = { hotwords: ['old', 'new'], numbers: true, wishesAside: { model: 'A', hotwords: ['older'], numbers: false } }
	const put = putAside(before, wishes(['old', 'new'], true), wishes(['old'], true), model)
	assert.deepEqual(put?.settings, {
		hotwords: ['old'],
		numbers: true,
		wishesAside: { model: 'B', hotwords: ['older', 'new'], numbers: false }
	})
	assert.deepEqual(put?.problem.facts, { model: 'B', words: 1, numbers: 'no' })
	const numbers = putAside({ ...before, wishesAside: null }, wishes(['old', 'new'], true), wishes(['old', 'new'], false), model)
	assert.deepEqual(numbers?.settings, {
		hotwords: ['old', 'new'],
		numbers: false,
		wishesAside: { model: 'B', hotwords: [], numbers: true }
	})
	assert.match(numbers?.problem.text ?? '', /with the rules for numbers\./)
})

test('wishing less is never what an engine can’t be loaded with', () => {
	const before = { hotwords: [], numbers: false, wishesAside: null }
	assert.equal(putAside(before, wishes([], false), wishes(['old'], true), model), null)
	// Of what comes to nothing with this model nothing is loaded.
	assert.equal(putAside(before, wishes(['new'], true), wishes([], false), { name: 'B', heeds: [] }), null)
})
