/** Models of the scripted engine, as folders that say what they are. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MODEL_FILE, type ModelDescription } from '../../native-bridge/protocol/model.ts'

/** Puts the folder of a model there; what it says is `<id>.json` beside it. */
export function describeModel(modelsDir: string, id: string, more: Partial<ModelDescription> = {}): void {
	const described: ModelDescription = {
		name: id,
		engine: 'scripted',
		kind: 'script',
		languages: ['en'],
		files: [],
		tokens: null,
		origin: 'a test',
		...more
	}
	mkdirSync(join(modelsDir, id), { recursive: true })
	writeFileSync(join(modelsDir, id, MODEL_FILE), JSON.stringify(described))
}
