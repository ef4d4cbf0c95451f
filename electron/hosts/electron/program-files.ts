import { extname, join } from 'node:path'
import type { WorkerEntry } from '../host.ts'

// Bundled, everything lies in one folder; from the sources (tests run them as they are) each where it was written.
const isBundled = extname(import.meta.filename) !== '.ts'
const here = import.meta.dirname
const worker = (name: string): string => (isBundled ? join(here, `${name}.mjs`) : join(here, '../../../native-bridge/worker', `${name}.ts`))

/** The programs that workers run. */
export const workerPaths: Readonly<Record<WorkerEntry, string>> = {
	asr: worker('asr-main'),
	decode: worker('decode-main'),
	speakers: worker('speakers-main')
}

/** The script that runs before the page. */
export const preloadPath: string = join(here, isBundled ? 'preload.cjs' : 'preload.ts')
