import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ModelDescription } from '../../../native-bridge/protocol/model.ts'
import { fail, ok, type Result } from '../../../native-bridge/protocol/problem.ts'
import { type Found, guessKind } from './guess-kind.ts'
import { readMetadata } from './onnx-metadata.ts'

/** What a folder of files is, as a model. Its languages nobody told: `mul`, or what its name says. Problem: `model-unrecognised`. */
export async function recognise(folder: string, name: string): Promise<Result<ModelDescription>> {
	const files = await Promise.all((await readdir(folder)).map(async file => await look(folder, file)))
	const guess = guessKind(
		files.filter(file => file !== null),
		name
	)
	if (guess === null)
		return fail(
			'model-unrecognised',
			`In “${name}” there is no speech model that Holdfast knows. It needs the networks (.onnx or .ort) and tokens.txt, as they are published for sherpa-onnx.`,
			{ name }
		)
	return ok({ name: readable(name), ...guess, languages: languagesIn(name), tokens: null, origin: name })
}

async function look(folder: string, name: string): Promise<Found | null> {
	const path = join(folder, name)
	const stats = await stat(path)
	if (!stats.isFile()) return null
	return { name, bytes: stats.size, metadata: name.endsWith('.onnx') ? await readMetadata(path) : null }
}

/** `sherpa-onnx-whisper-tiny.tar.bz2` is called “whisper-tiny”. */
export function readable(name: string): string {
	const short = name.replace(/\.(tar\.(bz2|gz)|tar|zip|tbz2?|tgz)$/i, '').replace(/^sherpa-onnx-/, '')
	return short.trim().slice(0, 80) || 'Model'
}

/** Languages that stand in an archive's name as its makers write them (`-zh-en-`). */
export function languagesIn(name: string): string[] {
	const known = new Set('en zh de es ru ko fr ja pt it vi uk ar yue th id nl pl tr cs bn'.split(' '))
	const found = readable(name)
		.toLowerCase()
		.split(/[-_.]/)
		.filter(part => known.has(part))
	return found.length > 0 ? [...new Set(found)] : ['mul']
}

/** Lines of a list of tokens, read by a stream. */
export async function countLines(path: string): Promise<number> {
	let [lines, last] = [0, 10]
	for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
		for (const byte of chunk) if (byte === 10) lines++
		last = chunk.at(-1) ?? last
	}
	return last === 10 ? lines : lines + 1
}
