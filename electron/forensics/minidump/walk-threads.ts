import { type AddressSpace, addressSpace } from './address-space.ts'
import { type Bytes, hex } from './bytes.ts'
import { type DumpProblem, type Minidump, moduleName, type Place, type ThreadInfo } from './dump.ts'
import type { ThreadReport } from './dump-report.ts'
import { localImages, noImages } from './images.ts'
import { savedMemory } from './memory.ts'
import { nameFrames } from './name-frames.ts'
import type { ReadDump } from './read.ts'
import { readableName } from './readable-name.ts'
import { readRegisters, readX86Pc, stackPointer } from './registers.ts'
import { type Frame, type Walk, walk } from './walk.ts'

/** Of the crashed thread the first 48 and the last 16 frames are kept: an endless recursion is recognised, and who began it too. */
const CRASHED_FIRST = 48
const CRASHED_LAST = 16
/** An 8 MB stack holds some 100,000 small frames. */
const CRASHED_WALK = 150_000
const OTHER_FRAMES = 24

/** Code looked at where the process crashed: the longest instruction of x86 has 15 bytes, and the first 8 tell enough. */
const INSTRUCTION = 8

export interface Walks {
	readonly threads: readonly ThreadReport[]
	/** First bytes of the instruction at which the process crashed, where they can be had. */
	readonly instruction: Uint8Array | undefined
	/** Stack pointer at the crash. */
	readonly stackPointer: bigint | null
}

/**
 * Where each thread of the dump stood. Never throws.
 *
 * @param crashed index of the thread that crashed, -1 when none did: it is walked to its end, all others not so far
 * @param files whether program files of this machine may be opened
 * @param budgetMs time for it; what didn't fit is missing then
 * @param problems takes up what stood in the way
 */
export function walkThreads(read: ReadDump, crashed: number, files: boolean, budgetMs: number, problems: DumpProblem[]): Walks {
	const { dump, bytes } = read
	const mayOpen = files && dump.system?.platform === 'linux'
	const images = mayOpen ? localImages(dump.modules, dump.regions, dump.system?.cpu ?? 'other') : noImages
	const deadline = performance.now() + budgetMs
	const goOn = () => performance.now() < deadline
	try {
		const space = addressSpace(dump, images)
		// The crashed thread first: it is the one that matters when time runs out.
		const order = [...dump.threads.keys()].sort((a, b) => Number(b === crashed) - Number(a === crashed))
		const walks = new Map(order.map(n => [n, goOn() ? walkThread(dump, bytes, n, n === crashed, space, goOn) : null]))
		const frames = [...walks.values()].flatMap(found => found?.frames ?? [])
		const symbols = nameFrames(frames, goOn)
		if (!goOn()) problems.push({ code: 'time-up', text: 'The time for walking the stacks was used up; some frames or names are missing.' })
		const missed = images.missed()
		if (missed.length > 0) {
			const text = `Frames in ${missed.join(', ')} are less sure: no file of the same build is here.`
			problems.push({ code: 'files', text })
		}
		const first = walks.get(crashed)
		return {
			threads: dump.threads.map((thread, n) => threadReport(thread, walks.get(n) ?? null, symbols, n === crashed)),
			stackPointer: first?.stackPointer ?? null,
			// A copy: the bytes may lie in a page of a file that is closed now.
			instruction: first?.frames[0]?.pc ? space.code(first.frames[0].pc, INSTRUCTION, savedMemory(null, dump.memory))?.slice() : undefined
		}
	} finally {
		images.close()
	}
}

interface ThreadWalk extends Walk {
	readonly stackPointer: bigint | null
}

function walkThread(
	dump: Minidump,
	bytes: Bytes,
	n: number,
	crashed: boolean,
	space: AddressSpace,
	goOn: () => boolean
): ThreadWalk | null {
	const thread = dump.threads[n]
	const cpu = dump.system?.cpu ?? 'other'
	if (thread === undefined) return null
	// The exception holds the registers at the crash; the thread's own may be those of the handler.
	const places: Place[] = [...(crashed && dump.exception ? [dump.exception.context] : []), thread.context]
	for (const place of places) {
		const registers = readRegisters(bytes, place, cpu)
		if (registers !== null) {
			const found = walk(registers, space, savedMemory(thread.stack, dump.memory), crashed ? CRASHED_WALK : OTHER_FRAMES, goOn)
			return { ...found, stackPointer: stackPointer(registers) }
		}
		const pc = cpu === 'x86' ? readX86Pc(bytes, place) : null
		if (pc !== null) return { frames: [{ pc, location: space.locate(pc), asked: null, trust: 'context' }], end: 'lost', stackPointer: null }
	}
	return null
}

function threadReport(thread: ThreadInfo, found: Walk | null, symbols: ReadonlyMap<Frame, string>, crashed: boolean): ThreadReport {
	const all = found?.frames ?? []
	const left = crashed ? Math.max(0, all.length - CRASHED_FIRST - CRASHED_LAST) : 0
	const kept = left === 0 ? all : [...all.slice(0, CRASHED_FIRST), ...all.slice(-CRASHED_LAST)]
	return {
		id: thread.id,
		name: thread.name,
		frames: kept.map(frame => ({
			module: frame.location && moduleName(frame.location.module.path),
			offset: frame.location && hex(frame.location.offset),
			symbol: readable(symbols.get(frame)),
			trust: frame.trust,
			pc: frame.pc === null ? null : hex(frame.pc)
		})),
		omitted: left === 0 ? null : { after: CRASHED_FIRST - 1, count: left },
		end: found?.end ?? 'not-walked'
	}
}

function readable(symbol: string | undefined): string | null {
	return symbol === undefined ? null : readableName(symbol)
}
