import { Bytes, hex } from './bytes.ts'
import type { DumpProblem, MemoryPiece, MemoryRegion, Minidump, ThreadInfo } from './dump.ts'
import { streamKinds } from './streams/registry.ts'
import type { Draft, StreamKind } from './streams/stream.ts'

const SIGNATURE = 0x504d444d
const SIGNATURE_BIG_ENDIAN = 0x4d444d50
const VERSION = 0xa793
/** Crashpad writes about 10 streams, Breakpad 17, Windows 20. */
const MAX_STREAMS = 256
const MAX_PROBLEMS = 40

/** What could be read of a dump, and what was wrong with it. */
export interface ReadDump {
	readonly dump: Minidump
	/** At most 40. */
	readonly problems: readonly DumpProblem[]
	/** The bytes it was read from, bounded: registers are read from them later. */
	readonly bytes: Bytes
}

/**
 * Reads a minidump. Takes any bytes: it never throws, its time and memory are bounded, and what can't be read is said in `problems`.
 * Stacks stay where they are in `source`.
 *
 * @param wanted which kinds of streams to read, by `StreamKind.type`; all when left out
 */
export function readDump(source: Uint8Array, wanted: ReadonlySet<number> | null = null): ReadDump {
	const bytes = new Bytes(source)
	const problems: DumpProblem[] = []
	const report = (code: DumpProblem['code'], text: string) => {
		if (problems.length < MAX_PROBLEMS && !problems.some(problem => problem.text === text)) problems.push({ code, text })
	}
	const draft = emptyDraft()
	const header = readHeader(bytes, report)
	if (header !== undefined) readStreams(bytes, header, wanted, draft, report)
	return { dump: finish(draft, header?.writtenAt ?? null), problems, bytes }
}

type Report = (code: DumpProblem['code'], text: string) => void

interface Header {
	readonly streams: number
	readonly directoryAt: number
	readonly writtenAt: number | null
}

function readHeader(bytes: Bytes, report: Report): Header | undefined {
	const header = bytes.view(0, 32)
	if (header === undefined) {
		report('not-a-dump', `The file has ${bytes.size} bytes; a minidump's header alone has 32.`)
		return undefined
	}
	const signature = header.getUint32(0, true)
	if (signature !== SIGNATURE) {
		const kind = signature === SIGNATURE_BIG_ENDIAN ? 'is of a big-endian machine' : 'does not begin with "MDMP"'
		report('not-a-dump', `The file ${kind}: it can't be read.`)
		return undefined
	}
	const version = header.getUint16(4, true)
	if (version !== VERSION) report('lie', `The header's version is ${hex(version)} instead of ${hex(VERSION)}.`)
	const written = header.getUint32(20, true)
	return {
		streams: header.getUint32(8, true),
		directoryAt: header.getUint32(12, true),
		writtenAt: written === 0 ? null : written * 1000
	}
}

function readStreams(bytes: Bytes, header: Header, wanted: ReadonlySet<number> | null, draft: Draft, report: Report): void {
	if (header.streams > MAX_STREAMS) report('lie', `The header claims ${header.streams} streams; the first ${MAX_STREAMS} were read.`)
	const seen = new Set<StreamKind>()
	for (let n = 0; n < Math.min(header.streams, MAX_STREAMS); n++) {
		const entry = bytes.view(header.directoryAt + 12 * n, 12)
		if (entry === undefined) {
			report('cut-off', `The directory ends after ${n} of ${header.streams} streams.`)
			return
		}
		const kind = streamKinds.get(entry.getUint32(0, true))
		if (kind === undefined || (wanted !== null && !wanted.has(kind.type))) continue
		if (seen.has(kind)) {
			report('lie', `There is a second ${kind.name} stream; the first was read.`)
			continue
		}
		seen.add(kind)
		readStream(bytes, kind, entry.getUint32(8, true), entry.getUint32(4, true), draft, report)
	}
}

function readStream(bytes: Bytes, kind: StreamKind, at: number, claimed: number, draft: Draft, report: Report): void {
	const size = Math.min(claimed, Math.max(0, bytes.size - at))
	if (size < claimed) report('cut-off', `The ${kind.name} stream should have ${claimed} bytes; the file has ${size} of them.`)
	if (bytes.exhausted) {
		report('too-much', `The ${kind.name} stream was left out: the dump asks for more reading than any real one.`)
		return
	}
	kind.read({ bytes, at, size, name: kind.name, report: (code, text) => report(code, `In the ${kind.name} stream: ${text}`) }, draft)
}

function emptyDraft(): Draft {
	return {
		system: null,
		misc: null,
		exception: null,
		threads: [],
		threadNames: new Map(),
		modules: [],
		memory: [],
		regions: [],
		crashpad: null,
		linux: new Map()
	}
}

function finish(draft: Draft, writtenAt: number | null): Minidump {
	const { threadNames, ...rest } = draft
	return {
		...rest,
		writtenAt,
		threads: draft.threads.map((thread): ThreadInfo => ({ ...thread, name: threadNames.get(thread.id) ?? null })),
		memory: draft.memory.sort(byStart),
		regions: draft.regions.sort(byStart)
	}
}

function byStart(a: MemoryPiece | MemoryRegion, b: MemoryPiece | MemoryRegion): number {
	return a.start < b.start ? -1 : a.start > b.start ? 1 : 0
}
