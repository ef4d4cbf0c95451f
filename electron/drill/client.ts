import * as v from 'valibot'
import { WebSocket } from 'ws'
import { CONTRACT_VERSION, type CommandName, type CommandParams, type CommandResult } from '../contract/commands.ts'
import { type AppEvent, ServerMessage } from '../contract/events.ts'
import type { ExitRecord } from '../contract/exits.ts'
import type { ProcessHealth } from '../contract/processes.ts'
import type { Transcript } from '../contract/records.ts'

type Message = v.InferOutput<typeof ServerMessage>

/** A window without a page, at the browser host: what a fire drill sees the app with. */
export class DrillClient {
	readonly #socket: WebSocket
	readonly #listeners = new Set<(message: Message) => void>()
	readonly processes = new Map<string, ProcessHealth>()
	/** Newest state of each, by id. */
	readonly exits = new Map<string, ExitRecord>()
	readonly transcripts = new Map<string, Transcript>()
	#requests = 0

	private constructor(socket: WebSocket) {
		this.#socket = socket
		socket.on('message', data => this.#take(v.parse(ServerMessage, JSON.parse(String(data)))))
		// A line that breaks is what a drill is about: whoever waits gives up by its own clock.
		socket.on('error', () => {})
	}

	/** Rejects when nobody answers at `address`. */
	static async connect(address: string): Promise<DrillClient> {
		const url = new URL(address)
		const entrance = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(2_000) })
		await entrance.body?.cancel()
		const cookie = entrance.headers.get('set-cookie')?.split(';')[0] ?? ''
		const socket = new WebSocket(`ws://${url.host}/socket`, { headers: { cookie, origin: url.origin } })
		const client = new DrillClient(socket)
		const welcomed = client.until('a welcome', message => (message.type === 'welcome' ? true : null), 5_000)
		await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject).once('close', reject))
		const hello = { type: 'hello', contract: CONTRACT_VERSION, epoch: null, last: null, page: crypto.randomUUID() }
		socket.send(JSON.stringify(hello))
		await welcomed
		return client
	}

	/** What `pick` makes of the first message that it makes something of, from now on. Rejects after `ms`, saying what was waited for. */
	until<T>(what: string, pick: (message: Message) => T | null, ms: number): Promise<T> {
		return new Promise<T>((resolve, reject) => {
			const end = () => {
				clearTimeout(timer)
				this.#listeners.delete(look)
			}
			const timer = setTimeout(() => {
				end()
				reject(new Error(`${what} did not come within ${Math.round(ms / 1000)} s`))
			}, ms)
			const look = (message: Message) => {
				try {
					const found = pick(message)
					if (found === null) return
					resolve(found)
				} catch (error) {
					reject(error)
				}
				end()
			}
			this.#listeners.add(look)
		})
	}

	/** `pick` is asked now, and again whenever something changes, until it gives something. */
	async state<T>(what: string, pick: (client: DrillClient) => T | null, ms: number): Promise<T> {
		return pick(this) ?? (await this.until(what, () => pick(this), ms))
	}

	async request<N extends CommandName>(name: N, params: CommandParams<N>): Promise<CommandResult<N>> {
		const id = ++this.#requests
		const answer = this.until(
			`the answer to ${name}`,
			message => (message.type === 'response' && message.id === id ? message : null),
			20_000
		)
		this.#socket.send(JSON.stringify({ type: 'request', id, name, params }))
		const response = await answer
		if (!response.ok) throw new Error(response.problem.text)
		return response.result as CommandResult<N>
	}

	/** The line breaks as when a tab dies: without a goodbye. */
	break(): void {
		this.#socket.terminate()
	}

	close(): void {
		this.#socket.close(1001)
	}

	#take(message: Message): void {
		if (message.type === 'welcome' && message.snapshot) {
			for (const process of message.snapshot.processes) this.processes.set(process.name, process)
			for (const exit of message.snapshot.exits) this.exits.set(exit.id, exit)
			for (const transcript of message.snapshot.transcripts) this.transcripts.set(transcript.id, transcript)
		}
		if (message.type === 'event') this.#learn(message.event)
		for (const look of [...this.#listeners]) look(message)
	}

	#learn(event: AppEvent): void {
		if (event.type === 'process') this.processes.set(event.process.name, event.process)
		if (event.type === 'exit') this.exits.set(event.exit.id, event.exit)
		if (event.type === 'transcript') this.transcripts.set(event.transcript.id, event.transcript)
	}
}
