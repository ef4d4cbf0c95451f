import type { Details } from 'electron'
import type { ExitFacts } from '../../forensics/exit-facts.ts'

/** What Electron tells of a utility process's end, in two events, and what we did to bring it about. */
export interface Ending {
	/** Of `exit`. POSIX: the raw status that waitpid gave, or the argument of `process.exit`. Windows: the exit code, unsigned. */
	readonly code: number
	/** Of `child-process-gone`; null when it did not come in time, as after an end that Electron takes for normal. */
	readonly gone: Pick<Details, 'reason' | 'exitCode'> | null
	/** `stop`: it was asked by message. `kill`: we ended it. */
	readonly asked: 'stop' | 'kill' | null
	readonly platform: NodeJS.Platform
}

type Facts = Pick<ExitFacts, 'code' | 'signal' | 'ntstatus' | 'reason'>

/** Bit of a wait status that says a core was written. */
const CORE = 0x80

/**
 * One reading of both events. Electron gives no signal name, and one number for different ends: `process.exit(11)` and a SIGSEGV are
 * both 11, and 0 also stands for every signal that Chromium does not know. What can't be told apart is `unknown`.
 *
 * Sources: electron/electron shell/browser/api/electron_api_utility_process.cc (HandleTermination), lib/browser/api/utility-process.ts;
 * Chromium base/process/kill_posix.cc and kill_win.cc (GetTerminationStatus), content/browser/browser_child_process_host_impl.cc.
 */
export function readEnding(ending: Ending): Facts {
	return ending.platform === 'win32' ? readWindows(ending) : readPosix(ending)
}

function readPosix({ code, gone, asked, platform }: Ending): Facts {
	const reason = gone?.reason ?? null
	const bySignal = (status: number): Facts => ({
		code: null,
		signal: signalName(status & 0x7f, platform),
		ntstatus: null,
		reason: status & CORE ? `${reason}, core written` : reason
	})
	const byCode = (exitCode: number): Facts => ({ code: exitCode, signal: null, ntstatus: null, reason })

	if (gone?.reason === 'crashed') return bySignal(code)
	// A page that has used up its memory ends itself by a trap (Chromium base/process/memory.cc); where it did not, the status is 0.
	if (gone?.reason === 'oom' && code > 0 && code <= 0xff) return bySignal(code)
	// For our own `kill()` the code is made 0; the other event still has the signal.
	if (gone?.reason === 'killed') return bySignal(code === 0 ? gone.exitCode : code)
	// A native `exit` reaches us as a wait status: the code in the second byte. sherpa-onnx's `_Exit(-1)` is 65280 here.
	if (code > 0xff) return byCode((code >> 8) & 0xff)
	if (asked === 'kill') return { code: null, signal: 'SIGKILL', ntstatus: null, reason }
	if (code === 0 && asked !== 'stop') return { code: null, signal: 'unknown', ntstatus: null, reason: reason ?? 'Electron said 0' }
	return byCode(code)
}

function readWindows({ code, gone, asked }: Ending): Facts {
	const reason = gone?.reason ?? null
	// Windows has no signals: our `kill` ends it with code 0. Said as Node says it.
	if (asked === 'kill' && code === 0) return { code: null, signal: 'SIGKILL', ntstatus: null, reason }
	if (code === 0 && asked !== 'stop') return { code: null, signal: 'unknown', ntstatus: null, reason: reason ?? 'Electron said 0' }
	// Severity "warning" or "error" in the top bits, or a program's own exception (0xE…: Chromium's out of memory). 0xFFFFFFFF is exit(-1).
	if ([0x8, 0xc, 0xe].includes(code >>> 28)) return { code: null, signal: null, ntstatus: code >>> 0, reason }
	return { code: code | 0, signal: null, ntstatus: null, reason }
}

/** Signals whose numbers all POSIX systems share, then those that differ. signal(7); macOS sys/signal.h. */
const SHARED: Readonly<Record<number, string>> = {
	1: 'SIGHUP',
	2: 'SIGINT',
	3: 'SIGQUIT',
	4: 'SIGILL',
	5: 'SIGTRAP',
	6: 'SIGABRT',
	8: 'SIGFPE',
	9: 'SIGKILL',
	11: 'SIGSEGV',
	13: 'SIGPIPE',
	14: 'SIGALRM',
	15: 'SIGTERM',
	24: 'SIGXCPU',
	25: 'SIGXFSZ'
}
const LINUX: Readonly<Record<number, string>> = { 7: 'SIGBUS', 10: 'SIGUSR1', 12: 'SIGUSR2', 31: 'SIGSYS' }
const MACOS: Readonly<Record<number, string>> = { 10: 'SIGBUS', 12: 'SIGSYS', 30: 'SIGUSR1', 31: 'SIGUSR2' }

function signalName(number: number, platform: NodeJS.Platform): string {
	return SHARED[number] ?? (platform === 'darwin' ? MACOS : LINUX)[number] ?? 'unknown'
}
