import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Ending, readEnding } from './ending.ts'

type Case = [end: string, Omit<Ending, 'platform' | 'asked'> & { asked?: Ending['asked'] }, expected: string]

/** `code 3`, `SIGSEGV`, `status c0000005`, then what else was said. */
function check(platform: NodeJS.Platform, cases: readonly Case[]): void {
	for (const [end, told, expected] of cases) {
		test(`${platform}: ${end}`, () => {
			const { code, signal, ntstatus, reason } = readEnding({ asked: null, ...told, platform })
			const said = [
				code === null ? null : `code ${code}`,
				signal,
				ntstatus === null ? null : `status ${ntstatus.toString(16)}`,
				reason && `(${reason})`
			]
			assert.equal(said.filter(Boolean).join(' '), expected)
		})
	}
}

const crashed = (exitCode: number) => ({ reason: 'crashed', exitCode }) as const
const killed = (exitCode: number) => ({ reason: 'killed', exitCode }) as const
const abnormal = (exitCode: number) => ({ reason: 'abnormal-exit', exitCode }) as const

check('linux', [
	['process.exit(3): the code comes ahead of the death', { code: 3, gone: abnormal(3 << 8) }, 'code 3 (abnormal-exit)'],
	['process.exit(3), and the other event is late', { code: 3, gone: null }, 'code 3'],
	['process.exit(11) is not a SIGSEGV', { code: 11, gone: abnormal(11 << 8) }, 'code 11 (abnormal-exit)'],
	['an uncaught exception', { code: 1, gone: abnormal(1 << 8) }, 'code 1 (abnormal-exit)'],
	['a native exit(3)', { code: 768, gone: abnormal(768) }, 'code 3 (abnormal-exit)'],
	['a native _Exit(-1), as sherpa-onnx ends itself over a bad model', { code: 65280, gone: abnormal(65280) }, 'code 255 (abnormal-exit)'],
	['SIGSEGV', { code: 11, gone: crashed(11) }, 'SIGSEGV (crashed)'],
	['SIGSEGV with a core', { code: 139, gone: crashed(139) }, 'SIGSEGV (crashed, core written)'],
	['SIGABRT', { code: 6, gone: crashed(6) }, 'SIGABRT (crashed)'],
	['SIGABRT with a core', { code: 134, gone: crashed(134) }, 'SIGABRT (crashed, core written)'],
	['SIGTRAP: the heap or an allocation was refused', { code: 5, gone: crashed(5) }, 'SIGTRAP (crashed)'],
	['SIGILL with a core: the processor lacks an instruction', { code: 132, gone: crashed(132) }, 'SIGILL (crashed, core written)'],
	['SIGFPE', { code: 8, gone: crashed(8) }, 'SIGFPE (crashed)'],
	['SIGBUS has number 7 on Linux', { code: 7, gone: crashed(7) }, 'SIGBUS (crashed)'],
	['SIGKILL from outside, or the kernel for want of memory', { code: 9, gone: killed(9) }, 'SIGKILL (killed)'],
	['SIGTERM from outside', { code: 15, gone: killed(15) }, 'SIGTERM (killed)'],
	['SIGINT from outside', { code: 2, gone: killed(2) }, 'SIGINT (killed)'],
	['we sent SIGKILL', { code: 9, gone: killed(9), asked: 'kill' }, 'SIGKILL (killed)'],
	['we sent SIGKILL, and the other event is late', { code: 9, gone: null, asked: 'kill' }, 'SIGKILL'],
	["Electron's own kill(): the code is made 0", { code: 0, gone: killed(15), asked: 'kill' }, 'SIGTERM (killed)'],
	['we sent SIGABRT for a dump', { code: 6, gone: crashed(6), asked: 'kill' }, 'SIGABRT (crashed)'],
	['it crashed while it was being stopped', { code: 11, gone: crashed(11), asked: 'stop' }, 'SIGSEGV (crashed)'],
	['it ended as asked', { code: 0, gone: null, asked: 'stop' }, 'code 0'],
	['it ended itself by SIGKILL as asked', { code: 9, gone: killed(9), asked: 'stop' }, 'SIGKILL (killed)'],
	['any other signal, exit(0), or reaped by somebody else', { code: 0, gone: null }, 'unknown (Electron said 0)'],
	['a real-time signal', { code: 40, gone: killed(40) }, 'unknown (killed)']
])

