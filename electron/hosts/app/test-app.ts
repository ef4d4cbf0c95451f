/** The whole app in this process, with real worker processes and an engine that does what a script says. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type * as v from 'valibot'
import type { Script } from '../../../native-bridge/engines/scripted.ts'
import { journalOf } from '../../../native-bridge/engines/test-speech.ts'
import { folderFor } from '../../../native-bridge/journal/test-folder.ts'
import { CHUNK_SAMPLES, secondsOf } from '../../../native-bridge/protocol/units.ts'
import { encodeAudioFrame } from '../../contract/audio-frame.ts'
import { CONTRACT_VERSION, type CommandName, type CommandParams, type CommandResult } from '../../contract/commands.ts'
import type { AppEvent, ServerMessage } from '../../contract/events.ts'
import type { ExitRecord } from '../../contract/exits.ts'
import type { Transcript } from '../../contract/records.ts'
import type { Settings } from '../../contract/settings.ts'
import type { Wish } from '../../contract/wish.ts'
import { describeModel } from '../../models/test-models.ts'
import { type AppOptions, startApp } from '../app.ts'
import { childProcessHost } from '../browser/child-process.ts'

export type Deed = NonNullable<v.InferInput<typeof Script>['deeds']>[number]

export interface TestApp {
	readonly ask: <N extends CommandName>(name: N, params: CommandParams<N>) => Promise<CommandResult<N>>
	/** The first event, come or still to come, of which `pick` makes something. Fails after `ms`. */
	readonly wait: <T>(what: string, pick: (event: AppEvent) => T | null | undefined | false, ms?: number) => Promise<T>
	/** As `wait`, from now on. */
	readonly next: TestApp['wait']
	readonly events: readonly AppEvent[]
	/** What engines with this model, the usual one unless said otherwise, do from their next start on. */
	readonly play: (script: v.InferInput<typeof Script>, model?: string) => void
	readonly modelsDir: string
	/** Drops a file of so many seconds; gives its id. */
	readonly drop: (seconds: number, name?: string) => Promise<string>
	readonly over: (id: string, ms?: number) => Promise<Transcript>
	/** Begins a recording that is spoken into, faster than life, by `speak`: silence of so many seconds, or what is said. */
	readonly record: (wish?: Wish) => Promise<{ readonly id: string; speak(what: number | Int16Array): Promise<void>; stop(): Promise<void> }>
	/** What a transcript says: `word0 word1 [gap 2–4 engine-died] word4`, seconds. */
	readonly told: (id: string) => Promise<string>
	/** What happened to the workers since the app began, oldest first. */
	readonly deaths: () => Promise<ExitRecord[]>
	readonly pid: (name: string, otherThan?: number) => Promise<number>
	readonly stop: () => Promise<void>
}

/**
 * Starts it with a script for the engine; it ends with the test. Without `polish` a recording’s text is what was heard live. `byChoice`: the
 * model is the user's choice, this to begin with.
 */
