import * as v from 'valibot'
import { CONTRACT_VERSION, type CommandName, type CommandParams, type CommandResult } from '../contract/commands.ts'
import { type AppEvent, ServerMessage } from '../contract/events.ts'
import type { ExitRecord } from '../contract/exits.ts'
import type { ProcessHealth } from '../contract/processes.ts'
import type { Transcript } from '../contract/records.ts'

type Message = v.InferOutput<typeof ServerMessage>

/** A line to main. */
export interface Line {
	send(message: unknown): void
	/** Hands on what main says, parsed from JSON, from now on. */
	listen(hear: (message: unknown) => void): void
	/** It breaks as when a tab dies: without a goodbye. */
	break(): void
	close(): void
}

/** A window without a page: what a fire drill sees the app with. */
export class DrillClient {
	readonly #line: Line
	readonly #listeners = new Set<(message: Message) => void>()
	readonly processes = new Map<string, ProcessHealth>()
	/** Newest state of each, by id. */
	readonly exits = new Map<string, ExitRecord>()
	readonly transcripts = new Map<string, Transcript>()
	#requests = 0

	private constructor(line: Line) {
		this.#line = line
		line.listen(message => this.#take(v.parse(ServerMessage, message)))
	}

	/** Rejects when main says nothing. */
	static async begin(line: Line): Promise<DrillClient> {
		const client = new DrillClient(line)
		const welcomed = client.until('a welcome', message => (message.type === 'welcome' ? true : null), 5_000)
		line.send({ type: 'hello', contract: CONTRACT_VERSION, epoch: null, last: null, page: crypto.randomUUID() })
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
		this.#line.send({ type: 'request', id, name, params })
		const response = await answer
		if (!response.ok) throw new Error(response.problem.text)
		return response.result as CommandResult<N>
	}

	/** The line breaks as when a tab dies: without a goodbye. */
	break(): void {
		this.#line.break()
	}

	close(): void {
		this.#line.close()
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
