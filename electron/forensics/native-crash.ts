import type { NativeCrash } from '../contract/exits.ts'
import type { DumpReport } from './minidump/dump-report.ts'
import type { QuickLook } from './minidump/quick-look.ts'
import { blamedFrames } from './rules/rule.ts'

/** Modules that a record keeps: the crashed thread's own come first. */
const MOST_MODULES = 300

/** What a record keeps of a dump that was read whole; null when the dump says nothing of a crash. */
export function nativeCrash(report: DumpReport): NativeCrash | null {
	const { reason } = report
	if (reason === null) return null
	const thread = report.crashedThread === null ? undefined : report.threads[report.crashedThread]
	const frames = (thread?.frames ?? []).map(({ module, offset, symbol, trust, pc }) => ({
		module,
		offset: offset ?? pc ?? 'unknown',
		symbol,
		trust
	}))
	const stack = new Set(frames.map(frame => frame.module))
	const modules = report.modules.toSorted((a, b) => Number(stack.has(b.name)) - Number(stack.has(a.name)))
	const crash: NativeCrash = {
		origin: report.origin ?? 'own',
		reason: reason.name,
		text: reason.text,
		address: reason.address,
		sentFromOutside: reason.sentFromOutside,
		thread: { id: thread?.id ?? 0, name: thread?.name ?? null, frames },
		threads: report.threads.length,
		module: null,
		modules: modules.slice(0, MOST_MODULES).map(({ name, version, debugId }) => ({ name, version, debugId })),
		annotations: { ...report.annotations },
		problems: report.problems.map(problem => problem.text)
	}
	return { ...crash, module: blamedFrames(crash)[0]?.module ?? null }
}

/** The same from a first glance: why, but not where. */
export function glancedCrash({ reason, crashedThreadId }: QuickLook, fileName: string): NativeCrash | null {
	if (reason === null) return null
	return {
		origin: fileName.startsWith('own-') ? 'own' : 'crashpad',
		reason: reason.name,
		text: reason.text,
		address: reason.address,
		sentFromOutside: reason.sentFromOutside,
		thread: { id: crashedThreadId ?? 0, name: null, frames: [] },
		threads: 0,
		module: null,
		modules: [],
		annotations: {},
		problems: []
	}
}
