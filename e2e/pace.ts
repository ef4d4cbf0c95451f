import { spawnSync } from 'node:child_process'

/** What starting Node takes on two idle cores, ms. */
const IDLE_MS = 50

/** How many times slower than when idle this machine is at this moment, at least 1: limits of time in tests are meant for an idle one. */
export function slowness(): number {
	const began = performance.now()
	spawnSync(process.execPath, ['-e', ''])
	return Math.max(1, (performance.now() - began) / IDLE_MS)
}
