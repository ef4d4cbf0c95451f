import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs'
import { type Activity, CRUMB_BYTES, type Crumb, decodeCrumb, encodeCrumb } from '../protocol/crumb.ts'

/**
 * Leaves crumbs in a slot on disk. One positioned write of 512 bytes each (about 5 µs): cheap enough before every risky step.
 * The slot may be an earlier process's: a crumb says whose it is by its `pid`. A crumb that can't be written (disk full) is left
 * out: it is not worth the process that it is about.
 */
export class Breadcrumbs {
	readonly #fd: number
	#activity: Activity = 'starting'

	constructor(path: string) {
		// Not 'w': on a full disk the blocks that emptying gives back may be gone before we write.
		this.#fd = openSync(path, constants.O_RDWR | constants.O_CREAT)
		this.leave('starting', null)
	}

	get activity(): Activity {
		return this.#activity
	}

	leave(activity: Activity, job: string | null, from: number | null = null, to: number | null = null, detail = ''): void {
		this.#activity = activity
		const crumb: Crumb = { activity, job, from, to, at: Date.now(), pid: process.pid, detail }
		try {
			writeSync(this.#fd, encodeCrumb(crumb), 0, CRUMB_BYTES, 0)
		} catch {
			// See above.
		}
	}
}

/** What the process that used this slot was last about to do; null when it left nothing readable. */
export function readCrumb(path: string): Crumb | null {
	try {
		const fd = openSync(path, 'r')
		try {
			const slot = new Uint8Array(CRUMB_BYTES)
			readSync(fd, slot, 0, CRUMB_BYTES, 0)
			return decodeCrumb(slot)
		} finally {
			closeSync(fd)
		}
	} catch {
		return null
	}
}
