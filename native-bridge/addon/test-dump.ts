/** What tests of the capture ask a dump. The app's reader is another's work (and may not be imported here): this one trusts what it reads. */
import { readFileSync } from 'node:fs'

export interface DumpFacts {
	readonly pid: number
	readonly signal: number
	/** The last part of the name of the module that the crashed thread's instruction lies in; null outside all of them. */
	readonly crashedIn: string | null
	/** How far the crashed thread's stack was copied, in bytes. */
	readonly stackBytes: number
	/** Threads with registers, and all. */
	readonly threads: { readonly read: number; readonly all: number }
	readonly annotations: Readonly<Record<string, string>>
	/** By the last part of the name, with build ids in hex. */
	readonly modules: Readonly<Record<string, string>>
	readonly streams: readonly number[]
}

export function readDumpFacts(path: string): DumpFacts {
	const bytes = readFileSync(path)
	const u32 = (at: number): number => bytes.readUInt32LE(at)
	const u64 = (at: number): bigint => bytes.readBigUInt64LE(at)
	if (bytes.toString('latin1', 0, 4) !== 'MDMP') throw new Error(`${path} is no minidump.`)
	const streams = new Map(each(u32(8), u32(12), 12).map(at => [u32(at), u32(at + 8)]))
	const stream = (type: number): number => streams.get(type) ?? fail(path, type)

	const exception = stream(6)
	const context = u32(exception + 164)
	const pc = u64(context + (process.arch === 'arm64' ? 264 : 248))
	const threads = list(stream(3), 48)
	const crashed = threads.find(at => u32(at) === u32(exception)) ?? fail(path, 3)
	const modules = list(stream(4), 108).map(at => {
		const name = u32(at + 20)
		const codeView = u32(at + 80)
		return {
			base: u64(at),
			end: u64(at) + BigInt(u32(at + 8)),
			name: lastPart(bytes.toString('utf16le', name + 4, name + 4 + u32(name))),
			buildId: u32(at + 76) > 4 && u32(codeView) === 0x4270454c ? bytes.toString('hex', codeView + 4, codeView + u32(at + 76)) : ''
		}
	})
	const text = (at: number): string => bytes.toString('utf8', at + 4, at + 4 + u32(at))
	const annotations = list(u32(stream(0x43500001) + 40), 8).map(at => [text(u32(at)), text(u32(at + 4))])
	return {
		pid: u32(stream(15) + 8),
		signal: u32(exception + 8),
		crashedIn: modules.find(module => pc >= module.base && pc < module.end)?.name ?? null,
		stackBytes: u32(crashed + 32),
		threads: { read: threads.filter(at => u32(at + 40) > 0).length, all: threads.length },
		annotations: Object.fromEntries(annotations),
		modules: Object.fromEntries(modules.map(({ name, buildId }) => [name, buildId])),
		streams: [...streams.keys()].sort((a, b) => a - b)
	}

	function list(at: number, size: number): number[] {
		return each(u32(at), at + 4, size)
	}
}

function each(count: number, from: number, size: number): number[] {
	return Array.from({ length: count }, (_, place) => from + place * size)
}

function lastPart(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1)
}

function fail(path: string, type: number): never {
	throw new Error(`${path} lacks stream ${type}, or what it should hold.`)
}
