import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { fail, ok, type Result } from '../../../native-bridge/protocol/problem.ts'
import { newToken } from './guard.ts'

const Address = v.object({
	token: v.pipe(v.string(), v.minLength(20)),
	port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
	/** Who serves there; null when nobody does any more. */
	pid: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1)))
})
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

/** Where a browser host serves this library now; null when the last one has ended, so that nobody is sent, with its key, to who has that port now. */
export function runningAddress(dataDir: string): Address | null {
	const address = readAddress(dataDir)
	if (address === null || address.pid === null) return null
	try {
		process.kill(address.pid, 0)
		return address
	} catch {
		// Gone, or another user's: the number was given anew.
		return null
	}
}

/** Whole or not at all: on a full disk the old one stays, and with it the token of pages that are open. */
export function writeAddress(dataDir: string, address: Address): Result<null> {
	const path = join(dataDir, 'browser-host.json')
	try {
		// Written anew, so that it is the owner's only whoever made the old one.
		rmSync(`${path}.part`, { force: true })
		writeFileSync(`${path}.part`, JSON.stringify(address), { mode: 0o600 })
		renameSync(`${path}.part`, path)
		return ok(null)
	} catch (error) {
		rmSync(`${path}.part`, { force: true })
		const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
		return fail(
			'address-not-kept',
			`The address could not be kept for the next start (${code}): is the disk full? Holdfast works; a page that is open will need the new address then.`,
			{ path, code }
		)
	}
}

/** The token that was kept for the next start, else a new one. */
export function tokenFor(dataDir: string): string {
	return readAddress(dataDir)?.token ?? newToken()
}
