import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { FromWorker, type Segment, type ToWorker } from '../protocol/messages.ts'

export type Of<T extends FromWorker['type']> = Extract<FromWorker, { type: T }>

/** A real engine worker, or another that is told what to load, as the supervisor starts it. */
export class AsrProcess {
	readonly messages: FromWorker[] = []
	/** What it sent that is no message. */
	readonly garbage: unknown[] = []
	readonly crumb: string
	readonly exit: Promise<{ readonly code: number | null; readonly signal: string | null; readonly stderr: string }>
	readonly #child: ChildProcess
	#news: () => void = () => {}

	/** `env` is added to what the supervisor gives. */
	constructor(folder: string, name = 'asr-1', env: Readonly<Record<string, string>> = {}, entry = 'asr-main') {
		this.crumb = join(folder, `${name}.crumb`)
		this.#child = fork(fileURLToPath(new URL(`${entry}.ts`, import.meta.url)), [], {
			execArgv: ['--expose-gc'],
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
			env: { ...process.env, HOLDFAST_CRUMB: this.crumb, HOLDFAST_LOGS: join(folder, 'logs'), HOLDFAST_NAME: name, ...env }
		})
		let stderr = ''
		this.#child.stderr?.on('data', chunk => {
			stderr += String(chunk)
		})
		this.#child.on('message', raw => {
			const parsed = v.safeParse(FromWorker, raw)
			if (parsed.success) this.messages.push(parsed.output)
			else this.garbage.push(raw)
			this.#news()
		})
		this.exit = new Promise(resolve => {
			this.#child.on('close', (code, signal) => {
				resolve({ code, signal, stderr })
				this.#news()
			})
		})
	}

	send(message: ToWorker): void {
		this.#child.send(message)
	}

	/** The n-th message of a type, waited for. Fails when the process ends before. */
	async until<T extends FromWorker['type']>(type: T, n = 1): Promise<Of<T>> {
		for (;;) {
			const found = this.messages.filter((message): message is Of<T> => message.type === type)[n - 1]
			if (found) return found
			if (this.#child.exitCode !== null || this.#child.signalCode !== null) throw new Error(`Ended: ${JSON.stringify(await this.exit)}`)
			await new Promise<void>(resolve => {
				this.#news = resolve
			})
		}
	}

	/** Settled so far. */
	segments(): Segment[] {
		return this.messages.flatMap(message => (message.type === 'step' && message.segment ? [message.segment] : []))
	}

	async kill(signal: NodeJS.Signals): Promise<void> {
		this.#child.kill(signal)
		await this.exit
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.kill('SIGKILL')
	}
}
