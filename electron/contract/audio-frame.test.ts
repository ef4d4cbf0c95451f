import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mutant, seeded } from '../../native-bridge/protocol/test-random.ts'
import { type AudioFrame, decodeAudioFrame, encodeAudioFrame, FRAME_HEADER_BYTES } from './audio-frame.ts'

const recording = '0b9f3a52-7f0e-4a7e-9a53-6f0f6f0d5c11'
const frame: AudioFrame = { recording, fromSample: 1_600, samples: Int16Array.of(1, -1, 32_767, -32_768) }

test('is written byte for byte as documented', () => {
	const bytes = Buffer.from(encodeAudioFrame(frame))
	assert.deepEqual(
		[bytes.toString('latin1', 0, 4), bytes.toString('latin1', 4, 40), bytes.toString('hex', 40, 48), bytes.toString('hex', 48)],
		['HFA1', recording, '4006000000000000', '0100ffffff7f0080']
	)
})

test('gives the frame back', () => {
	const frames: AudioFrame[] = [
		frame,
		{ ...frame, fromSample: 0 },
		{ ...frame, fromSample: Number.MAX_SAFE_INTEGER },
		{ ...frame, samples: new Int16Array(160_000).fill(7) },
		// A view into a larger buffer.
		{ ...frame, samples: Int16Array.of(9, 9, 1, 2, 9).subarray(2, 4) }
	]
	for (const one of frames) {
		const { samples, ...rest } = decodeAudioFrame(encodeAudioFrame(one)) ?? assert.fail('null')
		assert.deepEqual({ ...rest, samples: [...samples] }, { ...one, samples: [...one.samples] })
	}
})

test('reads from any address, and keeps nothing of the transport’s buffer', () => {
	const shared = new Uint8Array(200)
	const bytes = shared.subarray(3, 3 + FRAME_HEADER_BYTES + 8)
	bytes.set(encodeAudioFrame(frame))
	const read = decodeAudioFrame(bytes)
	shared.fill(0)
	assert.deepEqual(read, frame)
})

test('is null for what is no frame', () => {
	const good = encodeAudioFrame(frame)
	const changed = (at: number, ...bytes: number[]) => {
		const copy = good.slice()
		copy.set(bytes, at)
		return copy
	}
	const cases: [name: string, bytes: Uint8Array][] = [
		['nothing', new Uint8Array(0)],
		['a header without samples', good.slice(0, FRAME_HEADER_BYTES)],
		['half a sample', good.slice(0, -1)],
		['a single byte of audio', good.slice(0, FRAME_HEADER_BYTES + 1)],
		['another mark', changed(3, 0x32)],
		['an id with a path in it', changed(4, 0x2e, 0x2e, 0x2f)],
		['an id with a capital', changed(4, 0x41)],
		['a place beyond all counting', changed(40, 0, 0, 0, 0, 0, 0, 0x20, 0)],
		['more than ten seconds', new Uint8Array([...good.slice(0, FRAME_HEADER_BYTES), ...new Uint8Array(160_001 * 2)])]
	]
	for (const [name, bytes] of cases) assert.equal(decodeAudioFrame(bytes), null, name)
})

const SEED = 4_711
test(`gives a whole frame or null for 10,000 injured frames, seed ${SEED}`, () => {
	const random = seeded(SEED)
	for (let n = 0; n < 10_000; n++) {
		const samples = Int16Array.from({ length: 1 + random.below(20) }, () => random.below(65_536) - 32_768)
		const bytes = mutant(encodeAudioFrame({ recording, fromSample: random.below(1_000_000), samples }), random)
		const read = decodeAudioFrame(bytes)
		if (read === null) continue
		const whole =
			/^[0-9a-f-]{36}$/.test(read.recording) &&
			Number.isSafeInteger(read.fromSample) &&
			read.fromSample >= 0 &&
			read.samples.byteLength === bytes.length - FRAME_HEADER_BYTES
		assert.ok(whole, `mutant ${n}: ${Buffer.from(bytes).toString('hex')}`)
	}
})
