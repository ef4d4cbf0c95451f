import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { clips, longSpeech, saidIn, samplesOfWav } from '../../e2e/speech.ts'

/** Silence after the five sentences: nothing of what follows is heard with them. */
const PAUSE = 16_000

/** At least `seconds` of speech at `path`, of which the first `known.samples` say `known.said`: the five sentences in order. */
export function knownSpeech(path: string, seconds: number): { samples: number; known: { samples: number; said: string } } {
	const five = clips.map(samplesOfWav)
	const known = five.reduce((sum, clip) => sum + clip.length, 0)
	const { samples } = longSpeech(path, Math.max(1, seconds - (known + PAUSE) / 16_000), 1)
	const rest = readFileSync(path)
	const all = samples + known + PAUSE
	const header = Buffer.from(rest.subarray(0, 44))
	header.writeUInt32LE(36 + all * 2, 4)
	header.writeUInt32LE(all * 2, 40)
	const sentences = five.map(clip => new Uint8Array(clip.buffer, clip.byteOffset, clip.byteLength))
	writeFileSync(path, Buffer.concat([header, ...sentences, Buffer.alloc(PAUSE * 2), rest.subarray(44)]))
	return { samples: all, known: { samples: known + PAUSE / 2, said: clips.map(clip => saidIn[basename(clip)] ?? '').join(' ') } }
}
