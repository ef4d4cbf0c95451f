import assert from 'node:assert/strict'
import { test } from 'node:test'
import OpusScript from 'opusscript'
import { loadOpus, OpusVoice } from './opus.ts'
import { likeness, SPEECH } from './test-media.ts'
import { Timeline } from './timeline.ts'

const FRAME = 320

/** The speech as Opus packets of 20 ms. */
function encoded(): Buffer[] {
	const opus = new OpusScript(16_000, 1)
	opus.setBitrate(32_000)
	const packets: Buffer[] = []
	for (let at = 0; at + FRAME <= SPEECH.length; at += FRAME) {
		const frame = SPEECH.slice(at, at + FRAME)
		packets.push(opus.encode(Buffer.from(frame.buffer), FRAME))
	}
	opus.delete()
	return packets
}

/** Everything that comes of these packets, each dated `FRAME` after the one before. */
async function decode(packets: readonly Uint8Array[], gain = 0) {
	const timeline = new Timeline(null)
	const voice = new OpusVoice((await loadOpus())(), { skip: 0, gain, family: 0 }, timeline)
	const out: number[] = []
	packets.forEach((data, n) => {
		for (const piece of voice.decode({ data, at: n * FRAME, trim: 0 })) out.push(...piece)
	})
	voice.close()
	return { samples: Int16Array.from(out), gaps: timeline.gaps, counts: voice.tally.counts }
}

test('packets become the speech they were made of', async () => {
	const { samples, gaps, counts } = await decode(encoded())
	assert.deepEqual({ gaps, counts }, { gaps: [], counts: { all: 149, bad: 0, tail: 0 } })
	// libopus delays by 104 samples at 16 kHz, which an OpusHead would name.
	assert.ok(likeness(samples.subarray(104), SPEECH) > 0.9)
})

test('a packet that can’t be decoded is silence of its length, and the next one is heard', async () => {
	const packets = encoded()
	const whole = await decode(packets)
	const bad = packets.map((packet, n) =>
		n === 50 || n === 51 ? Uint8Array.from([packet[0] ?? 0, ...new Array<number>(1_300).fill(0xff)]) : packet
	)
	const { samples, gaps, counts } = await decode(bad)
	assert.deepEqual(counts, { all: 149, bad: 2, tail: 0 })
	assert.deepEqual(gaps, [{ from: 50 * FRAME, to: 52 * FRAME, cause: 'damaged' }])
	assert.equal(samples.length, whole.samples.length)
	assert.ok(likeness(samples.subarray(60 * FRAME), whole.samples.subarray(60 * FRAME)) > 0.95)
})

test('a packet larger than the library’s buffer is not given to it', async () => {
	const packets = encoded()
	const { gaps, counts } = await decode([...packets.slice(0, 10), new Uint8Array(5_000), ...packets.slice(11, 20)])
	assert.equal(counts.bad, 1)
	assert.equal(gaps.length, 1)
})

test('an empty packet adds no sound of its own', async () => {
	const packets = encoded()
	const { samples } = await decode([...packets.slice(0, 10), new Uint8Array(), ...packets.slice(10, 20)])
	assert.equal(samples.length, 20 * FRAME)
})

test('the gain that a file asks for is applied', async () => {
	const loud = (await decode(encoded())).samples
	const soft = (await decode(encoded(), -6 * 256)).samples
	const at = loud.findIndex(sample => sample > 3_000)
	assert.ok(at > 0)
	assert.ok(Math.abs((soft[at] ?? 0) / (loud[at] ?? 1) - 0.501) < 0.01, `${soft[at]} of ${loud[at]}`)
})

test('instances are given back: a thousand files after each other decode well', async () => {
	const [first = new Uint8Array()] = encoded()
	for (let i = 0; i < 1_000; i++) assert.equal((await decode([first])).samples.length, FRAME)
})
