import { hex } from './bytes.ts'
import type { ExceptionInfo } from './dump.ts'
import { atAddress, low32, parameter, plain, type Reason, type ReasonKind, raisedInside } from './reason-value.ts'

const ACCESS_VIOLATION = 0xc0000005
const IN_PAGE_ERROR = 0xc0000006
const STACK_BUFFER_OVERRUN = 0xc0000409

/** Status codes that a crash of ours can have (ntstatus.h, winnt.h; the last ones are customs of compilers and of Chromium). */
const STATUSES: ReadonlyMap<number, readonly [name: string, kind: ReasonKind, text: string]> = new Map([
	[0x40000015, ['STATUS_FATAL_APP_EXIT', 'abort', 'The program gave up by itself.']],
	[0x40010005, ['DBG_CONTROL_C', 'signal', 'The process was interrupted (Ctrl+C).']],
	[0x80000001, ['STATUS_GUARD_PAGE_VIOLATION', 'bad-address', 'The program touched a guard page.']],
	[0x80000002, ['EXCEPTION_DATATYPE_MISALIGNMENT', 'bad-address', 'The program touched memory at an address that is not aligned.']],
	[
		0x80000003,
		['EXCEPTION_BREAKPOINT', 'trap', 'The program stopped itself on purpose (a check of its own failed, or memory was refused?).']
	],
	[0x80000004, ['EXCEPTION_SINGLE_STEP', 'trap', 'The program was being traced step by step.']],
	[0xc0000008, ['STATUS_INVALID_HANDLE', 'other', 'The program used a handle that is not open.']],
	[0xc000000d, ['STATUS_INVALID_PARAMETER', 'other', 'The program called Windows with a wrong argument.']],
	[0xc0000017, ['STATUS_NO_MEMORY', 'out-of-memory', 'Windows refused more memory.']],
	[
		0xc000001d,
		['EXCEPTION_ILLEGAL_INSTRUCTION', 'refused-instruction', 'The processor does not know an instruction (is it too old for this build?).']
	],
	[0xc0000025, ['EXCEPTION_NONCONTINUABLE_EXCEPTION', 'other', 'The program went on after an error that allows no going on.']],
	[0xc000008c, ['EXCEPTION_ARRAY_BOUNDS_EXCEEDED', 'other', 'The program reached past the end of a list.']],
	[0xc000008e, ['EXCEPTION_FLT_DIVIDE_BY_ZERO', 'arithmetic', 'A number was divided by zero.']],
	[0xc0000090, ['EXCEPTION_FLT_INVALID_OPERATION', 'arithmetic', 'A calculation has no result.']],
	[0xc0000094, ['EXCEPTION_INT_DIVIDE_BY_ZERO', 'arithmetic', 'A whole number was divided by zero.']],
	[0xc0000095, ['EXCEPTION_INT_OVERFLOW', 'arithmetic', 'A whole number overflowed.']],
	[0xc0000096, ['EXCEPTION_PRIV_INSTRUCTION', 'refused-instruction', 'The program ran an instruction reserved for Windows.']],
	[0xc00000fd, ['EXCEPTION_STACK_OVERFLOW', 'stack-overflow', 'The stack was used up (calls nested without end?).']],
	[0xc0000135, ['STATUS_DLL_NOT_FOUND', 'missing-library', 'A library that the program needs was not found.']],
	[0xc0000138, ['STATUS_ORDINAL_NOT_FOUND', 'missing-library', 'A library is of another version than the program needs.']],
	[0xc0000139, ['STATUS_ENTRYPOINT_NOT_FOUND', 'missing-library', 'A library is of another version than the program needs.']],
	[0xc0000142, ['STATUS_DLL_INIT_FAILED', 'missing-library', 'A library could not start.']],
	[0xc0000194, ['EXCEPTION_POSSIBLE_DEADLOCK', 'other', 'The program waited for itself.']],
	[0xc0000374, ['STATUS_HEAP_CORRUPTION', 'damaged-memory', 'The heap is damaged: something wrote past the end of its memory earlier.']],
	[0xc0000417, ['STATUS_INVALID_CRUNTIME_PARAMETER', 'other', 'The program called the C library with a wrong argument.']],
	[0xc0000420, ['STATUS_ASSERTION_FAILURE', 'abort', 'A check of the program failed.']],
	[0xc06d007e, ['VCPP_EXCEPTION_MODULE_NOT_FOUND', 'missing-library', 'A library that is loaded late was not found.']],
	[0xc06d007f, ['VCPP_EXCEPTION_PROC_NOT_FOUND', 'missing-library', 'A library that is loaded late lacks a function.']],
	[0xe0000008, ['OUT_OF_MEMORY', 'out-of-memory', 'The program asked for memory and got none.']],
	[0xe0434352, ['CLR_EXCEPTION', 'uncaught-exception', 'A .NET exception that nobody caught.']],
	[0xe06d7363, ['CPP_EXCEPTION', 'uncaught-exception', 'A C++ exception that nobody caught.']]
])

