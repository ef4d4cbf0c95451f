import { hex } from './bytes.ts'
import { type Minidump, type ModuleInfo, moduleName } from './dump.ts'
import type { DumpReport, ModuleReport } from './dump-report.ts'
import { plainReason } from './quick-look.ts'
import { readDump } from './read.ts'
import { explainException, missingReason } from './reason.ts'
import { refineReason } from './refine-reason.ts'
import { readMaps } from './streams/linux-maps.ts'
import { walkThreads } from './walk-threads.ts'

/** Chromium notes its command line switch by switch: long, full of paths, and never what a death was about. */
const COMMAND_LINE = /^(num-switches|switch-\d+|commandline-(en|dis)abled-feature-\d+|variations)$/

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
	const read = readDump(source)
	const regions = read.dump.regions.length > 0 || !options.maps ? read.dump.regions : readMaps(options.maps)
	const dump: Minidump = { ...read.dump, regions }
	const problems = [...read.problems]
	const crashed = dump.exception === null ? -1 : dump.threads.findIndex(thread => thread.id === dump.exception?.threadId)
	const { threads, ...place } = walkThreads({ ...read, dump }, crashed, options.files, options.budgetMs ?? 2000, problems)
	const reason = explainException(dump)
	if (reason === null && problems.every(problem => problem.code !== 'not-a-dump')) problems.push(missingReason(dump))
	return {
		platform: dump.system?.platform ?? null,
		cpu: dump.system?.cpu ?? null,
		// Breakpad leaves the number 0 on Linux and says all in the detail.
		os: dump.system && `${dump.system.osVersion} ${dump.system.osDetail}`.replace(/^0\.0\.0 /, '').trim(),
		pid: dump.misc?.pid ?? null,
		processStart: dump.misc?.startedAt ?? null,
		writtenAt: dump.writtenAt,
		reason: plainReason(reason && refineReason(reason, { ...place, cpu: dump.system?.cpu ?? 'other' })),
		crashedThread: crashed < 0 ? null : crashed,
		threads,
		modules: dump.modules.map(moduleReport),
		annotations: Object.fromEntries([...(dump.crashpad?.annotations ?? [])].filter(([key]) => !COMMAND_LINE.test(key))),
		linux: Object.fromEntries(dump.linux),
		origin: origin(dump, options.fileName ?? ''),
		problems
	}
}

function moduleReport(module: ModuleInfo): ModuleReport {
	const { path, base, size, debugId, version } = module
	return { name: moduleName(path), path, base: hex(base), size, debugId, version }
}

function origin({ crashpad, system }: Minidump, fileName: string): DumpReport['origin'] {
	if (fileName.startsWith('own-')) return 'own'
	if (crashpad === null) return system?.platform === 'linux' ? 'own' : null
	if (crashpad.annotations.get('prod') === 'Electron') return 'electron'
	// The writer in native-bridge/addon says so of itself.
	return crashpad.annotations.get('dump_writer') === 'holdfast' ? 'own' : 'crashpad'
}
