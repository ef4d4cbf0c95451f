import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs'
import { type Activity, CRUMB_BYTES, type Crumb, decodeCrumb, encodeCrumb } from '../protocol/crumb.ts'

/**
 * A time twice: for the record, ms since 1970, and for measuring, ms that a corrected clock does not add to. A suspended machine does on macOS and
 * Windows, not on Linux.
 */
export interface Moment {
	readonly at: number
	readonly steadyMs: number
}

export function momentNow(): Moment {
	return { at: Date.now(), steadyMs: performance.now() }
}

/**
 * Leaves crumbs in a slot on disk. One positioned write of 512 bytes each (about 5 µs): cheap enough before every risky step.
 * The slot may be an earlier process's: a crumb says whose it is by its `pid`. A crumb that can't be written (disk full) is left
 * out: it is not worth the process that it is about.
 */
export class Breadcrumbs {
	readonly #fd: number
	#last: Crumb | null = null
	#sinceMs = 0

	constructor(path: string) {
		// Not 'w': on a full disk the blocks that emptying gives back may be gone before we write.
		this.#fd = openSync(path, constants.O_RDWR | constants.O_CREAT)
		this.leave('starting', null)
	}

	get activity(): Activity {
		return this.#last?.activity ?? 'starting'
	}

	/** The native step that the last crumb announced: since when, ms, and over how many samples. Null for anything else. */
	get step(): { readonly forMs: number; readonly samples: number } | null {
		const crumb = this.#last
		if (!crumb || crumb.from === null || crumb.to === null) return null
		if (crumb.activity !== 'transcribing' && crumb.activity !== 'partial') return null
		return { forMs: Math.round(performance.now() - this.#sinceMs), samples: crumb.to - crumb.from }
	}

	/** `began`: if that was not now. */
	leave(
		activity: Activity,
		job: string | null,
		from: number | null = null,
		to: number | null = null,
		detail = '',
		began = momentNow()
	): void {
		const crumb: Crumb = { activity, job, from, to, at: began.at, pid: process.pid, detail }
		this.#last = crumb
		this.#sinceMs = began.steadyMs
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
