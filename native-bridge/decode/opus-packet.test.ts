import assert from 'node:assert/strict'
import { test } from 'node:test'
import { opusPacketSamples, parseOpusHead } from './opus-packet.ts'

function check(packet: readonly number[], ms: number): void {
	assert.equal(opusPacketSamples(Uint8Array.from(packet)) / 16, ms)
}

test('the length of a packet stands in its first byte, and for many frames in its second', () => {
	check([0 << 3], 10)
	check([3 << 3], 60)
	check([8 << 3], 10)
	check([11 << 3], 60)
	check([12 << 3], 10)
	check([15 << 3], 20)
	check([16 << 3], 2.5)
	check([31 << 3], 20)
	check([(31 << 3) | 1], 40)
	check([(31 << 3) | 2], 40)
	check([(31 << 3) | 3, 6], 120)
})

test('what can’t be a packet has no length', () => {
	check([], 0)
	check([(31 << 3) | 3], 0)
	check([(3 << 3) | 3, 3], 0)
})

test('an OpusHead gives what to skip in samples of 16 kHz, the gain, and the kind of streams', () => {
	const head = Buffer.from('OpusHead\x01\x02\x38\x01\x80\xbb\x00\x00\x00\xff\x00', 'latin1')
	assert.deepEqual(parseOpusHead(head), { skip: 104, gain: -256, family: 0 })
})

test('a track without an OpusHead begins with its first sample', () => {
	assert.deepEqual(parseOpusHead(null), { skip: 0, gain: 0, family: 0 })
	assert.deepEqual(parseOpusHead(Buffer.from('dOps and other things')), { skip: 0, gain: 0, family: 0 })
})
