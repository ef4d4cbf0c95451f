import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { kindOf } from '../../native-bridge/kinds/registry.ts'
import { SPEAKERS_ENGINE } from '../../native-bridge/kinds/speakers.ts'
import { MODEL_FILE, type ModelDescription, parseModel } from '../../native-bridge/protocol/model.ts'

export interface InstalledModel {
	/** Its folder's name, by which engines are told to load it. */
	readonly id: string
	readonly name: string
	readonly engine: string
	/** What it is for: to write what is said, or to tell who says it. */
	readonly purpose: 'text' | 'speakers'
	/** The first of `languages`. */
	readonly language: string
	readonly languages: readonly string[]
	/** Its files on disk. */
	readonly bytes: number
	/** For which wishes something beside the recogniser is loaded with it; left out: for none. */
	readonly heeds?: ReadonlyArray<'hotwords' | 'numbers'>
	/** Whether sums of its files are known. */
	readonly verifiable: boolean
	/** The models folder that it lies in. */
	readonly modelDir: string
}

/**
 * The models in that folder by name: each folder that says what it is and has all that it says it needs. Read anew each time (a few
 * `stat` calls), so that what was put there or taken away is known at once. Whether a file is whole shows only when it is loaded.
 */
export function installedModels(modelsDir: string): InstalledModel[] {
	return foldersOf(modelsDir)
		.flatMap(id => modelIn(modelsDir, id) ?? [])
		.sort(byName)
}

export function byName(a: InstalledModel, b: InstalledModel): number {
	return a.name.localeCompare(b.name) || a.id.localeCompare(b.id)
}

function foldersOf(path: string): string[] {
	try {
		// What is just coming or going has a name that begins with a dot.
		return readdirSync(path).filter(name => !name.startsWith('.'))
	} catch {
		// No models folder, no models: the engine says so when it is to load one.
		return []
	}
}

function modelIn(modelDir: string, id: string): InstalledModel | null {
	const folder = join(modelDir, id)
	try {
		const described = parseModel(readFileSync(join(folder, MODEL_FILE), 'utf8'))
		if (!described) return null
		const bytes = described.files.reduce((sum, file) => sum + statSync(join(folder, file.name)).size, 0)
		const { name, engine, languages, files } = described
		const verifiable = files.length > 0 && files.every(file => file.sha256 !== undefined)
		const purpose = engine === SPEAKERS_ENGINE ? 'speakers' : 'text'
		const heeds = heededBy(described)
		return { id, name, engine, purpose, heeds, language: languages[0] ?? 'und', languages, bytes, verifiable, modelDir }
	} catch {
		// Not a model, or one that is just being put there or taken away.
		return null
	}
}

function heededBy(model: ModelDescription): NonNullable<InstalledModel['heeds']> {
	const rules = model.files.some(({ role }) => role === 'rule-fst' || role === 'rule-far')
	return [...(kindOf(model)?.abilities.hotwords ? (['hotwords'] as const) : []), ...(rules ? (['numbers'] as const) : [])]
}
