import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OnlineRecognizer } from 'sherpa-onnx-node'
import { Hearing } from './streaming-hearing.ts'

/** The library, which needs so many rounds for what it was fed. */
function library(rounds: number, did: string[]): OnlineRecognizer {
	let left = rounds
	return {
		createStream: () => ({ acceptWaveform: () => {} }),
		isReady: () => left > 0,
		decode: () => {
			left--
			did.push('round')
		},
		getResult: () => ({ text: ' said ', tokens: [] }),
		isEndpoint: () => false
	} as unknown as OnlineRecognizer
}

test('listens to much at once: between two rounds others have their turn, so that the process answers', async () => {
	const did: string[] = []
	const hearing = new Hearing(library(3, did))
	const others = () => {
		did.push('other')
		if (did.length < 6) setImmediate(others)
	}
	setImmediate(others)
	await hearing.decode()
	assert.deepEqual(did.slice(0, 4), ['round', 'other', 'round', 'other'])
	assert.deepEqual([did.filter(what => what === 'round').length, hearing.text], [3, 'said'])
})
