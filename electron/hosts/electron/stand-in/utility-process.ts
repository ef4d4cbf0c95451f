import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { constants } from 'node:os'
import { PassThrough } from 'node:stream'
import type { ForkOptions } from 'electron'
import type { Utility } from '../utility-process.ts'
import { app } from './app.ts'
import { StandInPort } from './message-channel.ts'

const PARENT_PORT = new URL('./parent-port.ts', import.meta.url).href

/** Chromium's base/process/kill_posix.cc. What is in neither list counts as a normal end, with status 0 and no second event. */
const CRASHES = ['SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGSEGV', 'SIGTRAP', 'SIGSYS']
const KILLS = ['SIGKILL', 'SIGINT', 'SIGTERM']

/** For tests that need a launch to fail: the next fork does. */
export const nextLaunch: { fails: boolean } = { fails: false }

/** A real process, whose end is told as Electron tells it. */
class StandInUtility extends EventEmitter {
	pid: number | undefined
	stdout: PassThrough | null = new PassThrough()
	stderr: PassThrough | null = new PassThrough()
	readonly #process: ChildProcess | null
	readonly #name: string
	#killed = false
	#terminated = false

	constructor(modulePath: string, args: readonly string[], { env = {}, execArgv = [], serviceName = 'Node Utility Process' }: ForkOptions) {
		super()
		this.#name = serviceName
		if (nextLaunch.fails) {
			nextLaunch.fails = false
			this.#process = null
			setImmediate(() => this.#gone('launch-failed', 1002))
			return
		}
		const flags = execArgv.filter(arg => arg.startsWith('--js-flags=')).flatMap(arg => arg.slice('--js-flags='.length).split(' '))
		this.#process = spawn(process.execPath, [...flags, '--unhandled-rejections=warn', '--import', PARENT_PORT, modulePath, ...args], {
			env: Object.keys(env).length === 0 ? process.env : { ...env },
			stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe', 'pipe'],
			serialization: 'advanced'
		})
		const { stdout, stderr, stdio } = this.#process
		if (this.stdout) stdout?.pipe(this.stdout)
		if (this.stderr) stderr?.pipe(this.stderr)
		let announced: number | null = null
		// `process.exit(n)` says n over a pipe of its own before the process ends: see parent-port.ts.
		stdio[4]?.on('data', (code: Buffer) => {
			announced = Number(code.toString())
			this.#terminate(announced)
		})
		this.#process.on('spawn', () => {
			this.pid = this.#process?.pid
			this.emit('spawn')
		})
		this.#process.on('message', message => this.emit('message', message))
		this.#process.on('exit', (code, signal) => this.#ended(code, signal))
	}

	/** A port that is sent along becomes the other end of a pipe, of which main holds this one. */
	postMessage(message: unknown, transfer: readonly unknown[] = []): void {
		const cloned: unknown = structuredClone(message)
		const pipe = (this.#process?.stdio as readonly ({ destroy(): void } | null)[] | undefined)?.[5]
		for (const port of transfer) if (port instanceof StandInPort && pipe) port.pipe = pipe
		if (this.#process?.connected) this.#process.send({ data: cloned, ports: transfer.length }, () => {})
	}

	kill(): boolean {
		if (this.pid === undefined || !this.#process) return false
		this.#killed = this.#process.kill('SIGTERM')
		setTimeout(() => this.#process?.kill('SIGKILL'), 2_000).unref()
		return this.#killed
	}

	#ended(code: number | null, signal: NodeJS.Signals | null): void {
		const number = signal === null ? 0 : constants.signals[signal]
		const status = signal === null ? (code ?? 0) << 8 : [...CRASHES, ...KILLS].includes(signal) ? number : 0
		const ours = this.#killed && (status === 15 || status === 9)
		this.#terminate(ours ? 0 : status)
		// In the same task.
		if (signal !== null && CRASHES.includes(signal)) this.#gone('crashed', number)
		else if (signal !== null && KILLS.includes(signal)) this.#gone('killed', number)
		else if (status !== 0) this.#gone('abnormal-exit', status)
	}

	/** The first of several places that learn of the end wins. */
	#terminate(code: number): void {
		if (this.#terminated) return
		this.#terminated = true
		this.pid = undefined
		try {
			this.emit('exit', code)
		} finally {
			for (const stream of [this.stdout, this.stderr]) stream?.removeAllListeners()
			this.stdout = null
			this.stderr = null
		}
	}

	#gone(reason: string, exitCode: number): void {
		app.emit('child-process-gone', {}, { type: 'Utility', reason, exitCode, serviceName: 'node.mojom.NodeService', name: this.#name })
	}
}

export const utilityProcess = {
	fork(modulePath: string, args: string[] = [], options: ForkOptions = {}): Utility {
		if (!app.isReady()) throw new TypeError('utilityProcess cannot be created before app is ready.')
		return new StandInUtility(modulePath, args, options)
	}
}
