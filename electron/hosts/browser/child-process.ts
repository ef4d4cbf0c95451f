import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ToWorker } from '../../../native-bridge/protocol/messages.ts'
import type { Host, ProcessEvents, WorkerEntry, WorkerProcess } from '../host.ts'
import { startChild } from '../node-child.ts'
import { endOrphan, isFrozen, lowerPriority, oomKills, residentFromProc } from '../proc.ts'

const ENTRIES: Record<WorkerEntry, string> = {
	asr: fileURLToPath(new URL('../../../native-bridge/worker/asr-main.ts', import.meta.url)),
	decode: fileURLToPath(new URL('../../../native-bridge/worker/decode-main.ts', import.meta.url)),
	speakers: fileURLToPath(new URL('../../../native-bridge/worker/speakers-main.ts', import.meta.url))
}

/** Workers as Node child processes: for the browser host and the command line. */
export function childProcessHost(name: 'browser' | 'cli'): Host {
	return { name, forkWorker, residentBytes: residentFromProc, isFrozen, lowerPriority, endOrphan, oomKills }
}

function forkWorker(entry: WorkerEntry, _label: string, env: Readonly<Record<string, string>>, events: ProcessEvents): WorkerProcess {
	const start = () =>
		fork(ENTRIES[entry], [], {
			env: { ...process.env, ...env },
			execArgv: ['--expose-gc'],
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
			// Ctrl+C in a terminal goes to the whole group: main decides when its workers end.
			detached: process.platform !== 'win32'
		})
	const child = startChild<ToWorker>(start, events)
	return { send: child.send, kill: (signal = 'SIGKILL') => child.kill(signal) }
}
