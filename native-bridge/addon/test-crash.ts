/** Makes a real process die and tells what its parent sees. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { listPending } from './dumps.ts'
import { type DumpFacts, readDumpFacts } from './test-dump.ts'
import type { Fault } from './test-faults.ts'

export interface Crash {
	readonly fault: Fault | 'caught-wasm-trap' | 'wait'
	/** Which thread; `worker` is one of worker_threads. Default main. */
	readonly where?: 'main' | 'pool' | 'worker'
	/** As `CrashCaptureOptions.handler`. */
	readonly handler?: string | null
	readonly timeoutMs?: number
	/** Left on the stack before. */
	readonly secret?: string
}

export interface Death {
	readonly pid: number
	readonly code: number | null
	readonly signal: NodeJS.Signals | null
	readonly stdout: string
	/** What lay in pending/ when `exit` was emitted. */
	readonly dumps: readonly (DumpFacts & { readonly path: string; readonly by: 'crashpad' | 'own' })[]
	/** From the `act` to `exit`, or from the start. */
	readonly ms: number
}

export interface CrashOptions {
	readonly env?: Readonly<Record<string, string>>
	readonly args?: readonly string[]
	/** Called when the child is about to do it. */
	readonly act?: (child: ChildProcess) => void
}

export function die(folder: string, crash: Crash, { env = {}, args = [], act }: CrashOptions = {}): Promise<Death> {
	const command = [join(import.meta.dirname, 'test-crash-child.ts'), JSON.stringify({ ...crash, folder }), ...args]
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, command, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] })
		let started = performance.now()
		let stdout = ''
		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			if (stdout === '' && act) {
				started = performance.now()
				act(child)
			}
			stdout += text
		})
		child.on('error', reject)
		child.on('exit', (code, signal) => {
			const ms = performance.now() - started
			try {
				const dumps = listPending(folder).map(({ path, by }) => ({ ...readDumpFacts(path), path, by }))
				child.on('close', () => resolve({ pid: child.pid ?? 0, code, signal, stdout, dumps, ms }))
			} catch (error) {
				reject(error)
			}
		})
	})
}
