import { hex } from './bytes.ts'
import type { ExceptionInfo } from './dump.ts'
import { nullPointer, parameter, plain, type Reason, raisedInside } from './reason-value.ts'

/** si_code: SI_USER, SI_QUEUE and SI_TKILL come from a process; SI_KERNEL from the kernel without more to say. */
const SI_USER = 0
const SI_QUEUE = -1
const SI_TKILL = -6
const SI_KERNEL = 128

/** What the signals of the processor say by si_code (asm-generic/siginfo.h). `at`: followed by the address. */
const FAULTS: Readonly<Record<string, Readonly<Record<number, { readonly name: string; readonly text: string; readonly at: boolean }>>>> = {
	SIGILL: {
		1: { name: 'ILL_ILLOPC', text: 'The processor does not know the instruction', at: true },
		2: { name: 'ILL_ILLOPN', text: 'The processor does not know the operand of the instruction', at: true },
		4: { name: 'ILL_ILLTRP', text: 'The program trapped on purpose', at: true },
		5: { name: 'ILL_PRVOPC', text: 'The instruction is reserved for the kernel', at: true }
	},
	SIGFPE: {
		1: { name: 'FPE_INTDIV', text: 'A whole number was divided by zero', at: true },
		2: { name: 'FPE_INTOVF', text: 'A whole number overflowed', at: true },
		3: { name: 'FPE_FLTDIV', text: 'A number was divided by zero', at: true }
	},
	SIGSEGV: {
		1: { name: 'SEGV_MAPERR', text: 'The program touched memory that is not there', at: true },
		2: { name: 'SEGV_ACCERR', text: 'The program touched memory in a way that is not allowed there', at: true },
		3: { name: 'SEGV_BNDERR', text: 'The program touched memory outside its bounds', at: true },
		4: { name: 'SEGV_PKUERR', text: 'The program touched memory that a protection key guards', at: true }
	},
	SIGBUS: {
		1: { name: 'BUS_ADRALN', text: 'The program touched memory at an address that is not aligned', at: true },
		2: {
			name: 'BUS_ADRERR',
			text: 'The program touched memory behind which there is nothing (a mapped file that became shorter, or a full disk?)',
			at: true
		},
		4: { name: 'BUS_MCEERR_AR', text: 'The memory itself is damaged, says the hardware,', at: true }
	},
	SIGTRAP: {
		1: { name: 'TRAP_BRKPT', text: 'The program stopped itself on purpose (a check of its own failed, or memory was refused?)', at: true },
		2: { name: 'TRAP_TRACE', text: 'The program was being traced step by step', at: true }
	},
	SIGSYS: { 1: { name: 'SYS_SECCOMP', text: 'The sandbox forbade a system call', at: false } }
}

/** What a signal says by itself. */
const SIGNALS: Readonly<Record<number, readonly [name: string, text: string]>> = {
	1: ['SIGHUP', 'its terminal or session ended'],
	2: ['SIGINT', 'it was interrupted'],
	3: ['SIGQUIT', 'it was told to quit with a dump'],
	4: ['SIGILL', 'it ran into an illegal instruction'],
	5: ['SIGTRAP', 'it ran into a trap'],
	6: ['SIGABRT', 'it gave up'],
	7: ['SIGBUS', 'it touched memory that can not be reached'],
	8: ['SIGFPE', 'it made an arithmetic error'],
	9: ['SIGKILL', 'it was killed'],
	10: ['SIGUSR1', 'it was sent SIGUSR1'],
	11: ['SIGSEGV', 'it touched memory that it may not'],
	12: ['SIGUSR2', 'it was sent SIGUSR2'],
	13: ['SIGPIPE', 'it wrote to a pipe that nobody reads'],
	14: ['SIGALRM', 'its alarm rang'],
	15: ['SIGTERM', 'it was asked to end'],
	24: ['SIGXCPU', 'it used more processor time than it may'],
	25: ['SIGXFSZ', 'it wrote a file larger than it may'],
	31: ['SIGSYS', 'it made a system call that is not allowed']
}

/** What a signal and its si_code mean. @param ownPid of the process that died, to tell its own signals from others' */
export function linuxReason(exception: ExceptionInfo, ownPid: number | null): Reason {
	const [name, meaning] = SIGNALS[exception.code] ?? [`signal ${exception.code}`, 'it received a signal']
	const code = exception.flags | 0
	if (code === SI_USER || code === SI_QUEUE || code === SI_TKILL) return sentReason(exception, name, ownPid)
	const fault = FAULTS[name]?.[code]
	if (fault !== undefined) {
		const where = fault.at ? `, at address ${hex(exception.address)}` : ''
		return raisedInside(
			name,
			`${fault.text}${where} (${fault.name}).${name === 'SIGSEGV' ? nullPointer(exception.address) : ''}`,
			fault.at ? exception.address : null
		)
	}
	if (code !== SI_KERNEL) return plain(name, `The process ended because ${meaning} (code ${code}).`)
	// For an address that can't exist at all, x86 reports no address: 0 there would be a lie.
	if (name === 'SIGSEGV')
		return raisedInside(name, 'The program touched memory at an impossible address; the processor does not say which (SI_KERNEL).')
	return raisedInside(name, `The process ended because ${meaning}; the kernel says no more (SI_KERNEL).`)
}

function sentReason(exception: ExceptionInfo, name: string, ownPid: number | null): Reason {
	const pid = senderOf(exception, name)
	// A sender outside our own container or namespace has the number 0.
	const inside = pid === null || ownPid === null ? null : pid === ownPid
	if (inside === true) {
		const text = name === 'SIGABRT' ? 'The program gave up by itself (abort).' : `The program sent itself ${name}.`
		return { name, text, address: null, sentFromOutside: false, sentByPid: pid }
	}
	const sender = pid === null ? 'a process' : `process ${pid}`
	const text =
		inside === null ? `${name} was sent by ${sender}; whether by itself isn't known.` : `${name} was sent from outside, by ${sender}.`
	return { name, text, address: null, sentFromOutside: inside === null ? null : true, sentByPid: pid }
}

/**
 * Crashpad keeps the sender as first parameter of signals that only processes send. For those of the processor it writes the field
 * where the address would stand, which the kernel then fills with the sender's pid (low half) and uid.
 */
function senderOf(exception: ExceptionInfo, name: string): number | null {
	if (exception.parameters.length > 0) return Number(BigInt.asUintN(32, parameter(exception, 0)))
	return FAULTS[name] === undefined || exception.address === 0n ? null : Number(BigInt.asUintN(32, exception.address))
}
