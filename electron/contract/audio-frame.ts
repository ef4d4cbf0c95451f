/** Microphone audio on its way to main: one binary frame a chunk. */
import { CHUNK_SAMPLES, SAMPLE_RATE } from '../../native-bridge/protocol/units.ts'

/** How the page must deliver it: mono s16 at `sampleRate` samples per second, `chunkSamples` a frame (the last may be shorter). */
export const MICROPHONE = { sampleRate: SAMPLE_RATE, chunkSamples: CHUNK_SAMPLES } as const

/** `HFA1`, 36 bytes of recording id in ASCII, u64le first sample, then s16le samples. */
export const FRAME_HEADER_BYTES = 48
const MAGIC = 'HFA1'
/** 10 s: no honest chunk is longer, and a liar may not make main allocate much. */
const MOST_SAMPLES = 160_000

export interface AudioFrame {
	readonly recording: string
	/** Where in the recording the first sample lies: the chunk's number, in samples. */
	readonly fromSample: number
	readonly samples: Int16Array
}

export function encodeAudioFrame(frame: AudioFrame): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(FRAME_HEADER_BYTES + frame.samples.byteLength)
	const encoder = new TextEncoder()
	encoder.encodeInto(MAGIC, bytes)
	encoder.encodeInto(frame.recording, bytes.subarray(4, 40))
	new DataView(bytes.buffer).setBigUint64(40, BigInt(frame.fromSample), true)
	bytes.set(new Uint8Array(frame.samples.buffer, frame.samples.byteOffset, frame.samples.byteLength), FRAME_HEADER_BYTES)
	return bytes
}

/** The frame, or null when the bytes are not one. */
export function decodeAudioFrame(bytes: Uint8Array): AudioFrame | null {
	const body = bytes.length - FRAME_HEADER_BYTES
	if (body < 2 || body % 2 !== 0 || body / 2 > MOST_SAMPLES) return null
	const ascii = (from: number, to: number) => new TextDecoder('latin1').decode(bytes.subarray(from, to))
	if (ascii(0, 4) !== MAGIC) return null
	const recording = ascii(4, 40)
	if (!/^[0-9a-f-]{36}$/.test(recording)) return null
	const from = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getBigUint64(40, true)
	if (from > BigInt(Number.MAX_SAFE_INTEGER)) return null
	// Copied: the view may sit at an odd address, and the transport reuses its buffer.
	const samples = new Int16Array(body / 2)
	new Uint8Array(samples.buffer).set(bytes.subarray(FRAME_HEADER_BYTES))
	return { recording, fromSample: Number(from), samples }
}
