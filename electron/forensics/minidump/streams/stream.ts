import type { Bytes } from '../bytes.ts'
import type {
	CrashpadInfo,
	DumpProblem,
	ExceptionInfo,
	MemoryPiece,
	MemoryRegion,
	MiscInfo,
	ModuleInfo,
	SystemInfo,
	ThreadInfo
} from '../dump.ts'

/** One kind of stream: how it is recognised, and how it is read. A new kind is a file here and a row in `registry.ts`. */
export interface StreamKind {
	/** As the directory numbers it (minidumpapiset.h; Breakpad 0x4767…, Crashpad 0x4350…). */
	readonly type: number
	/** How problems call it. */
	readonly name: string
	/** Puts what it finds into the draft. Never throws; damage goes to `stream.report`. */
	read(stream: Stream, into: Draft): void
}

/** A stream as the directory describes it; `at` and `size` lie within the file. */
export interface Stream {
	readonly bytes: Bytes
	readonly at: number
	readonly size: number
	readonly name: string
	report(code: DumpProblem['code'], text: string): void
}

/** A dump being read. */
export interface Draft {
	system: SystemInfo | null
	misc: MiscInfo | null
	exception: ExceptionInfo | null
	threads: ThreadInfo[]
	threadNames: Map<number, string>
	modules: ModuleInfo[]
	memory: MemoryPiece[]
	regions: MemoryRegion[]
	crashpad: CrashpadInfo | null
	linux: Map<string, string>
}

/** The entries of a list: `count` of them, `entrySize` bytes each, in `view`. */
export interface Entries {
	readonly count: number
	readonly view: DataView
}

/**
 * The entries of a list whose count (32 bits) stands at its start. A count that is too high is reported and lowered to what is there.
 *
 * @param max entries we look at; the rest is reported and left
 */
export function listEntries(stream: Stream, entrySize: number, max: number): Entries | undefined {
	const count = stream.bytes.view(stream.at, Math.min(4, stream.size))
	if (count === undefined || count.byteLength < 4) {
		stream.report('cut-off', `It has ${stream.size} bytes, too few for a count.`)
		return undefined
	}
	const claimed = count.getUint32(0, true)
	// Some writers align the entries to 8 bytes after the count; the size of the stream tells.
	const header = stream.size === 8 + claimed * entrySize ? 8 : 4
	return fixedEntries(stream, header, entrySize, claimed, max)
}

/** Like `listEntries`, where the count has been read already; the entries begin `header` bytes into the stream. */
export function fixedEntries(stream: Stream, header: number, entrySize: number, claimed: number, max: number): Entries | undefined {
	const fitting = Math.max(0, Math.floor((stream.size - header) / entrySize))
	if (claimed > fitting) stream.report('lie', `It claims ${claimed} entries and has room for ${fitting}.`)
	if (Math.min(claimed, fitting) > max)
		stream.report('too-much', `It has ${Math.min(claimed, fitting)} entries; the first ${max} were read.`)
	const count = Math.min(claimed, fitting, max)
	const view = stream.bytes.charge(count) ? stream.bytes.view(stream.at + header, count * entrySize) : undefined
	if (view === undefined) stream.report('too-much', 'The dump asks for more reading than any real one; this part was left out.')
	return view && { count, view }
}

/** A record of at least `size` bytes at the start of the stream; a shorter one is reported. */
export function leadingRecord(stream: Stream, size: number): DataView | undefined {
	const record = stream.size < size ? undefined : stream.bytes.view(stream.at, size)
	if (record === undefined) stream.report('cut-off', `It has ${stream.size} bytes and should have ${size} at least.`)
	return record
}
