import { hex } from './bytes.ts'
import type { Platform } from './dump.ts'
import { readDump } from './read.ts'
import { explainException } from './reason.ts'
import type { Reason } from './reason-value.ts'

/** System info, misc info, exception, and Crashpad’s info: without it the code of a signal that was sent can’t be told from none. */
const WANTED: ReadonlySet<number> = new Set([7, 15, 6, 0x43500001])

/** A reason as a plain value; addresses are written in hexadecimal. */
export interface PlainReason extends Omit<Reason, 'address'> {
	readonly address: string | null
}

/** Whose dump it is and why it was written. */
export interface QuickLook {
	readonly platform: Platform | null
	readonly pid: number | null
	/** What Chromium says that it is: `browser`, `renderer`, `gpu-process`, `utility`… Null where nobody noted it. */
	readonly processType: string | null
	/** Start of the process in ms since 1970 (whole seconds). */
	readonly processStart: number | null
	/** When the dump was written, in ms since 1970 (whole seconds). */
	readonly writtenAt: number | null
	readonly reason: PlainReason | null
	/** The operating system's number of the thread that crashed. */
	readonly crashedThreadId: number | null
}

/** Reads a handful of records of a dump, to tell at once whose it is; well under 1 ms. Never throws, whatever the bytes are. */
export function quickLook(bytes: Uint8Array): QuickLook {
	const { dump } = readDump(bytes, WANTED)
	const annotations = dump.crashpad?.annotations
	return {
		platform: dump.system?.platform ?? null,
		pid: dump.misc?.pid ?? null,
		processType: annotations?.get('ptype') ?? annotations?.get('process_type') ?? null,
		processStart: dump.misc?.startedAt ?? null,
		writtenAt: dump.writtenAt,
		reason: plainReason(explainException(dump)),
		crashedThreadId: dump.exception?.threadId ?? null
	}
}

/** The same reason with its address as text. */
export function plainReason(reason: Reason | null): PlainReason | null {
	return reason && { ...reason, address: reason.address === null ? null : hex(reason.address) }
}
