import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { newToken } from './guard.ts'

const Address = v.object({ token: v.pipe(v.string(), v.minLength(20)), port: v.number(), pid: v.number() })
export type Address = v.InferOutput<typeof Address>

/**
 * Port and token of the browser host, kept in the data folder (readable by its owner only): a page that was open when main died
 * finds it again at the same address, and a second start finds the first.
 */
export function readAddress(dataDir: string): Address | null {
	try {
		const parsed = v.safeParse(Address, JSON.parse(readFileSync(join(dataDir, 'browser-host.json'), 'utf8')))
		return parsed.success ? parsed.output : null
	} catch {
		return null
	}
}

export function writeAddress(dataDir: string, address: Address): void {
	writeFileSync(join(dataDir, 'browser-host.json'), JSON.stringify(address), { mode: 0o600 })
}

/** The token of the last run, else a new one. */
export function tokenFor(dataDir: string): string {
	return readAddress(dataDir)?.token ?? newToken()
}
