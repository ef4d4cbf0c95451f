import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, ok, type Result } from '../protocol/problem.ts'

/** A model that this engine can load: a folder of the models folder, with these files. */
export interface SherpaModel {
	readonly id: string
	/** What people call it. */
	readonly name: string
	readonly language: string
	readonly files: readonly string[]
	/** Lines of `tokens.txt`. One line short is no error for the library: words are missing then. */
	readonly tokens: number
	/** For the record. */
	readonly origin: string
}

export const SHERPA_MODELS: readonly SherpaModel[] = [
	{
		id: 'moonshine-tiny-en',
		name: 'Moonshine tiny',
		language: 'en',
		files: ['encoder.onnx', 'decoder.onnx', 'tokens.txt'],
		tokens: 32_768,
		origin: '@moonshine-ai/moonshine-js 0.1.29, 8 bit'
	}
]

/** The speech detector's file, the same for all models. */
export const DETECTOR_FILE = join('silero-vad', 'silero_vad.onnx')

/**
 * Looks at the files of a model before native code does: for a missing detector the library only writes a line, and for some
 * others it ends the process. Content is not judged: that a damaged file is explained by the death it causes is tested.
 */
export async function checkModel(model: SherpaModel, modelDir: string): Promise<Result<null>> {
	for (const name of [...model.files.map(file => join(model.id, file)), DETECTOR_FILE]) {
		const path = join(modelDir, name)
		const size = await stat(path).then(
			stats => (stats.isFile() ? stats.size : -1),
			() => null
		)
		if (size === null || size < 0) {
			return fail('model-missing', `The model ${model.name} is not complete: ${name} is missing in ${modelDir}. Fetch the model again.`, {
				path
			})
		}
		if (size === 0) {
			return fail('model-empty', `The model ${model.name} is damaged: ${name} in ${modelDir} is empty. Fetch the model again.`, { path })
		}
		const readable = await open(path).then(
			async file => {
				await file.close()
				return true
			},
			() => false
		)
		if (!readable) return fail('model-unreadable', `The model ${model.name} could not be read: ${path}. May this user read it?`, { path })
	}
	const path = join(modelDir, model.id, 'tokens.txt')
	const lines = countLines(await readFile(path))
	if (lines !== model.tokens) {
		return fail(
			'model-tokens',
			`The model ${model.name} is damaged: its list of tokens has ${lines} lines instead of ${model.tokens}, words would be missing. Fetch the model again.`,
			{ path, lines, expected: model.tokens }
		)
	}
	return ok(null)
}

function countLines(bytes: Uint8Array): number {
	let lines = 0
	for (const byte of bytes) if (byte === 10) lines++
	return bytes.length > 0 && bytes.at(-1) !== 10 ? lines + 1 : lines
}
