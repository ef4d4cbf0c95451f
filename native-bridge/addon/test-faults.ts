/** Native code that goes wrong as told, for tests: see test-faults.cc. */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

export type Fault =
	| 'null-write'
	| 'abort'
	| 'double-free'
	/** malloc aborts while it holds its lock. */
	| 'corrupt-heap'
	| 'throw'
	| 'overflow'
	| 'divide-by-zero'
	| 'illegal-instruction'
	| 'trap'
	| 'call-null'
	/** Sleeps in native code for an hour. */
	| 'hang'
	/** Two threads write to null at the same moment. */
	| 'two-threads'

export interface Faults {
	/** In the calling thread. */
	happen(fault: Fault): void
	/** In a thread of libuv's pool. */
	happenInPool(fault: Fault): void
	/** Takes so many MiB that no garbage collector knows of, and writes to each page. */
	leak(megabytes: number): void
	/** Leaves a text in a frame of the stack that is used no more. */
	leaveOnStack(text: string): void
}

/** Builds both addons unless they are up to date. Returns why tests that need them cannot run here, or false: what `skip` takes. */
export function missingAddons(): string | false {
	for (const name of ['crash-capture', 'test-faults']) {
		const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'build/build-addon.mjs'), name], { encoding: 'utf8' })
		if (status !== 0) return stderr.trim()
	}
	return false
}

/** To be called where `missingAddons()` has said false, in the process that shall die. */
export function loadFaults(): Faults {
	return createRequire(import.meta.url)(join(ROOT, `dist/addon/${process.platform}-${process.arch}/test-faults.node`)) as Faults
}
