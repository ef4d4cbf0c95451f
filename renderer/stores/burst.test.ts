import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBurst } from './burst.ts'

test('takes the first at once, a burst together, and what waits when something else must not overtake it', async () => {
	const taken: number[][] = []
	let time = 0
	const burst = createBurst<number>(
		all => taken.push([...all]),
		() => time
	)
	burst.add(1)
	burst.add(2)
	burst.add(3)
	assert.deepEqual(taken, [[1]])
	burst.flush()
	assert.deepEqual(taken, [[1], [2, 3]])
	time = 60
	burst.add(4)
	burst.add(5)
	assert.deepEqual(taken.at(-1), [4])
	await new Promise(resolve => setTimeout(resolve, 80))
	assert.deepEqual(taken.at(-1), [5])
	burst.flush()
	assert.equal(taken.length, 4)
})
