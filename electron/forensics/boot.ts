import { readFileSync, writeFileSync } from 'node:fs'
import { uptime } from 'node:os'

/** Names this run of the operating system: Linux's boot id (proc_sys_kernel(5)). Null where the system gives none: then the clock must do. */
export function bootId(): string | null {
	if (process.platform !== 'linux') return null
	try {
		return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
	} catch {
		return null
	}
}

/** What the system says of itself now; a test may say otherwise. */
export interface BootFacts {
	readonly boot: string | null
	/** ms since 1970, and ms since the system began. */
	readonly now: number
	readonly upMs: number
}

/** Whether the machine was started after a sign of life that a process left at `at` (ms since 1970), in the run of the system named `boot`. */
export function startedSince(
	{ boot, at }: { readonly boot: string | null; readonly at: number },
	facts: BootFacts = { boot: bootId(), now: Date.now(), upMs: uptime() * 1000 }
): boolean {
	if (boot !== null && facts.boot !== null) return boot !== facts.boot
	// Wrong only when the clock was set forward in between, by more than the machine has run.
	return facts.now - facts.upMs > at
}

/** Leaves this run's name in the file at `path`; gives the one that was left there before, or null. */
export function exchangeBoot(path: string): string | null {
	let before: string | null = null
	try {
		before = readFileSync(path, 'latin1') || null
	} catch {
		// The first start, or one whose disk was full.
	}
	try {
		writeFileSync(path, bootId() ?? '')
	} catch {
		// The clock must do.
	}
	return before
}