check('darwin', [
	['SIGBUS has number 10 on macOS', { code: 10, gone: crashed(10) }, 'SIGBUS (crashed)'],
	['SIGSEGV', { code: 11, gone: crashed(11) }, 'SIGSEGV (crashed)'],
	['SIGTRAP: an allocation over 2 GiB', { code: 5, gone: crashed(5) }, 'SIGTRAP (crashed)'],
	['SIGKILL by the system, for want of memory', { code: 9, gone: killed(9) }, 'SIGKILL (killed)'],
	["Electron's own kill()", { code: 0, gone: killed(15), asked: 'kill' }, 'SIGTERM (killed)'],
	['a signal that Chromium does not know', { code: 0, gone: null }, 'unknown (Electron said 0)'],
	['process.exit(1), an uncaught exception', { code: 1, gone: abnormal(256) }, 'code 1 (abnormal-exit)'],
	['a native _Exit(-1)', { code: 65280, gone: abnormal(65280) }, 'code 255 (abnormal-exit)']
])

check('win32', [
	['process.exit(3)', { code: 3, gone: crashed(3) }, 'code 3 (crashed)'],
	['exit code 1, or the Task Manager', { code: 1, gone: killed(1) }, 'code 1 (killed)'],
	['a native _Exit(-1)', { code: 4294967295, gone: crashed(-1) }, 'code -1 (crashed)'],
	['access violation; the other event has it signed', { code: 3221225477, gone: crashed(-1073741819) }, 'status c0000005 (crashed)'],
	['heap corruption', { code: 0xc0000374, gone: crashed(-1073740940) }, 'status c0000374 (crashed)'],
	['a library that is missing', { code: 0xc0000135, gone: crashed(-1073741515) }, 'status c0000135 (crashed)'],
	['a control-C in its console', { code: 0xc000013a, gone: crashed(-1073741510) }, 'status c000013a (crashed)'],
	['out of memory, where `exit` has it', { code: 0xe0000008, gone: null }, 'status e0000008'],
	['an exception of C++ that nobody caught', { code: 0xe06d7363, gone: crashed(-529697949) }, 'status e06d7363 (crashed)'],
	['process.exit(255)', { code: 255, gone: crashed(255) }, 'code 255 (crashed)'],
	['it crashed while it was being stopped', { code: 3221225477, gone: crashed(-1073741819), asked: 'stop' }, 'status c0000005 (crashed)'],
	['we ended it, and it had crashed', { code: 3221225477, gone: crashed(-1073741819), asked: 'kill' }, 'status c0000005 (crashed)'],
	['fail fast', { code: 0xc0000409, gone: crashed(-1073740791) }, 'status c0000409 (crashed)'],
	['stack overflow', { code: 0xc00000fd, gone: crashed(-1073741571) }, 'status c00000fd (crashed)'],
	['illegal instruction', { code: 0xc000001d, gone: crashed(-1073741795) }, 'status c000001d (crashed)'],
	['a breakpoint, as a failed check in Chromium', { code: 0x80000003, gone: crashed(-2147483645) }, 'status 80000003 (crashed)'],
	['process.abort(): _exit(134)', { code: 134, gone: crashed(134) }, 'code 134 (crashed)'],
	['out of memory: Electron says 0 and nothing else', { code: 0, gone: null }, 'unknown (Electron said 0)'],
	['we ended it', { code: 0, gone: null, asked: 'kill' }, 'SIGKILL'],
	['it ended as asked', { code: 0, gone: null, asked: 'stop' }, 'code 0']
])
