import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Log } from '../../native-bridge/log/log.ts'
import type { ExitRecord, NativeCrash } from '../contract/exits.ts'
import type { Role } from '../contract/processes.ts'
import type { ExitFacts } from './exit-facts.ts'
import type { DumpReport } from './minidump/dump-report.ts'
import { type QuickLook, quickLook } from './minidump/quick-look.ts'
import { glancedCrash, nativeCrash } from './native-crash.ts'

export interface DumpsOptions {
	/** Folders where a crash reporter leaves finished dumps. */
	readonly sources: readonly string[]
	/** Where those that belong to a record are kept, as `<exit id>.dmp`. */
	readonly kept: string
	/** How long to look for a dump that isn't there when the death is seen: some reporters finish later. ms; 0: it is there or there is none. */
	readonly waitMs: number
	readonly log: Log
}

/** Signals that no crash reporter can catch, or that are no crash: their dead leave no dump. */
const NO_DUMP: ReadonlySet<string> = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGSTOP'])
const LOOK_AGAIN_MS = 250
/** Bytes of a dump that is looked at: a stack that overflowed makes one of 8 MB. */
const MOST_BYTES = 64_000_000
/** Reading takes 0.1–0.3 s. One that takes this long is hostile. */
const READ_LIMIT_MS = 10_000

/** Finds the dump of a process that died, keeps it beside its record and reads it. */
export class Dumps {
	readonly #options: DumpsOptions

	constructor(options: DumpsOptions) {
		this.#options = options
		mkdirSync(options.kept, { recursive: true, mode: 0o700 })
	}

	/** What a dump that is there already says at first glance: milliseconds. Null when there is none. */
	glance(facts: ExitFacts, whose: Whose): NativeCrash | null {
		if (!mayHaveDump(facts)) return null
		const found = this.#find(facts.pid, whose)
		return found && glancedCrash(quickLook(found.bytes), found.name)
	}

	/** Keeps the dump of `record`, and reads it in a thread. Null when there is none; `crash` is null for one that can't be read. */
	async take(record: ExitRecord): Promise<{ file: string; crash: NativeCrash | null } | null> {
		if (!mayHaveDump(record)) return null
		const until = performance.now() + this.#options.waitMs
		for (;;) {
			const found = this.#find(record.pid, record)
			if (found) return await this.#keep(found, record)
			if (performance.now() >= until) return null
			await new Promise(resolve => setTimeout(resolve, LOOK_AGAIN_MS).unref())
		}
	}

	async #keep({ path, name }: Found, record: ExitRecord): Promise<{ file: string; crash: NativeCrash | null } | null> {
		const { kept, log } = this.#options
		const file = `${record.id}.dmp`
		try {
			moveFile(path, join(kept, file))
		} catch (error) {
			log.error({ exit: record.id, code: (error as NodeJS.ErrnoException).code }, 'dump not kept')
			discard(join(kept, file))
			return null
		}
		// What Crashpad notes beside it, and what our own handler attached: needed to read it, and by nobody else.
		for (const ending of ['.dmp', '.meta', '.lock']) discard(path.replace(/\.dmp$/, ending))
		const attached = join(dirname(path), '../attachments', basename(path, '.dmp'))
		const report = await read(join(kept, file), name, textOf(join(attached, 'maps')))
		discard(attached)
		if (typeof report === 'string') log.error({ exit: record.id, why: report }, 'dump not read')
		return { file, crash: typeof report === 'string' ? null : nativeCrash(report) }
	}

	/** The newest dump of process `pid`, if it is that life's: numbers come again. */
	#find(pid: number | null, whose: Whose): Found | null {
		if (pid === null) return null
		const found = this.#options.sources.flatMap(folder => {
			try {
				return readdirSync(folder)
					.filter(name => name.endsWith('.dmp'))
					.map(name => ({ name, path: join(folder, name), ...statsOf(join(folder, name)) }))
			} catch {
				// The reporter makes it with its first dump.
				return []
			}
		})
		for (const { name, path, size } of found.sort((a, b) => b.at - a.at)) {
			if (size > MOST_BYTES) continue
			try {
				const bytes = readFileSync(path)
				const look = quickLook(bytes)
				if (look.pid === pid && fits(look, whose)) return { name, path, bytes }
			} catch {
				// Gone meanwhile, or not readable: not ours.
			}
		}
		return null
	}
}

/** Of which life a dump is wanted: its role, and when it began (ms since 1970), if that is known. */
export interface Whose {
	readonly role: Role
	readonly startedAt: number | null
}

/** What Chromium calls the processes that we are. All its other kinds are its helpers, our role `gpu`. Outside Electron a dump says no kind. */
const PROCESS_TYPES: Partial<Record<Role, string>> = { main: 'browser', window: 'renderer', engine: 'utility', decoder: 'utility' }

/** A dump's times are whole seconds, and a clock is set now and then. */
const CLOCK_MS = 5_000

function fits({ processType, writtenAt }: QuickLook, { role, startedAt }: Whose): boolean {
	const type = PROCESS_TYPES[role]
	const isOfType = processType === null || (type === undefined ? !['browser', 'renderer'].includes(processType) : processType === type)
	return isOfType && (writtenAt === null || startedAt === null || writtenAt >= startedAt - CLOCK_MS)
}

interface Found {
	readonly name: string
	readonly path: string
	readonly bytes: Uint8Array
}

/** A dump comes with a signal, a Windows status, or from a process whose end nobody saw. */
function mayHaveDump({ pid, signal, code, ntstatus }: Pick<ExitFacts, 'pid' | 'signal' | 'code' | 'ntstatus'>): boolean {
	if (pid === null || (signal !== null && NO_DUMP.has(signal))) return false
	return signal !== null || ntstatus !== null || code === null
}

/** Needs no room, unless the reporter's folder is another file system: then there are two until the copy is whole. */
function moveFile(from: string, to: string): void {
	try {
		renameSync(from, to)
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
		copyFileSync(from, to)
	}
}

function textOf(path: string): string | null {
	try {
		return readFileSync(path, 'utf8')
	} catch {
		return null
	}
}

/** One that can't be removed is in nobody's way. */
function discard(path: string): void {
	try {
		rmSync(path, { recursive: true, force: true })
	} catch {
		// See above.
	}
}

function statsOf(path: string): { at: number; size: number } {
	try {
		const { mtimeMs, size } = statSync(path)
		return { at: mtimeMs, size }
	} catch {
		return { at: 0, size: Number.POSITIVE_INFINITY }
	}
}

/** The report, or why there is none. In a thread: what is in a dump is not trusted with main's time. */
function read(path: string, name: string, maps: string | null): Promise<DumpReport | string> {
	return new Promise(resolve => {
		// As TypeScript in a checkout, bundled beside main in the Electron app.
		const script = import.meta.url.endsWith('.ts') ? './dump-thread.ts' : './dump-thread.mjs'
		const thread = new Worker(new URL(script, import.meta.url), {
			workerData: { path, name, maps },
			resourceLimits: { maxOldGenerationSizeMb: 512 },
			stdout: true,
			stderr: true
		})
		const timer = setTimeout(() => end('it took too long'), READ_LIMIT_MS)
		const end = (result: DumpReport | string) => {
			clearTimeout(timer)
			resolve(result)
			void thread.terminate()
		}
		// From our own thread: it is what `inspectDump` gave.
		thread.once('message', report => end(report as DumpReport))
		thread.once('error', error => end(error.message))
		thread.once('exit', () => end('its reader ended'))
	})
}
