import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fail } from '../../native-bridge/protocol/problem.ts'
import { idOf } from '../ledger/test-ledger.ts'
import { roomFor } from './room.ts'
import { decoded, decodeEnded, jobs } from './test-jobs.ts'

const [A, B] = [idOf(1), idOf(2)]
const facts = (duration: number | null) => ({
	...{ container: 'WAV', codec: null, channels: null, sampleRate: null, duration, video: false, decoder: 'node-av' },
	...{ tracks: [], track: null, recordedAt: null, bytes: null, changedAt: null }
})

test('a second of sound takes 32,000 bytes, and what is there already none', () => {
	assert.deepEqual([roomFor(10, 0), roomFor(10, 40_000), roomFor(10, 500_000), roomFor(null, 0)], [320_000, 240_000, 0, 0])
})

test('a file for whose sound there is no room waits, says so, and lets others go before it', async context => {
	const { runner, addFile, attempt, told, state, ledger, wants } = await jobs(context)
	addFile(A)
	addFile(B)
	wants.room = 1_000_000
	told()
	runner.message({ type: 'opened', attempt: attempt('decode'), facts: facts(3_600) })
	assert.deepEqual(
		[state(A, B), told()],
		[
			['queued', 'decoding'],
			['decoder cancel', 'decoder decode 2']
		]
	)
	const { problem } = ledger.get(A) ?? assert.fail()
	assert.deepEqual([problem?.code, problem?.facts], ['no-room', { megabytes: 115 }])

	runner.message({ type: 'opened', attempt: attempt('decode'), facts: facts(10) })
	runner.message(decodeEnded(attempt('decode'), 160_000))
	runner.message({ type: 'transcribed', attempt: attempt('transcribe'), cursor: 160_000 })
	told()
	runner.lookForRoom()
	assert.deepEqual([state(A, B), told()], [['queued', 'done'], []])

	wants.room = 200_000_000
	runner.lookForRoom()
	runner.message({ type: 'opened', attempt: attempt('decode'), facts: facts(3_600) })
	assert.deepEqual([state(A), told(), ledger.get(A)?.problem], [['decoding'], ['decoder decode 1'], null])
})

test('a disk that fills while a file is read makes it wait too, and it goes on where it was', async context => {
	const { runner, addFile, attempt, told, state, wants, ledger } = await jobs(context)
	addFile(A)
	runner.message(decoded(attempt('decode'), 16_000))
	wants.room = 0
	told()
	runner.message({ type: 'failed', attempt: attempt('decode'), problem: fail('disk-full', 'The disk is full.').problem })
	assert.deepEqual([state(A), ledger.get(A)?.problem?.code], [['queued'], 'no-room'])
	runner.lookForRoom()
	assert.deepEqual(state(A), ['queued'])
	wants.room = 6_000_000
	runner.lookForRoom()
	assert.deepEqual([state(A), told().includes('decoder decode 1')], [['decoding'], true])
})
