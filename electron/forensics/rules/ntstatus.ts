/**
 * Windows' status codes that end a process, by name and in words. Names and numbers: Microsoft's ntstatus.h and [MS-ERREF]; the
 * 0xE codes: Chromium (base/process/memory.h, sandbox/win/src/sandbox_types.h) and the Visual C++ runtime; 0x4xxx: kernel debugging.
 */
export const STATUSES: ReadonlyMap<number, { readonly name: string; readonly means: string }> = new Map([
	[0x40010004, { name: 'DBG_TERMINATE_PROCESS', means: 'a debugger ended it' }],
	[0x4001000a, { name: 'DBG_PRINTEXCEPTION_WIDE_C', means: 'it reported an error that only a debugger reads' }],
	[0x40000015, { name: 'STATUS_FATAL_APP_EXIT', means: 'it ended itself over an error it could not handle' }],
	[0x80000001, { name: 'STATUS_GUARD_PAGE_VIOLATION', means: 'it touched memory that is guarded' }],
	[0x80000002, { name: 'STATUS_DATATYPE_MISALIGNMENT', means: 'it read data at a place where it can’t lie' }],
	[0x80000003, { name: 'STATUS_BREAKPOINT', means: 'it stopped at a check inside it that failed' }],
	[0x80000004, { name: 'STATUS_SINGLE_STEP', means: 'it stopped at a step meant for a debugger' }],
	[0xc0000005, { name: 'STATUS_ACCESS_VIOLATION', means: 'it touched memory that does not belong to it' }],
	[0xc0000006, { name: 'STATUS_IN_PAGE_ERROR', means: 'a part of its program or data could not be read from the disk' }],
	[0xc0000008, { name: 'STATUS_INVALID_HANDLE', means: 'it used a file or object that was not open' }],
	[0xc000000d, { name: 'STATUS_INVALID_PARAMETER', means: 'it called the system with a value that is not allowed' }],
	[0xc0000017, { name: 'STATUS_NO_MEMORY', means: 'it asked for memory and did not get it' }],
	[0xc000001d, { name: 'STATUS_ILLEGAL_INSTRUCTION', means: 'it ran an instruction that this processor does not have' }],
	[0xc0000025, { name: 'STATUS_NONCONTINUABLE_EXCEPTION', means: 'it went on after an error that allows no going on' }],
	[0xc0000026, { name: 'STATUS_INVALID_DISPOSITION', means: 'its handling of an error was itself in error' }],
	[0xc000007b, { name: 'STATUS_INVALID_IMAGE_FORMAT', means: 'a library that it needs is for another kind of Windows' }],
	[0xc000008c, { name: 'STATUS_ARRAY_BOUNDS_EXCEEDED', means: 'it went beyond the end of a list' }],
	[0xc000008e, { name: 'STATUS_FLOAT_DIVIDE_BY_ZERO', means: 'it divided by zero' }],
	[0xc0000090, { name: 'STATUS_FLOAT_INVALID_OPERATION', means: 'it did arithmetic that has no result' }],
	[0xc0000094, { name: 'STATUS_INTEGER_DIVIDE_BY_ZERO', means: 'it divided by zero' }],
	[0xc0000095, { name: 'STATUS_INTEGER_OVERFLOW', means: 'a number inside it became too large' }],
	[0xc0000096, { name: 'STATUS_PRIVILEGED_INSTRUCTION', means: 'it ran an instruction that only the system may run' }],
	[0xc000009a, { name: 'STATUS_INSUFFICIENT_RESOURCES', means: 'the system had nothing left to give it' }],
	[0xc00000fd, { name: 'STATUS_STACK_OVERFLOW', means: 'calls inside it went so deep that its stack was used up' }],
	[0xc0000135, { name: 'STATUS_DLL_NOT_FOUND', means: 'a library that it needs is missing' }],
	[0xc0000138, { name: 'STATUS_ORDINAL_NOT_FOUND', means: 'a library that it needs is of the wrong version' }],
	[0xc0000139, { name: 'STATUS_ENTRYPOINT_NOT_FOUND', means: 'a library that it needs is of the wrong version' }],
	[0xc000013a, { name: 'STATUS_CONTROL_C_EXIT', means: 'it was ended from the keyboard, or its console was closed' }],
	[0xc0000142, { name: 'STATUS_DLL_INIT_FAILED', means: 'a library that it needs could not be set up' }],
	[0xc0000194, { name: 'STATUS_POSSIBLE_DEADLOCK', means: 'two of its parts waited for each other' }],
	[0xc00002c9, { name: 'STATUS_REG_NAT_CONSUMPTION', means: 'it used a value that was never set' }],
	[0xc000012d, { name: 'STATUS_COMMITMENT_LIMIT', means: 'the system’s memory and page file were full' }],
	[0xc0000374, { name: 'STATUS_HEAP_CORRUPTION', means: 'it found its own memory damaged' }],
	[0xc0000409, { name: 'STATUS_STACK_BUFFER_OVERRUN', means: 'it ended itself at once over an error that allows no going on (fail fast)' }],
	[0xc0000417, { name: 'STATUS_INVALID_CRUNTIME_PARAMETER', means: 'it called its own library with a value that is not allowed' }],
	[0xc0000420, { name: 'STATUS_ASSERTION_FAILURE', means: 'a check inside it failed' }],
	[0xc0000428, { name: 'STATUS_INVALID_IMAGE_HASH', means: 'Windows refused a library whose signature is not valid' }],
	[0xc0000602, { name: 'STATUS_FAIL_FAST_EXCEPTION', means: 'it ended itself at once over an error that allows no going on (fail fast)' }],
	[0xc06d007e, { name: 'VCPP_EXCEPTION_MODULE_NOT_FOUND', means: 'a library that it loads when needed is missing' }],
	[0xc06d007f, { name: 'VCPP_EXCEPTION_PROC_NOT_FOUND', means: 'a library that it loads when needed is of the wrong version' }],
	[0xe0000008, { name: 'WIN_OUT_OF_MEMORY (Chromium)', means: 'it asked for memory and did not get it' }],
	[0xe06d7363, { name: 'VCPP_EXCEPTION (C++)', means: 'native code met an error that nobody handled' }],
	[0xe0434352, { name: 'CLR_EXCEPTION (.NET)', means: 'a program for .NET inside it met an error that nobody handled' }]
])

/** A status as Windows writes it: `0xC0000005`. */
export function statusHex(status: number): string {
	return `0x${status.toString(16).toUpperCase().padStart(8, '0')}`
}
