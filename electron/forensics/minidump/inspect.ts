import { hex } from './bytes.ts'
import { type Minidump, type ModuleInfo, moduleName } from './dump.ts'
import type { DumpReport, ModuleReport } from './dump-report.ts'
import { plainReason } from './quick-look.ts'
import { readDump } from './read.ts'
import { explainException, missingReason } from './reason.ts'
import { readMaps } from './streams/linux-maps.ts'
import { walkThreads } from './walk-threads.ts'

/** How a dump is to be looked at. */
export interface InspectOptions {
	/**
	 * Whether program files of this machine may be opened to find the way through the stacks and name functions. Never for dumps from
	 * elsewhere: their paths could name anything.
	 */
	readonly files: boolean
	/** Time for walking and naming, in ms. What doesn't fit is left out and said. Default 2,000. */
	readonly budgetMs?: number
	/** /proc/<pid>/maps of the process as it died, where somebody kept it: Crashpad does not put it into the dump. */
	readonly maps?: string | null
	/** Name of the dump's file: those of our own writer begin with `own-`. */
	readonly fileName?: string | null
}

/**
 * Looks through a dump: why the process died, where each thread stood, what was loaded. Takes any bytes and never throws; time and
 * memory are bounded. Blocks for up to `budgetMs`: call it in a thread of its own.
 */
export function inspectDump(source: Uint8Array, options: InspectOptions): DumpReport {
	const { dump: read, problems, bytes } = readDump(source)
	const dump = read.regions.length > 0 || !options.maps ? read : { ...read, regions: readMaps(options.maps) }
	const found = [...problems]
	const reason = explainException(dump)
	if (problems.every(problem => problem.code !== 'not-a-dump') && reason === null) found.push(missingReason(dump))
	const threads = walkThreads(dump, bytes, options.files, options.budgetMs ?? 2000, found)
	const crashed = dump.exception === null ? -1 : dump.threads.findIndex(thread => thread.id === dump.exception?.threadId)
	return {
		platform: dump.system?.platform ?? null,
		cpu: dump.system?.cpu ?? null,
		os: dump.system === null ? null : `${dump.system.osVersion} ${dump.system.osDetail}`.trim(),
		pid: dump.misc?.pid ?? null,
		processStart: dump.misc?.startedAt ?? null,
		writtenAt: dump.writtenAt,
		reason: plainReason(reason),
		crashedThread: crashed < 0 ? null : crashed,
		threads,
		modules: dump.modules.map(moduleReport),
		annotations: Object.fromEntries(dump.crashpad?.annotations ?? []),
		linux: Object.fromEntries(dump.linux),
		origin: origin(dump, options.fileName ?? null),
		problems: found
	}
}

function moduleReport(module: ModuleInfo): ModuleReport {
	const { path, base, size, debugId, version } = module
	return { name: moduleName(path), path, base: hex(base), size, debugId, version }
}

function origin(dump: Minidump, fileName: string | null): DumpReport['origin'] {
	if (dump.crashpad?.annotations.get('prod') === 'Electron') return 'electron'
	if (fileName?.startsWith('own-')) return 'own'
	if (dump.crashpad !== null) return 'crashpad'
	return dump.system?.platform === 'linux' ? 'own' : null
}
