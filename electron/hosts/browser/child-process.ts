import { type ChildProcess, fork } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ExitFacts } from '../../forensics/exit-facts.ts'
import type { Host, WorkerEntry, WorkerEvents, WorkerProcess } from '../host.ts'
import { endOrphan, isFrozen, oomKills, residentFromProc } from '../proc.ts'

const ENTRIES: Record<WorkerEntry, string> = {
	asr: fileURLToPath(new URL('../../../native-bridge/worker/asr-main.ts', import.meta.url)),
	decode: fileURLToPath(new URL('../../../native-bridge/worker/decode-main.ts', import.meta.url))
}

/** After `exit`, its last output normally follows within 0.1 ms; a grandchild that holds the pipe may keep it open for ever. */
const LAST_LINES_MS = 100

/** Workers as Node child processes: for the browser host and the command line. */
export function childProcessHost(name: 'browser' | 'cli'): Host {
	return { name, forkWorker, residentBytes: residentFromProc, isFrozen, endOrphan, oomKills }
}

function forkWorker(entry: WorkerEntry, _label: string, env: Readonly<Record<string, string>>, events: WorkerEvents): WorkerProcess {
	let child: ChildProcess
	try {
		child = fork(ENTRIES[entry], [], {
			env: { ...process.env, ...env },
			execArgv: ['--expose-gc'],
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
			// Ctrl+C in a terminal goes to the whole group: main decides when its workers end.
			detached: process.platform !== 'win32'
		})
	} catch (error) {
		// Node tells most failures to start by an event, and some (no memory for another process) by an exception.
		const facts = { pid: null, code: null, signal: null, ntstatus: null, reason: (error as Error).message, neverStarted: true }
		setImmediate(() => events.exited(facts))
		return { send: () => {}, kill: () => {} }
	}
	let over = false
	const exited = (facts: Omit<ExitFacts, 'pid' | 'ntstatus'>) => {
		if (over) return
		over = true
		// Windows has no signals: a crash is an exit code of the form 0xCnnnnnnn.
		const ntstatus = process.platform === 'win32' && facts.code !== null && facts.code >>> 28 === 0xc ? facts.code >>> 0 : null
		events.exited({ ...facts, pid: child.pid ?? null, ntstatus })
	}
	for (const stream of [child.stdout, child.stderr])
		if (stream) createInterface({ input: stream }).on('line', line => over || events.line(line))
	child.on('spawn', () => events.spawned(child.pid ?? 0))
	child.on('message', message => over || events.message(message))
	child.on('error', error => {
		if (child.pid === undefined) exited({ code: null, signal: null, reason: error.message, neverStarted: true })
	})
	child.on('exit', (code, signal) => {
		const end = () => exited({ code, signal, reason: null, neverStarted: false })
		child.on('close', end)
		setTimeout(end, LAST_LINES_MS)
	})
	return {
		send: message => {
			// A channel that is breaking reports by callback; the exit that follows says all that matters.
			if (child.connected) child.send(message, () => {})
		},
		kill: (signal = 'SIGKILL') => {
			child.kill(signal)
		}
	}
}
