/** Starts Holdfast's browser host as a process of its own, as the launcher does, and talks to it as a page does. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ApiClient } from './api-client.ts'
import { inspectable } from './inspector.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

export interface RunningHost {
	readonly dataDir: string
	readonly address: string
	/** Of the process that was started: main, or its guardian. */
	readonly pid: number
	/** Everything it wrote to standard error so far. */
	readonly stderr: () => string
	/** A page's connection to it. */
	connect(): Promise<ApiClient>
	/** The same while main is not there: it is waited for, as a page does. */
	connectAgain(): Promise<ApiClient>
	/** Ends that process only, by a real signal; resolves when it is gone. */
	kill(signal: NodeJS.Signals): Promise<void>
	/** Orderly end. The data folder stays when it was given. */
	stop(): Promise<void>
}

export interface HostOptions {
	readonly dataDir?: string
	readonly modelsDir?: string
	readonly port?: number
	/** With a guardian, as `npm start` does it: a main that dies is started again. */
	readonly guarded?: boolean
	/** Whether it has a standby engine, as it has by itself where there is memory. Loading one takes time from what is tested. */
	readonly standby?: boolean
	/** Beside this process's own environment. */
	readonly env?: Readonly<Record<string, string>>
}

/** Resolves when the app says where it is; throws with its standard error when it ends before. */
export async function startHost(options: HostOptions = {}): Promise<RunningHost> {
	const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'holdfast-e2e-'))
	const settings = join(dataDir, 'settings.json')
	if (!options.standby && !existsSync(settings)) {
		mkdirSync(dataDir, { recursive: true })
		writeFileSync(settings, JSON.stringify({ standby: 'off' }), { mode: 0o600 })
	}
	const args = [
		join(root, options.guarded ? 'electron/guardian/main.ts' : 'electron/hosts/browser/main.ts'),
		...['--data', dataDir],
		...['--models', options.modelsDir ?? join(root, 'models')],
		...(options.port === undefined ? ['--port', '0'] : ['--port', String(options.port)])
	]
	const child = spawn(process.execPath, args, {
		env: { ...process.env, ...inspectable(), ...options.env },
		stdio: ['ignore', 'pipe', 'pipe']
	})
	let stderr = ''
	child.stderr.on('data', chunk => {
		stderr += chunk
	})
	const address = await new Promise<string>((resolve, reject) => {
		let stdout = ''
		child.stdout.on('data', chunk => {
			stdout += chunk
			const found = /ready at (\S+)\n/.exec(stdout)?.[1]
			if (found) resolve(found)
		})
		child.once('exit', (code, signal) => reject(new Error(`Holdfast ended before it was ready (${code ?? signal}): ${stderr}`)))
	})
	return {
		dataDir,
		address,
		pid: child.pid ?? 0,
		stderr: () => stderr,
		connect: () => ApiClient.connect(address),
		connectAgain: () => connectAgain(address),
		kill: async signal => {
			await end(child, signal)
		},
		stop: async () => {
			await end(child, 'SIGTERM')
			if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true })
		}
	}
}

async function connectAgain(address: string): Promise<ApiClient> {
	for (const until = performance.now() + 30_000; ; await sleep(50)) {
		try {
			return await ApiClient.connect(address)
		} catch (error) {
			if (performance.now() > until) throw error
		}
	}
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return
	const gone = once(child, 'exit')
	child.kill(signal)
	await gone
}
