import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RecordKeys } from './record-keys.ts'

function stage(taken: string) {
	const done: string[] = []
	const keys = new RecordKeys(
		{
			register: (accelerator, pressed) => {
				if (accelerator === 'F20') throw new TypeError('no such key')
				done.push(`register ${accelerator}`)
				if (accelerator !== taken) pressed()
				return accelerator !== taken
			},
			unregister: accelerator => void done.push(`unregister ${accelerator}`)
		},
		() => done.push('pressed')
	)
	return { keys, done }
}

test('new keys take the place of the old ones, and none takes them away', () => {
	const { keys, done } = stage('F1')
	assert.equal(keys.set(null), null)
	assert.equal(keys.set('F9'), null)
	assert.equal(keys.set('F9'), null)
	assert.equal(keys.set('Alt+F9'), null)
	assert.equal(keys.set(null), null)
	assert.deepEqual(done, ['register F9', 'pressed', 'unregister F9', 'register Alt+F9', 'pressed', 'unregister Alt+F9'])
})

test('keys that another program has, or that the system does not know, are said; the same ones can be tried again', () => {
	const { keys, done } = stage('F1')
	assert.equal(keys.set('F1')?.code, 'keys-refused')
	assert.equal(keys.set('F1')?.facts.keys, 'F1')
	assert.equal(keys.set('F20')?.code, 'keys-refused')
	assert.equal(keys.set(null), null)
	assert.deepEqual(done, ['register F1', 'register F1'])
})
