import * as v from 'valibot'
import { type AudioFrame, encodeAudioFrame } from '../../electron/contract/audio-frame.ts'
import { type CommandName, type CommandParams, type CommandResult, commands } from '../../electron/contract/commands.ts'
import { type AppEvent, ServerMessage, type Snapshot } from '../../electron/contract/events.ts'
import { type FeedInput, type FeedState, followFeed, noFeed } from './feed.ts'
import { fail, ok, type Problem, type Result } from './problem.ts'
import type { Transport } from './transport.ts'

export type AppFacts = Extract<ServerMessage, { type: 'welcome' }>['app']

/** Who hears what main says. Every function may be called at any time after `start`. */
export interface ClientListener {
	/** The line works, or works again. `newLife`: main was started since we last spoke. */
	connected(app: AppFacts, newLife: boolean): void
	lost(): void
	/** Main speaks another version than this page. */
	outdated(contract: number): void
	snapshot(snapshot: Snapshot): void
	event(event: AppEvent): void
	saved(recording: string, samples: number, at: number): void
	notSaved(recording: string, samples: number, problem: Problem): void
	/** Main said something that the contract doesn't know: a bug, shown and not swallowed. */
	violation(problem: Problem): void
}

export interface Client {
	start(listener: ClientListener): void
	/**
	 * Asks main. There is no time-out: while the line is down the request waits for it. A request that was under way when the
	 * line dropped is asked again when asking twice is harmless, else it ends with the problem `connection-lost`.
	 */
	request<N extends CommandName>(name: N, params: CommandParams<N>): Promise<Result<CommandResult<N>>>
	/** Whether main has not been told yet how something should be: that would be lost with the page. */
	owes(): boolean
	/** Nothing is queued: while the line is down the frame is dropped, and the recording sends it again. */
	sendAudio(frame: AudioFrame): void
}

/** Commands that only read: they may be asked twice. */
const READ: ReadonlySet<CommandName> = new Set<CommandName>([
	'recording.interrupted',
	'uploads.list',
	'transcripts.list',
	'transcripts.search',
	'transcript.get',
	'transcript.waveform',
	'version.get',
	'storage.get',
	'trash.list',
	'transcript.export',
	'transcripts.export',
	'export.preview',
	'exports.formats',
	'exits.list',
	'exit.get',
	'exit.report',
	'exits.groups',
	'exits.stats',
	'exit.bundle-preview',
	'exit.bundle',
	'lives.list',
	'process.curve',
	'process.log',
	'settings.get',
	'models.list',
	'models.offered',
	'models.installs'
])

/** Commands that say how things should be: twice is as good as once. */
const SAY: ReadonlySet<CommandName> = new Set<CommandName>([
	'recording.start',
	'mark.set',
	'mark.remove',
	'files.add-uploads',
	'upload.discard',
	'transcript.rename',
	'version.delete',
	'edits.set',
	'speakers.set',
	'transcript.restore',
	'transcripts.delete',
	'transcripts.restore',
	'transcripts.organise',
	'audio.discard',
	'trash.erase',
	'exit.delete',
	'settings.set'
])

interface Pending {
	readonly name: CommandName
	readonly params: unknown
	sent: boolean
	settle(result: Result<unknown>): void
}

export function createClient(transport: Transport): Client {
	const pending = new Map<number, Pending>()
	let nextId = 1
	let feed: FeedState = noFeed
	let usable = false
	let listener: ClientListener | null = null

	return {
		start(to) {
			listener = to
			transport.start({
				opened: () => advance({ type: 'opened' }),
				lost: lineLost,
				message: raw => {
					const parsed = v.safeParse(ServerMessage, raw)
					if (parsed.success) receive(parsed.output)
					else to.violation(violation(v.summarize(parsed.issues)))
				}
			})
		},
		async request<N extends CommandName>(name: N, params: CommandParams<N>): Promise<Result<CommandResult<N>>> {
			const answer = await new Promise<Result<unknown>>(settle => {
				const id = nextId++
				pending.set(id, { name, params, sent: false, settle })
				sendPending()
			})
			if (!answer.ok) return answer
			const parsed = v.safeParse(commands[name].result, answer.value)
			if (parsed.success) return ok(parsed.output as CommandResult<N>)
			const problem = violation(`${name}: ${v.summarize(parsed.issues)}`)
			listener?.violation(problem)
			return { ok: false, problem }
		},
		owes: () => [...pending.values()].some(request => !request.sent && SAY.has(request.name)),
		sendAudio(frame) {
			transport.sendAudio(encodeAudioFrame(frame))
		}
	}

	function advance(input: FeedInput): void {
		const [next, effects] = followFeed(feed, input)
		feed = next
		for (const effect of effects) {
			switch (effect.type) {
				case 'hello':
					transport.send(effect.message)
					break
				case 'snapshot':
					listener?.snapshot(effect.snapshot)
					break
				case 'welcomed': {
					const again = usable
					usable = true
					if (!again) listener?.connected(effect.app, effect.newLife)
					sendPending()
					break
				}
				case 'event':
					listener?.event(effect.event)
					break
				case 'outdated':
					listener?.outdated(effect.contract)
					break
				default:
					effect satisfies never
			}
		}
	}

	function receive(message: ServerMessage): void {
		switch (message.type) {
			case 'welcome':
			case 'event':
				advance(message)
				break
			case 'saved':
				listener?.saved(message.recording, message.samples, message.at)
				break
			case 'not-saved':
				listener?.notSaved(message.recording, message.samples, message.problem)
				break
			case 'response': {
				const request = pending.get(message.id)
				pending.delete(message.id)
				request?.settle(message.ok ? ok(message.result) : { ok: false, problem: message.problem })
				break
			}
			default:
				message satisfies never
		}
	}

	function sendPending(): void {
		if (!usable) return
		for (const [id, request] of pending) {
			if (request.sent) continue
			request.sent = true
			transport.send({ type: 'request', id, name: request.name, params: request.params })
		}
	}

	function lineLost(): void {
		usable = false
		advance({ type: 'lost' })
		for (const [id, request] of pending) {
			if (!request.sent) continue
			request.sent = false
			if (READ.has(request.name) || SAY.has(request.name)) continue
			pending.delete(id)
			request.settle(
				fail(
					'connection-lost',
					'The connection to Holdfast was lost before it answered. It may have been done or not: look, and try again.'
				)
			)
		}
		listener?.lost()
	}
}

function violation(detail: string): Problem {
	return {
		code: 'protocol-violation',
		facts: { detail },
		text: `Holdfast sent something that this page does not understand (${detail}). Reload the page; if it comes back, please report it.`
	}
}
