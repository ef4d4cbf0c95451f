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

/** What a page does, without a page: hello, commands, uploads, microphone frames. Everything that comes is checked by the contract. */
export class ApiClient {
	readonly #socket: WebSocket
	readonly #origin: string
	readonly #cookie: string
	readonly #messages: Message[] = []
	readonly #waiting = new Set<(message: Message) => void>()
	#requests = 0
	readonly snapshot: Snapshot
	/** Resolves when the line to main is gone. */
	readonly closed: Promise<void>
	isClosed = false
	readonly processes = new Map<string, ProcessHealth>()

	private constructor(socket: WebSocket, origin: string, cookie: string, snapshot: Snapshot) {
		this.#socket = socket
		this.#origin = origin
		this.#cookie = cookie
		this.snapshot = snapshot
		this.closed = new Promise(resolve => {
			socket.on('close', () => {
				this.isClosed = true
				resolve()
			})
		})
		for (const process of snapshot.processes) this.processes.set(process.name, process)
	}

	static async connect(address: string): Promise<ApiClient> {
		const url = new URL(address)
		const entrance = await fetch(address, { redirect: 'manual' })
		const cookie = entrance.headers.get('set-cookie')?.split(';')[0]
		if (!cookie) throw new Error(`No way in at ${url.origin}: ${entrance.status} ${await entrance.text()}`)
		const socket = new WebSocket(`ws://${url.host}/socket`, { headers: { cookie, origin: url.origin } })
		const early: Message[] = []
		let client: ApiClient | null = null
		const welcome = new Promise<Snapshot>((resolve, reject) => {
			socket.on('error', reject)
			socket.on('message', data => {
				const message = v.parse(ServerMessage, JSON.parse(String(data)))
				if (message.type === 'welcome' && message.snapshot) resolve(message.snapshot)
				if (client) client.#take(message)
				else early.push(message)
			})
		})
		socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', contract: CONTRACT_VERSION, epoch: null, last: null, page: null })))
		client = new ApiClient(socket, url.origin, cookie, await welcome)
		for (const message of early) client.#take(message)
		return client
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
		this.#socket.send(JSON.stringify({ type: 'request', id, name, params }))
		const response = await this.wait(`answer to ${name}`, message => message.type === 'response' && message.id === id && message)
		if (!response.ok) throw new CommandProblem(response.problem.code, response.problem.text)
		return response.result as CommandResult<N>
	}

	/** Uploads files as a drop does. */
	async drop(...paths: string[]): Promise<Transcript[]> {
		const uploads = []
		for (const path of paths) {
			const upload = randomUUID()
			const response = await fetch(`${this.#origin}/uploads/${upload}`, {
				method: 'PATCH',
				headers: { cookie: this.#cookie, origin: this.#origin, ...uploadHeaders(path, 0) },
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
		this.#socket.send(encodeAudioFrame({ recording, fromSample, samples }))
	}

	/** What GET `/audio/<id>` gives: a whole WAV. */
	async audio(id: string, range?: string): Promise<Response> {
		return await fetch(`${this.#origin}/audio/${id}`, { headers: { cookie: this.#cookie, ...(range ? { range } : {}) } })
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
		this.#socket.terminate()
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
