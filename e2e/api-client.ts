import { randomUUID } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { basename } from 'node:path'
import * as v from 'valibot'
import { WebSocket } from 'ws'
import { encodeAudioFrame } from '../electron/contract/audio-frame.ts'
import { CONTRACT_VERSION, type CommandName, type CommandParams, type CommandResult } from '../electron/contract/commands.ts'
import { type AppEvent, ServerMessage, type Snapshot } from '../electron/contract/events.ts'
import type { ProcessHealth } from '../electron/contract/processes.ts'
import type { Transcript } from '../electron/contract/records.ts'

type Message = v.InferOutput<typeof ServerMessage>

/** A problem that a command gave back. */
export class CommandProblem extends Error {
	readonly code: string
	constructor(code: string, text: string) {
		super(text)
		this.code = code
	}
}

/** How it is connected: over a socket of its own, or in Electron through the page's bridge, which the page listens to as well. */
export interface Line {
	send(message: unknown): void
	sendAudio(frame: Uint8Array): void
	/** From now on; what came before is not lost. */
	listen(hear: (message: unknown) => void): void
	/** Of what main serves beside the contract: uploads, audio. */
	fetch(path: string, init?: RequestInit): Promise<Response>
	close(): void
	readonly closed: Promise<void>
	/** Its requests are numbered from here, since answers to the page's own come by too. */
	readonly firstRequest: number
}

/** What a page does, without a page: hello, commands, uploads, microphone frames. Everything that comes is checked by the contract. */
export class ApiClient {
	readonly #line: Line
	readonly #messages: Message[] = []
	readonly #waiting = new Set<(message: Message) => void>()
	#requests: number
	#snapshot: Snapshot | null = null
	/** Resolves when the line to main is gone. */
	readonly closed: Promise<void>
	isClosed = false
	readonly processes = new Map<string, ProcessHealth>()

	private constructor(line: Line) {
		this.#line = line
		this.#requests = line.firstRequest
		this.closed = line.closed.then(() => {
			this.isClosed = true
		})
	}

	static async connect(address: string): Promise<ApiClient> {
		return await ApiClient.over(await socketLine(address))
	}