/** Subcodes of a fail-fast (winnt.h, FAST_FAIL_…). */
const FAST_FAILS: Readonly<Record<number, readonly [name: string, kind: ReasonKind, text: string]>> = {
	0: ['LEGACY_GS_VIOLATION', 'damaged-memory', 'something wrote past the end of a buffer on the stack'],
	1: ['VTGUARD_CHECK_FAILURE', 'damaged-memory', 'an object is damaged'],
	2: ['STACK_COOKIE_CHECK_FAILURE', 'damaged-memory', 'something wrote past the end of a buffer on the stack'],
	3: ['CORRUPT_LIST_ENTRY', 'damaged-memory', 'a list in memory is damaged'],
	4: ['INCORRECT_STACK', 'damaged-memory', 'the stack is not where it should be'],
	5: ['INVALID_ARG', 'abort', 'a function was called with a wrong argument'],
	7: ['FATAL_APP_EXIT', 'abort', 'the program gave up by itself (abort)'],
	8: ['RANGE_CHECK_FAILURE', 'abort', 'an index was out of range'],
	10: ['GUARD_ICALL_CHECK_FAILURE', 'damaged-memory', 'a function pointer is damaged'],
	39: ['CONTROL_INVALID_RETURN_ADDRESS', 'damaged-memory', 'a return address is damaged']
}

/** What a Windows status code and its parameters mean. */
export function windowsReason(exception: ExceptionInfo): Reason {
	const { code } = exception
	if (code === ACCESS_VIOLATION) return accessViolation(exception, 'EXCEPTION_ACCESS_VIOLATION', 'bad-address', '')
	if (code === IN_PAGE_ERROR) {
		const cause = ` because its file could not be read (status ${hex(parameter(exception, 2))}; a disk or network that went away?)`
		return accessViolation(exception, 'EXCEPTION_IN_PAGE_ERROR', 'unreadable-file', cause)
	}
	if (code === STACK_BUFFER_OVERRUN) {
		const subcode = low32(parameter(exception, 0))
		const [name, kind, text] = FAST_FAILS[subcode] ?? [`subcode ${subcode}`, 'damaged-memory', 'it found itself damaged']
		return raisedInside(kind, 'STATUS_STACK_BUFFER_OVERRUN', `The program ended itself at once: ${text} (fail-fast, ${name}).`)
	}
	const status = STATUSES.get(code)
	if (status === undefined) return plain('other', `status ${hex(code)}`, `The process ended with the status ${hex(code)}.`)
	return raisedInside(status[1], status[0], status[2])
}

function accessViolation(exception: ExceptionInfo, name: string, kind: ReasonKind, cause: string): Reason {
	if (exception.parameters.length < 2) return raisedInside(kind, name, 'The program touched memory that it may not.')
	const address = parameter(exception, 1)
	const verb = { 0: 'read', 1: 'wrote', 8: 'ran code in' }[low32(parameter(exception, 0))] ?? 'touched'
	return atAddress(kind, name, `The program ${verb} memory that it may not, at address ${hex(address)}${cause}.`, address)
}
