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
			cpu: CPUS[record.getUint16(0, true)] ?? 'other',
			platform: PLATFORMS[word(20)] ?? 'other',
			processors: record.getUint8(6),
			osVersion: `${word(8)}.${word(12)}.${word(16)}`,
			osDetail: word(24) === 0 ? '' : (stream.bytes.utf16(word(24)) ?? '')
		}
	}
}

const CPUS: Readonly<Record<number, Cpu>> = {
	0: 'x86',
	9: 'x86_64',
	10: 'x86',
	12: 'arm64',
	// Breakpad's number from before Windows had one.
	32771: 'arm64'
}

const PLATFORMS: Readonly<Record<number, Platform>> = {
	2: 'windows',
	3: 'windows',
	33025: 'macos',
	33281: 'linux',
	33283: 'linux'
}
