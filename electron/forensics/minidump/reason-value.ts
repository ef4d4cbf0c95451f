import type { ExceptionInfo } from './dump.ts'

/** Why a process died, as its exception tells it. */
export interface Reason {
	/** The platform's own name: `SIGSEGV`, `EXC_BAD_ACCESS`, `EXCEPTION_ACCESS_VIOLATION`; `signal 77`, `status 0x…` when it has none. */
	readonly name: string
	/** One sentence: what that means here. */
	readonly text: string
	/** Address that was touched; null when the exception is about none, or the processor didn't say which. */
	readonly address: bigint | null
	/** Whether another process sent it; null when the exception can't tell. */
	readonly sentFromOutside: boolean | null
	/** Process that sent it, where the exception names one. It may be gone, and its number used again. */
	readonly sentByPid: number | null
}

/** A reason about no address, of which it isn't known who sent it. */
export function plain(name: string, text: string): Reason {
	return { name, text, address: null, sentFromOutside: null, sentByPid: null }
}

/** A reason from inside the process: the processor or the process itself raised it. */
export function raisedInside(name: string, text: string, address: bigint | null = null): Reason {
	return { name, text, address, sentFromOutside: false, sentByPid: null }
}

/** Parameter `n` of the exception; 0 when it has fewer. */
export function parameter(exception: ExceptionInfo, n: number): bigint {
	return exception.parameters[n] ?? 0n
}

/** What to add when an address is so low that it can only be a field of nothing. */
export function nullPointer(address: bigint): string {
	return address < 65_536n ? ' It followed a pointer that points nowhere (null).' : ''
}