	static async over(line: Line): Promise<ApiClient> {
		const client = new ApiClient(line)
		line.listen(raw => client.#take(v.parse(ServerMessage, raw)))
		line.send({ type: 'hello', contract: CONTRACT_VERSION, epoch: null, last: null, page: null })
		const gone = line.closed.then(() => Promise.reject(new Error('Main is gone before it said welcome.')))
		const welcome = client.wait('the welcome', message => message.type === 'welcome' && message.snapshot !== null && message)
		const { snapshot } = await Promise.race([welcome, gone])
		client.#snapshot = snapshot
		for (const process of snapshot?.processes ?? []) if (!client.processes.has(process.name)) client.processes.set(process.name, process)
		return client
	}

	/** As it was when this client came. */
	get snapshot(): Snapshot {
		if (this.#snapshot === null) throw new Error('It was never connected.')
		return this.#snapshot
	}

	#take(message: Message): void {
		if (message.type === 'event' && message.event.type === 'process') this.processes.set(message.event.process.name, message.event.process)
		this.#messages.push(message)
		for (const look of [...this.#waiting]) look(message)
	}

	/** Events so far, in order. */
	events(): AppEvent[] {
		return this.#messages.flatMap(message => (message.type === 'event' ? [message.event] : []))
	}

	/** The first message, already come or still to come, of which `pick` makes something. Throws after `ms`. */
	async wait<T>(what: string, pick: (message: Message) => T | null | undefined | false, ms = 60_000, from = 0): Promise<T> {
		for (const message of this.#messages.slice(from)) {
			const found = pick(message)
			if (found) return found
		}
		return await new Promise<T>((resolve, reject) => {
			const timer = setTimeout(() => {
				this.#waiting.delete(look)
				reject(new Error(`Waited ${ms} ms in vain for: ${what}`))
			}, ms)
			// Nothing more comes then: a test that is over does not stay for it.
			void this.closed.then(() => timer.unref())
			const look = (message: Message) => {
				const found = pick(message)
				if (!found) return
				clearTimeout(timer)
				this.#waiting.delete(look)
				resolve(found)
			}
			this.#waiting.add(look)
		})
	}

	/** As `wait`, for events that come from now on. */
	async next<T>(what: string, pick: (event: AppEvent) => T | null | undefined | false, ms = 60_000): Promise<T> {
		return await this.wait(what, message => message.type === 'event' && pick(message.event), ms, this.#messages.length)
	}

	async request<N extends CommandName>(name: N, params: CommandParams<N>): Promise<CommandResult<N>> {
		const id = ++this.#requests
		this.#line.send({ type: 'request', id, name, params })
		const response = await this.wait(`answer to ${name}`, message => message.type === 'response' && message.id === id && message)
		if (!response.ok) throw new CommandProblem(response.problem.code, response.problem.text)
		return response.result as CommandResult<N>
	}

	/** Uploads files as a drop does. */
	async drop(...paths: string[]): Promise<Transcript[]> {
		const uploads = []
		for (const path of paths) {
			const upload = randomUUID()
			const response = await this.#line.fetch(`/uploads/${upload}`, {
				method: 'PATCH',
				headers: uploadHeaders(path, 0),
				body: createReadStream(path) as unknown as ReadableStream,
				duplex: 'half'
			} as RequestInit)
			if (!response.ok) throw new Error(await response.text())
			uploads.push({ upload, name: basename(path) })
		}
		const { added, problems } = await this.request('files.add-uploads', { uploads, again: true })
		if (problems[0]) throw new CommandProblem(problems[0].code, problems[0].text)
		return await Promise.all(added.map(async transcript => (await this.request('transcript.get', { transcript })).transcript))
	}

	/** Waits until a transcript's job is over. */
	async over(id: string, ms = 120_000): Promise<Transcript> {
		const isOver = (t: Transcript) => t.id === id && (t.state === 'done' || t.state === 'failed' || t.state === 'cancelled')
		const now = (await this.request('transcript.get', { transcript: id })).transcript
		if (isOver(now)) return now
		return await this.next(`the end of ${id}`, event => event.type === 'transcript' && isOver(event.transcript) && event.transcript, ms)
	}

	sendAudio(recording: string, fromSample: number, samples: Int16Array): void {
		this.#line.sendAudio(encodeAudioFrame({ recording, fromSample, samples }))
	}

	/** What GET `/audio/<id>` gives: a whole WAV. */
	async audio(id: string, range?: string): Promise<Response> {
		return await this.#line.fetch(`/audio/${id}`, { headers: range ? { range } : {} })
	}

	/** Waits until a process is ready; gives its pid. */
	async readyPid(name: string, otherThan: number | null = null): Promise<number> {
		const fits = (p: ProcessHealth | undefined) => (p && (p.state === 'ready' || p.state === 'busy') && p.pid !== otherThan ? p.pid : null)
		return (
			fits(this.processes.get(name)) ??
			(await this.next(`${name} ready`, event => event.type === 'process' && event.process.name === name && fits(event.process)))
		)
	}

	close(): void {
		this.#line.close()
	}
}

/** What a page says of a file that it sends from `offset` on. */
export function uploadHeaders(path: string, offset: number): Record<string, string> {
	const { size, mtimeMs } = statSync(path)
	const base64 = (text: string) => Buffer.from(text).toString('base64')
	return {
		'content-length': String(size - offset),
		'upload-length': String(size),
		'upload-offset': String(offset),
		'upload-metadata': `name ${base64(basename(path))},changed ${base64(String(Math.round(mtimeMs)))}`
	}
}

/** To the browser host at `address`, with its key. Rejects when nobody lets it in. */
async function socketLine(address: string): Promise<Line> {
	const url = new URL(address)
	const entrance = await fetch(address, { redirect: 'manual' })
	const cookie = entrance.headers.get('set-cookie')?.split(';')[0]
	if (!cookie) throw new Error(`No way in at ${url.origin}: ${entrance.status} ${await entrance.text()}`)
	const socket = new WebSocket(`ws://${url.host}/socket`, { headers: { cookie, origin: url.origin } })
	await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
	socket.on('error', () => {})
	const { promise: closed, resolve } = Promise.withResolvers<void>()
	socket.on('close', () => resolve())
	return {
		closed,
		firstRequest: 0,
		send: message => socket.send(JSON.stringify(message)),
		sendAudio: frame => socket.send(frame),
		listen: hear => socket.on('message', data => hear(JSON.parse(String(data)))),
		fetch: (path, init = {}) =>
			fetch(`${url.origin}${path}`, { ...init, headers: { cookie, origin: url.origin, ...(init.headers as object) } }),
		close: () => socket.terminate()
	}
}
