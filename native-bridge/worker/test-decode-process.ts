import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { FromWorker, type ToWorker } from '../protocol/messages.ts'

const ENTRY = fileURLToPath(new URL('decode-main.ts', import.meta.url))

type Order = Extract<ToWorker, { type: 'decode' }>
type Message<T extends FromWorker['type']> = Extract<FromWorker, { type: T }>

/** A real decode worker as main would start it, and what it has said so far. */
export class DecodeProcess {
	readonly child: ChildProcess
	said: FromWorker[] = []
	readonly logs: string
	readonly crumb: string
	readonly #waiting = new Set<() => void>()

	/** `kilobytesPerFile`: the largest file it may write, as on a full disk. */
	constructor(folder: string, kilobytesPerFile: number | null = null) {
		this.logs = join(folder, 'logs')
		this.crumb = join(folder, 'crumb')
		mkdirSync(this.logs, { recursive: true })
		const env = { ...process.env, HOLDFAST_CRUMB: this.crumb, HOLDFAST_LOGS: this.logs, HOLDFAST_NAME: 'decoder' }
		this.child =
			kilobytesPerFile === null
				? fork(ENTRY, { env })
				: spawn('bash', ['-c', `ulimit -f ${kilobytesPerFile}; exec "$0" "$@"`, process.execPath, ENTRY], {
						env,
						stdio: ['ignore', 'inherit', 'inherit', 'ipc']
					})
		this.child.on('message', raw => {
			this.said.push(v.parse(FromWorker, raw))
			this.#wake()
		})
		this.child.on('exit', () => this.#wake())
	}

	send(message: ToWorker): void {
		this.child.send(message)
	}

	/** How it ended, null while it lives. */
	get end(): string | null {
		return this.child.signalCode ?? (this.child.exitCode === null ? null : `exit code ${this.child.exitCode}`)
	}

	/** The first message that fits, said already or yet to come. Rejects when the worker ends first. */
	async until<T extends FromWorker['type']>(type: T, fits: (message: Message<T>) => boolean = () => true): Promise<Message<T>> {
		for (;;) {
			const found = this.said.find((message): message is Message<T> => message.type === type && fits(message as Message<T>))
			if (found) return found
			if (this.end !== null) throw new Error(`The worker ended (${this.end})`)
			await new Promise<void>(resolve => this.#waiting.add(resolve))
		}
	}

	/** Decodes, and gives the last word on it. */
	async decode(
		source: string,
		journal: string,
		attempt = 'a1',
		choice: Pick<Order, 'track' | 'channel'> = {}
	): Promise<Message<'decode-ended'> | Message<'failed'>> {
		this.send({ type: 'decode', skip: 0, attempt, job: 'j1', source, journal, ...choice })
		return await Promise.race([this.until('decode-ended', m => m.attempt === attempt), this.until('failed', m => m.attempt === attempt)])
	}

	/** Its most memory so far, bytes; null where /proc does not say. */
	peakBytes(): number | null {
		try {
			return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${this.child.pid}/status`, 'latin1'))?.[1]) * 1024
		} catch {
			return null
		}
	}

	/** Resolves when it is gone. */
	async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
		if (this.end !== null) return
		const gone = once(this.child, 'exit')
		this.child.kill(signal)
		await gone
	}

	#wake(): void {
		for (const resolve of this.#waiting) resolve()
		this.#waiting.clear()
	}
}
