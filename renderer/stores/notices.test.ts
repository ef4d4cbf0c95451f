import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addNotice } from './notices.ts'

test('says the same thing once, and no more than three things', () => {
	const notice = (id: number, text: string) => ({ id, problem: { code: 'c', facts: {}, text }, at: id, times: 1 })
	const notices = ['a', 'b', 'a', 'c', 'd'].reduce(
		(all, text, id) => [...addNotice(all, notice(id, text))],
		[] as ReturnType<typeof notice>[]
	)
	assert.deepEqual(
		notices.map(each => `${each.problem.text}${each.times}`),
		['b1', 'c1', 'd1']
	)
	assert.equal(addNotice([notice(1, 'a')], notice(2, 'a'))[0]?.times, 2)
})
