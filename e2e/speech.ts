/** Real speech for tests: the five clips, and long files made of them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = new URL('audio/', import.meta.url)

/** Paths of the five clips, in order. */
export const clips: readonly string[] = readdirSync(folder)
	.filter(name => name.endsWith('.wav'))
	.sort()
	.map(name => fileURLToPath(new URL(name, folder)))

/** What is said in each, by file name. */
export const saidIn: Readonly<Record<string, string>> = JSON.parse(readFileSync(new URL('transcripts.json', folder), 'utf8'))

/** Samples of a 16 kHz mono WAV with a plain 44-byte header, as the clips have. */
export function samplesOfWav(path: string): Int16Array {
	const bytes = readFileSync(path)
	return new Int16Array(new Uint8Array(bytes.subarray(44)).buffer)
}

/** Two clips as the channels of one WAV, as long as the longer. */
export function sideBySide(left: string, right: string): Buffer {
	const [one, other] = [samplesOfWav(left), samplesOfWav(right)]
	const samples = Math.max(one.length, other.length)
	const bytes = Buffer.alloc(44 + samples * 4)
	readFileSync(left).copy(bytes, 0, 0, 44)
	bytes.writeUInt32LE(36 + samples * 4, 4)
	bytes.writeUInt16LE(2, 22)
	bytes.writeUInt32LE(64_000, 28)
	bytes.writeUInt16LE(4, 32)
	bytes.writeUInt32LE(samples * 4, 40)
	for (let n = 0; n < samples; n++) {
		bytes.writeInt16LE(one[n] ?? 0, 44 + n * 4)
		bytes.writeInt16LE(other[n] ?? 0, 46 + n * 4)
	}
	return bytes
}

/** A generator of numbers in [0, 1) that gives the same ones for the same seed (mulberry32, public domain). */
export function seeded(seed: number): () => number {
	let state = seed
	return () => {
		state = (state + 0x6d2b79f5) | 0
		let t = Math.imul(state ^ (state >>> 15), 1 | state)
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
	}
}

/** At least `seconds` of speech: clips in a seeded order with pauses of 0.3–2.5 s between. Written to `path` as WAV. */
export function longSpeech(path: string, seconds: number, seed: number): { samples: number; said: string } {
	const random = seeded(seed)
	const parts: Int16Array[] = []
	const said: string[] = []
	let samples = 0
	while (samples < seconds * 16_000) {
		const clip = clips[Math.floor(random() * clips.length)] ?? ''
		const speech = samplesOfWav(clip)
		const pause = new Int16Array(Math.round((0.3 + random() * 2.2) * 16_000))
		parts.push(speech, pause)
		said.push(saidIn[clip.split('/').at(-1) ?? ''] ?? '')
		samples += speech.length + pause.length
	}
	const header = readFileSync(clips[0] ?? '').subarray(0, 44)
	const head = Buffer.from(header)
	head.writeUInt32LE(36 + samples * 2, 4)
	head.writeUInt32LE(samples * 2, 40)
	writeFileSync(path, Buffer.concat([head, ...parts.map(part => new Uint8Array(part.buffer, part.byteOffset, part.byteLength))]))
	return { samples, said: said.join(' ') }
}
