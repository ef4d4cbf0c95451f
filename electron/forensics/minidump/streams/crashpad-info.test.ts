import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDump } from '../read.ts'
import { SynthDump } from '../test-synth.ts'
import { joinPieces } from './crashpad-info.ts'

test('notes of the process and its modules come together, and the process has the last word', () => {
	const bytes = new SynthDump()
		.crashpad({ prod: 'Electron', both: 'process' }, { simple: 'one', both: 'module' }, { object: 'größer', long__1: 'ab', long__2: 'cd' })
		.bytes()
	const { dump, problems } = readDump(bytes)
	assert.deepEqual(problems, [])
	assert.equal(dump.crashpad?.reportId, '00112233445566778899AABBCCDDEEFF')
	assert.deepEqual(Object.fromEntries(dump.crashpad?.annotations ?? []), {
		prod: 'Electron',
		both: 'process',
		simple: 'one',
		object: 'größer',
		long: 'abcd'
	})
})

test('pieces of a long note are joined in order, and only where they are pieces', () => {
	const check = (from: Record<string, string>, to: Record<string, string>) =>
		assert.deepEqual(Object.fromEntries(joinPieces(new Map(Object.entries(from)))), to)
	check({ a__2: 'y', a__1: 'x' }, { a: 'xy' })
	check({ a__1: 'x', a__3: 'z' }, { a: 'x' })
	check({ a: '1', a__1: 'x' }, { a: '1', a__1: 'x' })
	check({ a__2: 'y' }, { a__2: 'y' })
	check({ a__b: 'y', __1: 'z' }, { a__b: 'y', __1: 'z' })
})
