import { hex } from './bytes.ts'
import type { ExceptionInfo } from './dump.ts'
import { atAddress, low32, parameter, plain, type Reason, type ReasonKind, raisedInside } from './reason-value.ts'

/** si_code: SI_USER, SI_QUEUE and SI_TKILL come from a process; SI_KERNEL from the kernel without more to say. */
const SI_USER = 0
const SI_QUEUE = -1
const SI_TKILL = -6
const SI_KERNEL = 128

type Fault = readonly [name: string, kind: ReasonKind, text: string]

/** What the signals of the processor say by si_code (asm-generic/siginfo.h). */
const FAULTS: Readonly<Record<string, Readonly<Record<number, Fault>>>> = {
	SIGILL: {
		1: ['ILL_ILLOPC', 'refused-instruction', 'The processor refused an instruction'],
		// x86 gives this for everything, traps on purpose among them.
		2: ['ILL_ILLOPN', 'refused-instruction', 'The processor refused an instruction'],
		4: ['ILL_ILLTRP', 'trap', 'The program stopped itself on purpose'],
		5: ['ILL_PRVOPC', 'refused-instruction', 'The program ran an instruction that is reserved for the kernel']
	},
	SIGFPE: {
		1: ['FPE_INTDIV', 'arithmetic', 'A whole number was divided by zero'],
		2: ['FPE_INTOVF', 'arithmetic', 'A whole number overflowed'],
		3: ['FPE_FLTDIV', 'arithmetic', 'A number was divided by zero']
	},
	SIGSEGV: {
		1: ['SEGV_MAPERR', 'bad-address', 'The program touched memory that is not there'],
		2: ['SEGV_ACCERR', 'bad-address', 'The program touched memory in a way that is not allowed there'],
		3: ['SEGV_BNDERR', 'bad-address', 'The program touched memory outside its bounds'],
		4: ['SEGV_PKUERR', 'bad-address', 'The program touched memory that a protection key guards']
	},
	SIGBUS: {
		1: ['BUS_ADRALN', 'bad-address', 'The program touched memory at an address that is not aligned'],
		2: [
			'BUS_ADRERR',
			'unreadable-file',
			'The program touched a mapped file where there is nothing (it became shorter, or the disk is full?)'
		],
		4: ['BUS_MCEERR_AR', 'damaged-memory', 'The hardware says that the memory itself is damaged']
	},
	SIGTRAP: {
		1: ['TRAP_BRKPT', 'trap', 'The program stopped itself on purpose (a check of its own failed, or memory was refused?)'],
		2: ['TRAP_TRACE', 'trap', 'The program was being traced step by step']
	},
	SIGSYS: { 1: ['SYS_SECCOMP', 'other', 'The sandbox forbade a system call'] }
}

/** What a signal says by itself. */
const SIGNALS: Readonly<Record<number, readonly [name: string, kind: ReasonKind, text: string]>> = {
	1: ['SIGHUP', 'signal', 'its terminal or session ended'],
	2: ['SIGINT', 'signal', 'it was interrupted'],
	3: ['SIGQUIT', 'signal', 'it was told to quit with a dump'],
	4: ['SIGILL', 'refused-instruction', 'the processor refused an instruction'],
	5: ['SIGTRAP', 'trap', 'it stopped itself on purpose (a check of its own failed, or memory was refused?)'],
	6: ['SIGABRT', 'abort', 'it gave up'],
	7: ['SIGBUS', 'bad-address', 'it touched memory that can not be reached'],
	8: ['SIGFPE', 'arithmetic', 'it made an arithmetic error'],
	9: ['SIGKILL', 'signal', 'it was killed'],
	10: ['SIGUSR1', 'signal', 'it was sent SIGUSR1'],
	11: ['SIGSEGV', 'bad-address', 'it touched memory that it may not'],
	12: ['SIGUSR2', 'signal', 'it was sent SIGUSR2'],
	13: ['SIGPIPE', 'other', 'it wrote to a pipe that nobody reads'],
	14: ['SIGALRM', 'signal', 'its alarm rang'],
	15: ['SIGTERM', 'signal', 'it was asked to end'],
	24: ['SIGXCPU', 'other', 'it used more processor time than it may'],
	25: ['SIGXFSZ', 'other', 'it wrote a file larger than it may'],
	31: ['SIGSYS', 'other', 'it made a system call that is not allowed']
}

/**
 * What a signal and its si_code mean.
 *
 * @param ownPid of the process that died, to tell its own signals from others'
 * @param hasCode whether the dump's writer keeps si_code: Breakpad's older ones wrote 0 always, which would say "sent by a process"
 */
export function linuxReason(exception: ExceptionInfo, ownPid: number | null, hasCode: boolean): Reason {
	const [name, kind, meaning] = SIGNALS[exception.code] ?? [`signal ${exception.code}`, 'other', 'it received a signal']
	const code = exception.flags | 0
	if (code === 0 && !hasCode) return withoutCode(exception, name, kind, meaning)
	if (code === SI_USER || code === SI_QUEUE || code === SI_TKILL) return sentReason(exception, name, ownPid)
	const fault = FAULTS[name]?.[code]
	if (fault !== undefined) {
		const [codeName, faultKind, text] = fault
		if (name === 'SIGSYS') return raisedInside(faultKind, name, `${text} (${codeName}).`)
		return atAddress(faultKind, name, `${text}, at address ${hex(exception.address)} (${codeName}).`, exception.address)
	}
	if (code !== SI_KERNEL) return plain(kind, name, `The process ended because ${meaning} (code ${code}).`)
	// For an address that can't exist at all, x86 reports no address: 0 there would be a lie.
	if (name === 'SIGSEGV') {
		return raisedInside(kind, name, 'The program touched memory at an impossible address; the processor does not say which (SI_KERNEL).')
	}
	return raisedInside(kind, name, `The process ended because ${meaning} (SI_KERNEL).`)
}

function withoutCode(exception: ExceptionInfo, name: string, kind: ReasonKind, meaning: string): Reason {
	if (name !== 'SIGSEGV' && name !== 'SIGBUS') return plain(kind, name, `The process ended because ${meaning}.`)
	const text = `The process ended because ${meaning}, at address ${hex(exception.address)}.`
	return { ...atAddress(kind, name, text, exception.address), sentFromOutside: null }
}

function sentReason(exception: ExceptionInfo, name: string, ownPid: number | null): Reason {
	const pid = senderOf(exception, name)
	const sender = pid === null ? 'a process' : `process ${pid}`
	const told = { ...plain('signal', name, `${name} was sent by ${sender}; whether by itself isn't known.`), sentByPid: pid }
	if (pid === null || ownPid === null) return told
	if (pid === ownPid) {
		const isAbort = name === 'SIGABRT'
		const text = isAbort ? 'The program gave up by itself (abort).' : `The program sent itself ${name}.`
		return { ...told, kind: isAbort ? 'abort' : 'signal', text, sentFromOutside: false }
	}
	// A sender outside our own container has the number 0.
	return { ...told, text: `${name} was sent from outside, by ${sender}.`, sentFromOutside: true }
}

/**
 * Crashpad keeps the sender as first parameter of signals that only processes send. For those of the processor it writes the field
 * where the address would stand, which the kernel then fills with the sender's pid (low half) and uid.
 */
function senderOf(exception: ExceptionInfo, name: string): number | null {
	if (exception.parameters.length > 0) return low32(parameter(exception, 0))
	return FAULTS[name] === undefined || exception.address === 0n ? null : low32(exception.address)
}
