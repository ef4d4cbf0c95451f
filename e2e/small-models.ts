import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const MAKE = join(import.meta.dirname, '../build/small-models/make.ts')

/** Makes small models of every kind in a folder; gives the folder of this one. */
export function smallModel(id: string, folder: string): string {
	execFileSync(process.execPath, [MAKE, folder])
	return join(folder, id)
}
