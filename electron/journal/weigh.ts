import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Storage } from '../contract/storage.ts'

/** Files that are looked at together: the rest of main has its turn in between. */
const AT_ONCE = 32

const KINDS: Readonly<Record<string, Exclude<keyof Storage, 'audioOf'>>> = {
	audio: 'audio',
	models: 'models',
	crashes: 'crashes',
	spool: 'crashes',
	crumbs: 'crashes',
	logs: 'logs'
}

/** Weighs what is in the data folder. Nobody waits for it: it reads folders little by little, and what goes meanwhile weighs nothing. */
export async function weigh(dataDir: string): Promise<Storage> {
	const storage: Storage = { text: 0, audio: 0, models: 0, crashes: 0, logs: 0, other: 0, audioOf: {} }
	for (const entry of await readdir(dataDir, { withFileTypes: true }).catch(() => [])) {
		const kind = entry.name.startsWith('ledger.sqlite') ? 'text' : ((entry.isDirectory() ? KINDS[entry.name] : undefined) ?? 'other')
		await weighed(join(dataDir, entry.name), (name, bytes) => {
			storage[kind] += bytes
			const id = kind === 'audio' ? /^([0-9a-f-]{36})\./.exec(name)?.[1] : undefined
			if (id !== undefined) storage.audioOf[id] = (storage.audioOf[id] ?? 0) + bytes
		})
	}
	return storage
}

/** Tells each file of a path, or of all that is in it, by its name and what it takes of the disk. Links are not followed. */
async function weighed(path: string, tell: (name: string, bytes: number) => void): Promise<void> {
	const seen = await lstat(path).catch(() => null)
	if (seen === null) return
	if (!seen.isDirectory()) return tell(path.slice(path.search(/[^/\\]*$/)), seen.size)
	const names = await readdir(path).catch(() => [])
	for (let at = 0; at < names.length; at += AT_ONCE)
		await Promise.all(names.slice(at, at + AT_ONCE).map(name => weighed(join(path, name), tell)))
}
