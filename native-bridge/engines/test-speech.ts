/** Real speech for tests: the clips of `e2e/audio`, joined, made quieter, written as journals. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { JournalReader } from '../journal/reader.ts'
import { JournalWriter } from '../journal/writer.ts'
import { samplesOf } from '../protocol/units.ts'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** The models folder of the checkout, made by `npm run setup`. */
export const MODELS = join(ROOT, 'models')

export interface Clip {
	readonly name: string
	readonly audio: Int16Array
	/** What is said. */
	readonly said: string
}

/** The five sentences, in the order of the book. */
export function clips(): Clip[] {
	const folder = join(ROOT, 'e2e', 'audio')
	const transcripts = v.parse(v.record(v.string(), v.string()), JSON.parse(readFileSync(join(folder, 'transcripts.json'), 'utf8')))
	return Object.entries(transcripts).map(([name, said]) => {
		const reader = new JournalReader(join(folder, name))
		try {
			return { name, audio: reader.read(0, reader.samples()), said }
		} finally {
			reader.close()
		}
	})
}

/** Clips one after the other, before each the silence of so many seconds. */
export function joined(parts: ReadonlyArray<{ readonly audio: Int16Array }>, pauses: readonly number[]): Int16Array {
	const pieces = parts.flatMap(({ audio }, i) => [new Int16Array(samplesOf(pauses[i % pauses.length] ?? 0)), audio])
	const out = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
	let at = 0
	for (const piece of pieces) {
		out.set(piece, at)
		at += piece.length
	}
	return out
}

/** Made quieter (or louder) by so many dB, rounded to whole samples as a quiet recording is. */
export function scaled(audio: Int16Array, db: number): Int16Array {
	return audio.map(s => Math.max(-32_768, Math.min(32_767, Math.round(s * 10 ** (db / 20)))))
}

/** White noise of a root mean square in dB below full scale; the same for the same seed. */
export function whiteNoise(samples: number, db: number, seed: number): Int16Array {
	let state = seed
	const random = () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
		return (state + 1) / 2 ** 32
	}
	const amplitude = 32_768 * 10 ** (db / 20)
	return Int16Array.from({ length: samples }, () => {
		const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random())
		return Math.max(-32_768, Math.min(32_767, Math.round(amplitude * normal)))
	})
}

/** A folder that is gone when the scope that made it ends. */
export function temporaryFolder(): { readonly path: string; [Symbol.dispose](): void } {
	const path = mkdtempSync(join(tmpdir(), 'holdfast-'))
	return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** Writes a journal into the folder and returns its path. */
export function journalOf(folder: string, audio: Int16Array, name = 'journal.wav'): string {
	const path = join(folder, name)
	const opened = JournalWriter.open(path)
	if (!opened.ok) throw new Error(opened.problem.text)
	const appended = opened.value.append(audio)
	if (!appended.ok) throw new Error(appended.problem.text)
	opened.value.close()
	return path
}
