import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { kindOf } from '../kinds/registry.ts'
import { type ModelDescription, parseModel } from '../protocol/model.ts'
import { MODELS } from './test-speech.ts'

const MAKE = fileURLToPath(new URL('../../build/small-models/make.ts', import.meta.url))

/** Small models of every kind (`build/small-models/make.ts`), made once for a test file, with the detector beside them. */
export interface SmallModels {
	/** A models folder. */
	readonly path: string
	/** Names of folders: all that write text, or those of one engine. */
	all(engine?: string): string[]
	describe(id: string): ModelDescription
	/** A models folder of one's own, to be changed. Returns the folder. */
	copyTo(folder: string): string
}

export function smallModels(): SmallModels {
	const path = mkdtempSync(join(tmpdir(), 'holdfast-small-models-'))
	process.once('exit', () => rmSync(path, { recursive: true, force: true }))
	execFileSync(process.execPath, [MAKE, path], { stdio: ['ignore', 'ignore', 'inherit'] })
	cpSync(join(MODELS, 'silero-vad'), join(path, 'silero-vad'), { recursive: true })
	const describe = (id: string): ModelDescription => {
		const described = parseModel(readFileSync(join(path, id, 'model.json'), 'utf8'))
		if (!described) throw new Error(`${id} does not say what it is.`)
		return described
	}
	const ids = readdirSync(path).filter(id => id !== 'silero-vad')
	return {
		path,
		describe,
		all: engine => ids.filter(id => (engine === undefined ? kindOf(describe(id)) !== null : describe(id).engine === engine)),
		copyTo: folder => {
			cpSync(path, folder, { recursive: true })
			return folder
		}
	}
}
