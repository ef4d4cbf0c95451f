import type { Cpu, DumpProblem, Platform } from './dump.ts'
import type { PlainReason } from './quick-look.ts'
import type { Trust, Walk } from './walk.ts'

/** What a dump tells, as plain values. Addresses are hexadecimal text. */
export interface DumpReport {
	readonly platform: Platform | null
	readonly cpu: Cpu | null
	readonly os: string | null
	readonly pid: number | null
	/** Start of the process, in ms since 1970 (whole seconds). */
	readonly processStart: number | null
	/** When the dump was written, in ms since 1970 (whole seconds). */
	readonly writtenAt: number | null
	/** Null: the dump doesn't tell. */
	readonly reason: PlainReason | null
	/** Index in `threads`; null when it isn't among them. */
	readonly crashedThread: number | null
	readonly threads: readonly ThreadReport[]
	readonly modules: readonly ModuleReport[]
	/** What the program noted about itself. Chromium's notes of its command line are left out. */
	readonly annotations: Readonly<Record<string, string>>
	/** Facts of /proc that Breakpad's dumps hold: processor, size of the process. */
	readonly linux: Readonly<Record<string, string>>
	/** Who wrote the dump; null when it can't be told. */
	readonly origin: 'electron' | 'crashpad' | 'own' | null
	readonly problems: readonly DumpProblem[]
}

export interface ThreadReport {
	readonly id: number
	readonly name: string | null
	readonly frames: readonly FrameReport[]
	/** Frames left out behind the frame with that index, counted from 0; null when all are there. */
	readonly omitted: { readonly after: number; readonly count: number } | null
	/** As `Walk.end`; `not-walked`: its registers aren't in the dump, or time was up. */
	readonly end: Walk['end'] | 'not-walked'
}

export interface FrameReport {
	/** File name of the module; null: in none, as code made at run time is. */
	readonly module: string | null
	/** From the module's start. */
	readonly offset: string | null
	/** Function, as `readableName` gives it; null when the file names none, or no file was opened. */
	readonly symbol: string | null
	readonly trust: Trust
	/** Null: taken out of the dump when it was written. */
	readonly pc: string | null
}

export interface ModuleReport {
	/** File name. */
	readonly name: string
	/** As the dump has it; may hold a user's name. */
	readonly path: string
	readonly base: string
	/** In bytes. */
	readonly size: number
	readonly debugId: string | null
	readonly version: string | null
}
