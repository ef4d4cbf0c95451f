import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askedBy } from './list-keys.ts'

const bare = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }
const asked = (key: string, more: Partial<typeof bare> = {}) => askedBy({ ...bare, key, ...more })

test('keys of the list', () => {
	assert.deepEqual(asked('ArrowDown'), { is: 'move', to: 'next', select: false })
	assert.deepEqual(asked('ArrowUp', { shiftKey: true }), { is: 'move', to: 'previous', select: true })
	assert.deepEqual(asked('A', { ctrlKey: true }), { is: 'all' })
	assert.deepEqual(asked('z', { metaKey: true }), { is: 'undo' })
	assert.deepEqual(asked('*', { shiftKey: true }), { is: 'favourite' })
	assert.deepEqual(asked('F2'), { is: 'rename' })
	assert.deepEqual(asked('Delete'), { is: 'trash' })
})

test('keys that are others’', () => {
	assert.deepEqual(
		[
			asked('F2', { shiftKey: true }),
			asked('k', { ctrlKey: true }),
			asked('Z', { ctrlKey: true, shiftKey: true }),
			asked('ArrowDown', { altKey: true }),
			asked('x'),
			asked('e', { ctrlKey: true }),
			asked('toString')
		],
		[null, null, null, null, null, null, null]
	)
})
