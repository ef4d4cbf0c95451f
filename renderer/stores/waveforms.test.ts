import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { Client } from '../api/client.ts'
import { createWaveformsStore } from './waveforms.ts'

test('a waveform is asked for until all of it is known, and by nobody who looks elsewhere', async () => {
	const asked: unknown[] = []
	const waiting: (() => void)[] = []
	let known = 0
	const client = {
		async request(name: string, params: unknown) {
			asked.push([name, params])
			known += 40_000
			return { ok: true, value: { levels: [known], known } }
		}
	} as unknown as Pick<Client, 'request'>
	const store = createWaveformsStore(client, run => void waiting.push(run))
	const stop = store.watch('a', 0, 96_000, 1)
	await turn()
	assert.deepEqual(store.getState().waves, { a: { levels: [40_000], known: 40_000 } })
	waiting.shift()?.()
	await turn()
	assert.deepEqual([store.getState().waves.a?.known, waiting.length, asked.length], [80_000, 0, 2])
	assert.deepEqual(asked[0], ['transcript.waveform', { transcript: 'a', from: 0, to: 96_000, columns: 1 }])
	stop()

	known = 0
	const end = store.watch('b', 0, 96_000, 1)
	await turn()
	end()
	waiting.shift()?.()
	await turn()
	assert.equal(asked.length, 3)
})
