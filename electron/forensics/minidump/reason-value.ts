import type { ExceptionInfo } from './dump.ts'

/** What an exception is about, the same on all platforms. */
export type ReasonKind =
	/** Memory that is not there, or may not be touched so. */
	| 'bad-address'
	/** The same, where the address can only be a field of nothing. */
	| 'null-pointer'
	| 'stack-overflow'
	/** The program stopped itself by an instruction made for that. */
	| 'trap'
	/** The processor refused an instruction; whether it was a trap isn't known. */
	| 'refused-instruction'
	/** The processor doesn't know an instruction, and it is no trap. */
	| 'unknown-instruction'
	/** The program gave up by a call made for that. */
	| 'abort'
	| 'arithmetic'
	| 'damaged-memory'
	| 'out-of-memory'
	| 'uncaught-exception'
	| 'missing-library'
	/** A mapped file that can't be read any more. */
	| 'unreadable-file'
	/** Sent by a process, perhaps by itself. */
	| 'signal'
	/** No crash: somebody asked for the dump. */
	| 'asked-for'
	| 'other'

/** Why a process died, as its exception tells it. */
export interface Reason {
	readonly kind: ReasonKind
	/** The platform's own name: `SIGSEGV`, `EXC_BAD_ACCESS`, `EXCEPTION_ACCESS_VIOLATION`; `signal 77`, `status 0x…` when it has none. */
	readonly name: string
	/** One sentence or two: what that means here. */
	readonly text: string
	/** Address that was touched; null when the exception is about none, or the processor didn't say which. */
	readonly address: bigint | null
	/** Whether another process sent it; null when the exception can't tell. */
	readonly sentFromOutside: boolean | null
	/** Process that sent it, where the exception names one. It may be gone, and its number used again. */
	readonly sentByPid: number | null
}

/** A reason about no address, of which it isn't known who sent it. */
export function plain(kind: ReasonKind, name: string, text: string): Reason {
	return { kind, name, text, address: null, sentFromOutside: null, sentByPid: null }
}

/** A reason from inside the process: the processor or the process itself raised it. */
export function raisedInside(kind: ReasonKind, name: string, text: string): Reason {
	return { ...plain(kind, name, text), sentFromOutside: false }
}

/** A reason about an address; one that is so low that it can only be a field of nothing is called so. */
export function atAddress(kind: ReasonKind, name: string, text: string, address: bigint): Reason {
	const isNull = kind === 'bad-address' && address < 65_536n
	const said = isNull ? `${text} It followed a pointer that points nowhere (null).` : text
	return { ...raisedInside(isNull ? 'null-pointer' : kind, name, said), address }
}

/** Parameter `n` of the exception; 0 when it has fewer. */
export function parameter(exception: ExceptionInfo, n: number): bigint {
	return exception.parameters[n] ?? 0n
}

/** The lower 32 bits. */
export function low32(value: bigint): number {
	return Number(BigInt.asUintN(32, value))
}
