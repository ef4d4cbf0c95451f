import type { DumpProblem, Minidump } from './dump.ts'
import { linuxReason } from './reason-linux.ts'
import { machReason } from './reason-macos.ts'
import { plain, type Reason } from './reason-value.ts'
import { windowsReason } from './reason-windows.ts'

/** What `dump`'s exception means; null when it has none, or no platform to read it by. */
export function explainException(dump: Minidump): Reason | null {
	const { exception, system } = dump
	if (exception === null || system === null) return null
	const simulated = SIMULATED.get(exception.code)
	if (simulated !== undefined) return plain('asked-for', simulated, 'The dump was asked for; the process had not crashed.')
	switch (system.platform) {
		case 'linux':
			return linuxReason(exception, dump.misc?.pid ?? null, dump.crashpad !== null)
		case 'macos':
			return machReason(exception, system.cpu)
		case 'windows':
			return windowsReason(exception)
		case 'other':
			return null
		default:
			return unknownPlatform(system.platform)
	}
}

/** The problem to report when there is no reason. */
export function missingReason(dump: Minidump): DumpProblem {
	const what = dump.exception === null ? 'no exception' : 'an exception of an unknown platform'
	return { code: 'missing', text: `The dump holds ${what}: why the process died isn't known from it.` }
}

/** Codes for a dump without a crash: Breakpad's on Linux, Crashpad's on macOS and Windows. */
const SIMULATED: ReadonlyMap<number, string> = new Map([
	[0xffffffff, 'DUMP_REQUESTED'],
	[0x43507378, 'SIMULATED'],
	[0x0517a7ed, 'SIMULATED']
])

function unknownPlatform(platform: never): never {
	throw new Error(`Platform ${String(platform)} has no reasons.`)
}
