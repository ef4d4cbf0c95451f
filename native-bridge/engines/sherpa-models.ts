import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { MODEL_FILE, type ModelDescription, parseModel } from '../protocol/model.ts'
import { fail, ok, type Result } from '../protocol/problem.ts'

/** A model that this engine can load: the folder `id` of the models folder. */
export interface SherpaModel extends ModelDescription {
	readonly id: string
}

/** Kinds that this engine knows to configure, and the files each needs by these names. */
const KINDS: Readonly<Record<string, readonly string[]>> = { moonshine: ['encoder.onnx', 'decoder.onnx', 'tokens.txt'] }

/** The speech detector's file, the same for all models. */
export const DETECTOR_FILE = join('silero-vad', 'silero_vad.onnx')

/**
 * Looks at the files of a model before native code does: for a missing detector the library only writes a line, and for some
 * others it ends the process. Content is not judged: that a damaged file is explained by the death it causes is tested.
 */
export async function findModel(id: string, modelDir: string): Promise<Result<SherpaModel>> {
	const described = await readDescription(id, modelDir)
	if (!described.ok) return described
	const model = { ...described.value, id }
	const needed = KINDS[model.kind]
	if (model.engine !== 'sherpa' || !needed)
		return fail(
			'model-unknown',
			`The model ${model.name} is of a kind that this Holdfast can’t load (${model.engine}, ${model.kind}). Choose another model.`,
			{ model: model.name, kind: `${model.engine}, ${model.kind}` }
		)
	for (const name of [...needed.map(file => join(id, file)), DETECTOR_FILE]) {
		const there = await checkFile(model.name, join(modelDir, name), name)
		if (!there.ok) return there
	}
	if (model.tokens === null) return ok(model)
	const path = join(modelDir, id, 'tokens.txt')
	const lines = countLines(await readFile(path))
	if (lines === model.tokens) return ok(model)
	return fail(
		'model-tokens',
		`The model ${model.name} is damaged: its list of tokens has ${lines} lines instead of ${model.tokens}, words would be missing. Fetch the model again.`,
		{ model: model.name, path, lines, expected: model.tokens }
	)
}

async function readDescription(id: string, modelDir: string): Promise<Result<ModelDescription>> {
	const path = join(modelDir, id, MODEL_FILE)
	let text: string
	try {
		text = await readFile(path, 'utf8')
	} catch (error) {
		const { code = 'unknown' } = error as NodeJS.ErrnoException
		return code === 'ENOENT' || code === 'ENOTDIR' ? missing(id, path, MODEL_FILE) : unreadable(id, path)
	}
	const model = parseModel(text)
	if (model) return ok(model)
	return fail('model-damaged', `The model ${id} is damaged: ${MODEL_FILE} does not say what it is. Fetch the model again.`, {
		model: id,
		reason: MODEL_FILE
	})
}

async function checkFile(model: string, path: string, name: string): Promise<Result<null>> {
	const size = await stat(path).then(
		stats => (stats.isFile() ? stats.size : -1),
		() => null
	)
	if (size === null || size < 0) return missing(model, path, name)
	if (size === 0)
		return fail('model-empty', `The model ${model} is damaged: ${name} is empty. Fetch the model again.`, { model, path, name })
	const readable = await open(path).then(
		async file => {
			await file.close()
			return true
		},
		() => false
	)
	return readable ? ok(null) : unreadable(model, path)
}

function missing(model: string, path: string, name: string) {
	return fail('model-missing', `The model ${model} is not complete: ${name} is missing. Fetch the model again.`, { model, path, name })
}

function unreadable(model: string, path: string) {
	return fail('model-unreadable', `The model ${model} could not be read: ${path}. May this user read it?`, { model, path })
}

function countLines(bytes: Uint8Array): number {
	let lines = 0
	for (const byte of bytes) if (byte === 10) lines++
	return bytes.length > 0 && bytes.at(-1) !== 10 ? lines + 1 : lines
}
