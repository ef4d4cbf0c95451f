import type { ExitRecord, NativeCrash, StackFrame } from '../contract/exits.ts'
import { block, joined, list, plain, type Row, section, table } from './markdown.ts'

/** Frames that a person reads; a stack that overflowed has thousands. */
const MOST_FRAMES = 40

const FOUND: Record<StackFrame['trust'], string> = {
	context: 'the thread’s own registers',
	cfi: 'unwind tables',
	'frame-pointer': 'frame pointer',
	scan: 'a guess'
}

const WRITERS: Record<NativeCrash['origin'], string> = {
	crashpad: 'Crashpad, a crash reporter of the system’s browser',
	own: 'Holdfast itself, in the dying process',
	electron: 'Electron’s crash reporter'
}

/** What the minidump says: why, where, and who called whom. Nothing when there was no dump. */
export function stackSection({ crash, dump }: Pick<ExitRecord, 'crash' | 'dump'>): string {
	if (crash === null) return ''
	const { thread } = crash
	const facts: Row[] = [
		['Reason', crash.reason],
		['Address', crash.address ?? 'none'],
		['Blamed module', crash.module],
		['Thread', `${thread.id}${thread.name === null ? '' : ` (${thread.name})`}${crash.threads > 0 ? `, one of ${crash.threads}` : ''}`],
		['Dump written by', WRITERS[crash.origin]],
		['Dump file', dump ?? 'deleted'],
		...Object.entries(crash.annotations).map(([name, value]): Row => [`Annotation ${name}`, value])
	]
	return section(
		'The crashed thread',
		plain(crash.text),
		table(facts),
		thread.frames.length === 0 ? '' : guide(thread.frames),
		block(frameLines(thread.frames)),
		modulesOf(crash),
		crash.problems.length === 0 ? '' : joined(['What could not be read or is missing:', list(crash.problems)])
	)
}

function guide(frames: readonly StackFrame[]): string {
	const guess = frames.some(frame => frame.trust === 'scan') ? ' What is called a guess may be wrong.' : ''
	return `What it was running, innermost first: each line was called by the one below it. On the right: how the line was found.${guess}`
}

function frameLines(frames: readonly StackFrame[]): string[] {
	const runs: { frame: StackFrame; text: string; at: number; count: number }[] = []
	for (const [at, frame] of frames.entries()) {
		const text = nameOf(frame)
		const before = runs.at(-1)
		// Recursion, and code that was made at run time: the same line again and again says nothing more.
		if (before?.text === text && before.frame.trust === frame.trust) before.count++
		else runs.push({ frame, text, at, count: 1 })
	}
	const shown = runs.slice(0, MOST_FRAMES)
	const texts = shown.map(({ text, at, count }) => `${String(at).padStart(3)}  ${text}${count > 1 ? `  × ${count}` : ''}`)
	const width = Math.min(84, Math.max(0, ...texts.map(text => text.length)))
	const rest = frames.length - shown.reduce((sum, run) => sum + run.count, 0)
	return [
		...texts.map((text, n) => `${text.padEnd(width)}  ${FOUND[shown[n]?.frame.trust ?? 'scan']}`),
		...(rest > 0 ? [`     and ${rest} more`] : [])
	]
}

/** `module!symbol, module+offset`: the offset stays true when the symbol is not known or is that of a neighbour. */
function nameOf({ module, offset, symbol }: StackFrame): string {
	if (module === null) return offset === 'unknown' ? 'code in no module (made at run time)' : `code in no module, at ${offset}`
	return symbol === null ? `${module}+${offset}` : `${module}!${symbol}  (+${offset})`
}

/** The files on the stack, exactly: with these a developer finds the same code. */
function modulesOf({ modules, thread }: NativeCrash): string {
	const onStack = new Set(thread.frames.map(frame => frame.module))
	const rows = modules
		.filter(({ name }) => onStack.has(name))
		.map(
			({ name, version, debugId }): Row => [
				name,
				[version, debugId === null ? null : `id ${debugId}`].filter(part => part !== null).join(', ') || null
			]
		)
	if (rows.length === 0) return ''
	return joined([`Modules on that stack, of ${modules.length} known:`, table(rows)])
}
