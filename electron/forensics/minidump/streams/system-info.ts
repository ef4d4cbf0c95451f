import type { Cpu, Platform } from '../dump.ts'
import { leadingRecord, type StreamKind } from './stream.ts'

/** MINIDUMP_SYSTEM_INFO. Its CPU bytes hold features on x86-64, not the vendor's name: not read. */
export const systemInfo: StreamKind = {
	type: 7,
	name: 'system info',
	read(stream, into) {
		const record = leadingRecord(stream, 32)
		if (record === undefined) return
		const word = (at: number) => record.getUint32(at, true)
		into.system = {
			cpu: CPUS.get(record.getUint16(0, true)) ?? 'other',
			platform: PLATFORMS.get(word(20)) ?? 'other',
			processors: record.getUint8(6),
			osVersion: `${word(8)}.${word(12)}.${word(16)}`,
			osDetail: word(24) === 0 ? '' : (stream.bytes.utf16(word(24)) ?? '')
		}
	}
}

const CPUS: ReadonlyMap<number, Cpu> = new Map([
	[0, 'x86'],
	[9, 'x86_64'],
	[10, 'x86'],
	[12, 'arm64'],
	// Breakpad's number from before Windows had one.
	[0x8003, 'arm64']
])

const PLATFORMS: ReadonlyMap<number, Platform> = new Map([
	[2, 'windows'],
	[3, 'windows'],
	[0x8101, 'macos'],
	[0x8201, 'linux'],
	[0x8203, 'linux']
])
