/** What a minidump says, as far as it could be read. Addresses are of the process that died. */
export interface Minidump {
	/** When it was written, in ms since 1970 (the file knows whole seconds); null when the file says 0. */
	readonly writtenAt: number | null
	readonly system: SystemInfo | null
	readonly misc: MiscInfo | null
	readonly exception: ExceptionInfo | null
	readonly threads: readonly ThreadInfo[]
	readonly modules: readonly ModuleInfo[]
	/** Saved memory, sorted by its start. */
	readonly memory: readonly MemoryPiece[]
	/** The address space by access rights, sorted; empty where the dump doesn't tell (Crashpad on Linux). */
	readonly regions: readonly MemoryRegion[]
	/** Null: the dump wasn't written by Crashpad. */
	readonly crashpad: CrashpadInfo | null
	/** What Breakpad copied out of /proc, by name; never the environment or the command line. */
	readonly linux: ReadonlyMap<string, string>
}

export type Platform = 'linux' | 'windows' | 'macos' | 'other'
export type Cpu = 'x86_64' | 'arm64' | 'x86' | 'other'

export interface SystemInfo {
	readonly platform: Platform
	readonly cpu: Cpu
	/** "10.0.22631", "14.5.0"; Linux puts the kernel into `osDetail` instead. */
	readonly osVersion: string
	readonly osDetail: string
	readonly processors: number
}

export interface MiscInfo {
	readonly pid: number | null
	/** Start of the process in ms since 1970 (whole seconds). */
	readonly startedAt: number | null
}

export interface ExceptionInfo {
	readonly threadId: number
	/** Signal number on Linux, Mach exception on macOS, status code on Windows. Unsigned. */
	readonly code: number
	/** si_code on Linux, the exception's first code on macOS. Unsigned. */
	readonly flags: number
	readonly address: bigint
	/** At most 15. */
	readonly parameters: readonly bigint[]
	readonly context: Place
}

export interface ThreadInfo {
	readonly id: number
	readonly name: string | null
	readonly stack: MemoryPiece | null
	readonly context: Place
}

export interface ModuleInfo {
	/** As the dump has it: a path, or on Linux often just the soname. */
	readonly path: string
	readonly base: bigint
	/** In bytes. */
	readonly size: number
	/** Build id (lower case) of ELF files, GUID and age of all others as Breakpad writes them; null when none was written. */
	readonly debugId: string | null
	/** Build id as the file has it, or its first 16 bytes where an older writer made a GUID of it. */
	readonly buildId: string | null
	/** "1.2.3.4"; exists on Windows and, for system libraries, on macOS. */
	readonly version: string | null
}

export interface MemoryPiece {
	readonly start: bigint
	readonly bytes: Uint8Array
}

export interface MemoryRegion {
	readonly start: bigint
	readonly end: bigint
	readonly executable: boolean
	/** File mapped there, and from which byte of it on; null for anonymous memory. */
	readonly file: { readonly path: string; readonly offset: bigint } | null
}

export interface CrashpadInfo {
	readonly reportId: string
	readonly annotations: ReadonlyMap<string, string>
}

/** A stretch of the file. */
export interface Place {
	readonly at: number
	readonly size: number
}

/** Something about the dump that isn't as it should be. What could be read stands all the same. */
export interface DumpProblem {
	readonly code: 'not-a-dump' | 'cut-off' | 'lie' | 'too-much' | 'unknown-kind' | 'missing' | 'files' | 'time-up'
	/** A sentence: which part, and what is wrong with it. */
	readonly text: string
}

/** The last part of a module's path, whichever way its slashes lean. */
export function moduleName(path: string): string {
	return path.split(/[/\\]/).at(-1) ?? path
}
