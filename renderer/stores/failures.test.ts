import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ok } from '../../native-bridge/protocol/problem.ts'
import { createFailures } from './failures.ts'

test('tells main of what failed once, and of no more than twenty different things', () => {
	const told: object[] = []
	const failures = createFailures({
		request: async (_, params) => {
			told.push(params)
			return ok({}) as never
		}
	})
	const error = new TypeError('x is not a function')
	failures.tell('transcript', error)
	failures.tell('transcript', error)
	assert.equal(told.length, 1)
	const [{ view, error: line, stack }] = told as [{ view: string; error: string; stack: string }]
	assert.deepEqual([view, line], ['transcript', 'TypeError: x is not a function'])
	assert.match(stack, /^at /)
	for (let i = 0; i < 30; i++) failures.tell('home', `thrown ${i}`)
	assert.equal(told.length, 20)
})
