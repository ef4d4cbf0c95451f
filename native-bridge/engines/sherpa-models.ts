import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Kind } from '../kinds/kind.ts'
import { kindOf } from '../kinds/registry.ts'
import { MODEL_FILE, type ModelDescription, type ModelFile, parseModel } from '../protocol/model.ts'
import { fail, ok, type Result } from '../protocol/problem.ts'

/** A model that can be loaded: the folder `id` of the models folder, in which everything is that its kind needs. */
export interface SherpaModel extends ModelDescription {
	readonly id: string
	readonly itsKind: Kind
	readonly folder: string
	/** The path of its file of that role; asked only for roles that the kind needs. */
	readonly file: (role: string) => string
	/** The paths of all files of a role, in their order. */
	readonly all: (role: string) => string[]
}

/** The speech detector's file, the same for all models. */
export const DETECTOR_FILE = join('silero-vad', 'silero_vad.onnx')

/**
 * Looks at the files of a model before native code does: for a missing detector the library only writes a line, and for some
 * others it ends the process. Sizes are compared where model.json gives them. Content is not judged: that a damaged file is explained by the
 * death it causes is tested.
 */
export async function findModel(engine: string, id: string, modelDir: string): Promise<Result<SherpaModel>> {
	const found = await findFiles(id, modelDir, model => (model.engine === engine ? (kindOf(model)?.files ?? null) : null))
	if (!found.ok) return found
	const kind = kindOf(found.value)
	if (!kind) throw new Error(`A kind that is known isn’t: ${found.value.kind}`)
	const { name, all } = found.value
	const detector = await checkFile(name, join(modelDir, DETECTOR_FILE), DETECTOR_FILE)
	if (!detector.ok) return detector
	const tokens = await checkTokens(found.value, all('tokens')[0])
	if (!tokens.ok) return tokens
	return ok({ ...found.value, itsKind: kind })
}

/** What is in a model's folder, before it is known to be of any use. */
export type FoundModel = Omit<SherpaModel, 'itsKind'>

/**
 * The model in the folder `id` with all files that it is to have. `needed`: the roles of those that it can't do without; null: it is of no kind
 * that can be loaded.
 */
export async function findFiles(
	id: string,
	modelDir: string,
	needed: (model: ModelDescription) => readonly string[] | null
): Promise<Result<FoundModel>> {
	const folder = join(modelDir, id)
	const described = await readDescription(id, folder)
	if (!described.ok) return described
	const model = described.value
	const roles = needed(model)
	if (roles === null)
		return fail(
			'model-unknown',
			`The model ${model.name} is of a kind that this Holdfast can’t load (${model.engine}, ${model.kind}). Choose another model.`,
			{ model: model.name, kind: `${model.engine}, ${model.kind}` }
		)
	const ofRole = (role: string) => model.files.filter(file => file.role === role).map(file => join(folder, file.name))
	const lacking = roles.find(role => ofRole(role).length === 0)
	if (lacking !== undefined)
		return fail(
			'model-missing',
			`The model ${model.name} is not complete: its ${MODEL_FILE} names no file for “${lacking}”, which its kind (${model.kind}) needs. Fetch the model again.`,
			{ model: model.name, kind: model.kind, name: `${MODEL_FILE}: ${lacking}` }
		)
	for (const file of model.files) {
		const there = await checkFile(model.name, join(folder, file.name), join(id, file.name), file.bytes)
		if (!there.ok) return there
	}
	return ok({ ...model, id, folder, file: role => ofRole(role)[0] ?? '', all: ofRole })
}

/** Compares each file of a model with the sum that its model.json gives, where it gives one; the problem names the first that differs. */
export async function checkModel(
	model: { readonly name: string; readonly files: readonly ModelFile[] },
	folder: string
): Promise<Result<null>> {
	for (const { name, bytes, sha256 } of model.files) {
		const path = join(folder, name)
		const there = await checkFile(model.name, path, name, bytes)
		if (!there.ok) return there
		if (sha256 === undefined) continue
		const hash = createHash('sha256')
		try {
			await pipeline(createReadStream(path), hash)
		} catch {
			return unreadable(model.name, path)
		}
		if (hash.digest('hex') !== sha256)
			return fail(
				'model-changed',
				`The model ${model.name} is damaged: ${name} is not the file that was installed (its SHA-256 differs). Fetch the model again.`,
				{ model: model.name, path, name }
			)
	}
	return ok(null)
}

async function readDescription(id: string, folder: string): Promise<Result<ModelDescription>> {
	const path = join(folder, MODEL_FILE)
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

async function checkTokens(model: ModelDescription, path: string | undefined): Promise<Result<null>> {
	if (model.tokens === null || path === undefined) return ok(null)
	const lines = countLines(await readFile(path))
	if (lines === model.tokens) return ok(null)
	return fail(
		'model-tokens',
		`The model ${model.name} is damaged: its list of tokens has ${lines} lines instead of ${model.tokens}, words would be missing. Fetch the model again.`,
		{ model: model.name, path, lines, expected: model.tokens }
	)
}

async function checkFile(model: string, path: string, name: string, bytes?: number): Promise<Result<null>> {
	const size = await stat(path).then(
		stats => (stats.isFile() ? stats.size : -1),
		() => null
	)
	if (size === null || size < 0) return missing(model, path, name)
	if (size === 0)
		return fail('model-empty', `The model ${model} is damaged: ${name} is empty. Fetch the model again.`, { model, path, name })
	if (bytes !== undefined && size !== bytes)
		return fail('model-size', `The model ${model} is damaged: ${name} has ${size} bytes instead of ${bytes}. Fetch the model again.`, {
			model,
			path,
			name,
			size,
			expected: bytes
		})
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
