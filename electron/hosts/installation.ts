import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import envPaths from 'env-paths'

const root = new URL('../../', import.meta.url)
/** What native code reads can't lie in an archive: in a packed app it lies beside it. */
const open = root.pathname.endsWith('/app.asar/') ? new URL('../', root) : root

/** This Holdfast's version. */
export const version: string = (JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }).version

/** Where the user's data goes unless `--data` says otherwise: the platform's convention (XDG, Application Support, AppData). */
export function defaultDataDir(): string {
	return envPaths('Holdfast', { suffix: '' }).data
}

/** Speech to try Holdfast with, or null when it is not here. */
export function samplePath(): string | null {
	const path = fileURLToPath(new URL('e2e/audio/austen-0870.wav', open))
	return existsSync(path) ? path : null
}

export const defaultModelsDir: string = fileURLToPath(new URL('models', open))
export const defaultRendererDir: string = fileURLToPath(new URL('dist/renderer', root))
