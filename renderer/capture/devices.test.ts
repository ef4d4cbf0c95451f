import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemChoiceOf } from './devices.ts'

const device = (deviceId: string, groupId: string, label = deviceId) => ({ deviceId, groupId, label })

test('another default device is another choice; another device beside it is not', () => {
	const usb = [device('default', 'g1', 'Default – USB'), device('u', 'g1'), device('b', 'g2')]
	const builtIn = [device('default', 'g2', 'Default – built in'), device('u', 'g1'), device('b', 'g2')]
	assert.notEqual(systemChoiceOf(usb), systemChoiceOf(builtIn))
	assert.equal(systemChoiceOf(usb), systemChoiceOf(usb.slice(0, 2)))
})

test('where the default is not listed by itself it is the first; before permission nothing is known', () => {
	assert.equal(systemChoiceOf([device('u', 'g1'), device('b', 'g2')]), systemChoiceOf([device('u', 'g1')]))
	assert.deepEqual([systemChoiceOf([device('u', '', '')]), systemChoiceOf([])], [null, null])
})
