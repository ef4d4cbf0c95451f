import * as v from 'valibot'
import type { Log } from '../../native-bridge/log/log.ts'
import { fail, type Result } from '../../native-bridge/protocol/problem.ts'
import { assertNever } from '../../native-bridge/protocol/units.ts'
import { type AudioFrame, decodeAudioFrame } from '../contract/audio-frame.ts'
import {
	ClientMessage,
	CONTRACT_VERSION,
	type CommandName,
	type CommandParams,
	type CommandResult,
	commands
} from '../contract/commands.ts'
import type { ServerMessage, Snapshot } from '../contract/events.ts'
import type { ClientSession, ClientTransport } from '../hosts/client.ts'
import type { Receipt } from '../journal/microphone.ts'
import type { Feed } from './feed.ts'
import { type LostClient, LostClients } from './lost-clients.ts'

/** One function for each command. `client` tells windows apart: a recording belongs to the one that makes it. */
export type Handlers = {
	readonly [N in CommandName]: (params: CommandParams<N>, client: Client) => Result<CommandResult<N>> | Promise<Result<CommandResult<N>>>
}

/** A connected window. */
export interface Client {
	readonly id: number
}

export interface ApiDependencies {
	readonly feed: Feed
	readonly handlers: Handlers
	readonly snapshot: () => Snapshot
	readonly audio: (frame: AudioFrame, client: Client) => Receipt
	readonly clientGone: (client: Client) => void
	/** Its line broke without a goodbye, and 5 s later it had not come back: it is dead. */
	readonly clientLost: (lost: LostClient) => void
	readonly app: { readonly version: string; readonly host: 'browser' | 'electron' | 'cli'; readonly updates: string | null }
	readonly log: Log
}

/** A window that takes nothing for so many queued bytes is cut off; when it comes back it gets what it missed. */
const MOST_BACKLOG_BYTES = 16_000_000

/** The contract, spoken with any number of windows: parses what comes, calls handlers, numbers what goes. */
export class ApiServer {
	readonly #deps: ApiDependencies
	readonly #lost: LostClients
	#clients = 0

	constructor(deps: ApiDependencies) {
		this.#deps = deps
		this.#lost = new LostClients(lost => {
			deps.log.error(lost, 'window lost')
			deps.clientLost(lost)
		})
	}

	/** Main ends: windows that break away now are no deaths. */
	close(): void {
		this.#lost.close()
	}

	/** A page said goodbye beside its line. */
	pageLeft(page: string): void {
		this.#lost.left(page)
	}

	connect(transport: ClientTransport): ClientSession {
		const { feed, log } = this.#deps
		const client: Client = { id: ++this.#clients }
		let listening: (() => void) | null = null
		let gone = false
		let page: string | null = null
		let recording: LostClient['recording'] = null
		const send = (message: ServerMessage) => {
			if (gone) return
			if (transport.backlog() > MOST_BACKLOG_BYTES) return cutOff('too slow')
			transport.send(message)
		}
		const closed = (how: 'goodbye' | 'lost') => {
			if (gone) return
			gone = true
			listening?.()
			log.info({ client: client.id, how }, 'window gone')
			if (page !== null) {
				if (how === 'lost') this.#lost.broke(page, recording)
				else this.#lost.left(page)
			}
			this.#deps.clientGone(client)
		}
		const cutOff = (reason: string) => {
			if (gone) return
			log.error({ client: client.id, reason }, 'window cut off')
			transport.close(reason)
			closed('goodbye')
		}
		log.info({ client: client.id }, 'window connected')
		return {
			message: raw => {
				// What was on its way when it was cut off: a window that broke the contract is not obeyed any more.
				if (gone) return
				const parsed = v.safeParse(ClientMessage, raw)
				if (!parsed.success) return cutOff(`protocol violation: ${wrongIn(parsed.issues)}`)
				const message = parsed.output
				switch (message.type) {
					case 'hello': {
						if (message.contract !== CONTRACT_VERSION)
							return cutOff(`the page speaks version ${message.contract}, this app ${CONTRACT_VERSION}: reload it`)
						page = message.page
						if (page !== null) this.#lost.came(page)
						listening?.()
						const missed = feed.since(message.epoch, message.last)
						const snapshot = missed ? null : this.#deps.snapshot()
						send({
							type: 'welcome',
							contract: CONTRACT_VERSION,
							epoch: feed.epoch,
							last: missed ? (message.last ?? 0) : feed.last,
							app: this.#deps.app,
							snapshot
						})
						for (const { n, event } of missed ?? []) send({ type: 'event', n, event })
						// Cut off by what was just sent: nobody would end the listening.
						if (gone) return
						listening = feed.listen(({ n, event }) => send({ type: 'event', n, event }))
						return
					}
					case 'request':
						if (message.name === 'recording.stop') recording = null
						void this.#request(message.name, message.params, client).then(result =>
							send({
								type: 'response',
								id: message.id,
								...(result.ok ? { ok: true, result: result.value } : { ok: false, problem: result.problem })
							})
						)
						return
					default:
						assertNever(message)
				}
			},
			audio: bytes => {
				if (gone) return
				const frame = decodeAudioFrame(bytes)
				if (!frame) return cutOff('protocol violation: not an audio frame')
				const receipt = this.#deps.audio(frame, client)
				switch (receipt.kind) {
					case 'saved':
						recording = { id: frame.recording, samples: receipt.samples }
						send({ type: 'saved', recording: frame.recording, samples: receipt.samples, at: Date.now() })
						return
					case 'not-saved':
						send({ type: 'not-saved', recording: frame.recording, samples: receipt.samples, problem: receipt.problem })
						return
					case 'unknown-recording':
						send({
							type: 'not-saved',
							recording: frame.recording,
							samples: 0,
							problem: fail('recording-closed', 'This recording is closed. Its audio is kept; what came after goes into a new one.').problem
						})
						return
					default:
						assertNever(receipt)
				}
			},
			closed
		}
	}

	async #request<N extends CommandName>(name: N, raw: unknown, client: Client): Promise<Result<unknown>> {
		const parsed = v.safeParse(commands[name].params, raw)
		if (!parsed.success) return fail('bad-request', `The request “${name}” can't be understood: ${wrongIn(parsed.issues)}.`, { name })
		return await this.#deps.handlers[name](parsed.output as CommandParams<N>, client)
	}
}

/** What is wrong where, without what was sent: that may be long, and said by somebody. */
function wrongIn(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
	const told = issues.slice(0, 3).map(issue => {
		const what = issue.message.replace(/ but received .*/s, '').slice(0, 120)
		return `${v.getDotPath(issue)?.slice(0, 60) ?? 'it as a whole'}: ${what}`
	})
	return told.join(', ')
}