export async function appFor(
	context: TestContext,
	script: v.InferInput<typeof Script>,
	standby: Settings['standby'] = 'off',
	{ polish = false, byChoice, ...more }: Partial<AppOptions> & { polish?: boolean; byChoice?: string } = {}
): Promise<TestApp> {
	const folder = folderFor(context)
	const modelsDir = join(folder, 'models')
	mkdirSync(modelsDir)
	const play = (next: v.InferInput<typeof Script>, model = 'played') => {
		describeModel(modelsDir, model)
		for (let n = 0; n < 20; n++) rmSync(join(modelsDir, `${model}.json.done-${n}`), { force: true })
		writeFileSync(join(modelsDir, `${model}.json`), JSON.stringify(next))
	}
	play(script)
	const dataDir = more.dataDir ?? join(folder, 'data')
	mkdirSync(dataDir, { recursive: true })
	const chosen = join(dataDir, 'settings.json')
	const before: unknown = existsSync(chosen) ? JSON.parse(readFileSync(chosen, 'utf8')) : {}
	writeFileSync(
		chosen,
		JSON.stringify({ ...(byChoice === undefined ? {} : { model: { en: byChoice } }), ...(before as object), standby, polish })
	)
	const started = await startApp({
		host: childProcessHost('cli'),
		dataDir,
		modelsDir,
		version: 'test',
		samplePath: null,
		...(byChoice === undefined ? { engine: { id: 'scripted', model: 'played' } } : {}),
		...more
	})
	assert.ok(started.ok, started.ok ? '' : started.problem.text)
	const app = started.value
	let stopped = false
	const stop = async () => {
		if (stopped) return
		stopped = true
		await app.stop()
	}
	context.after(stop)

	const events: AppEvent[] = []
	const looks = new Set<() => void>()
	const answers = new Map<number, (message: Extract<ServerMessage, { type: 'response' }>) => void>()
	const session = app.connect({
		backlog: () => 0,
		close: reason => assert.fail(`cut off: ${reason}`),
		send: message => {
			if (message.type === 'response') answers.get(message.id)?.(message)
			if (message.type !== 'event') return
			events.push(message.event)
			for (const look of [...looks]) look()
		}
	})
	session.message({ type: 'hello', contract: CONTRACT_VERSION, epoch: null, last: null, page: null })
	let requests = 0
	const ask: TestApp['ask'] = async (name, params) => {
		const id = ++requests
		const answer = await new Promise<Extract<ServerMessage, { type: 'response' }>>(resolve => {
			answers.set(id, resolve)
			session.message({ type: 'request', id, name, params })
		})
		answers.delete(id)
		if (!answer.ok) throw new Error(`${name}: ${answer.problem.code}`)
		return answer.result as never
	}
	const waitFrom = async <T>(
		from: number,
		what: string,
		pick: (event: AppEvent) => T | null | undefined | false,
		ms = 30_000
	): Promise<T> => {
		let seen = from
		return await new Promise((resolve, reject) => {
			const look = () => {
				for (; seen < events.length; seen++) {
					const event = events[seen]
					const found = event && pick(event)
					if (!found) continue
					clearTimeout(timer)
					looks.delete(look)
					resolve(found)
					return
				}
			}
			const timer = setTimeout(() => {
				looks.delete(look)
				reject(new Error(`Waited ${ms} ms in vain for: ${what}`))
			}, ms)
			looks.add(look)
			look()
		})
	}
	const wait: TestApp['wait'] = (what, pick, ms) => waitFrom(0, what, pick, ms)

	return {
		ask,
		wait,
		next: (what, pick, ms) => waitFrom(events.length, what, pick, ms),
		events,
		play,
		modelsDir,
		stop,
		drop: async (seconds, name = 'file.wav') => {
			const path = journalOf(folder, new Int16Array(seconds * 16_000), name)
			const { added } = await ask('files.add-paths', { paths: [path], again: true })
			assert.ok(added[0])
			return added[0]
		},
		over: (id, ms) =>
			wait(
				`the end of ${id}`,
				event =>
					event.type === 'transcript' &&
					event.transcript.id === id &&
					['done', 'failed', 'cancelled'].includes(event.transcript.state) &&
					event.transcript,
				ms
			),
		record: async wish => {
			const id = randomUUID()
			await ask('recording.start', { recording: id, title: 'Recording', device: null, startedAt: Date.now(), wish })
			let sent = 0
			return {
				id,
				speak: async what => {
					const said = typeof what === 'number' ? new Int16Array(what * 16_000) : what
					for (let at = 0; at < said.length; at += CHUNK_SAMPLES) {
						const samples = said.slice(at, at + CHUNK_SAMPLES)
						session.audio(encodeAudioFrame({ recording: id, fromSample: sent, samples }))
						sent += samples.length
						await new Promise(resolve => setTimeout(resolve, 5))
					}
				},
				stop: async () => {
					await ask('recording.stop', { recording: id, samples: sent })
				}
			}
		},
		told: async id => {
			const { segments, gaps } = await ask('transcript.get', { transcript: id })
			const pieces = [
				...segments.map(({ from, text }) => ({ from, text })),
				...gaps.map(({ from, to, cause }) => ({ from, text: `[${secondsOf(from)}–${secondsOf(to)} ${cause}]` }))
			]
			return pieces
				.sort((a, b) => a.from - b.from)
				.map(piece => piece.text)
				.join(' ')
		},
		deaths: async () => (await ask('exits.list', { limit: 200 })).reverse(),
		pid: async (name, otherThan) =>
			await waitFrom(0, `${name} ready`, event => {
				// The newest word about it counts.
				if (event !== events.findLast(each => each.type === 'process' && each.process.name === name)) return null
				if (event.type !== 'process' || (event.process.state !== 'ready' && event.process.state !== 'busy')) return null
				return event.process.pid !== otherThan && event.process.pid
			})
	}
}

/** `word<from> … word<to - 1>`: what the scripted engine says of these seconds. */
export function words(from: number, to: number): string {
	return Array.from({ length: to - from }, (_, n) => `word${from + n}`).join(' ')
}

/** Whether the engine was ready at every moment of which anything is known, since it was first. */
export function wasNeverAway({ events }: TestApp): void {
	const states = events.flatMap(event => (event.type === 'process' && event.process.name === 'engine' ? [event.process.state] : []))
	const since = states.slice(states.indexOf('ready'))
	assert.deepEqual(
		[...new Set(since)].filter(state => state !== 'busy' && state !== 'ready'),
		[]
	)
	assert.ok(since.length > 0)
}
