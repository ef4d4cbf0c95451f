/** A runner with a real ledger and shelf, and workers that do nothing but note what they are told. */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { openLog } from '../../native-bridge/log/log.ts'
import type { FromWorker, Gap, Segment, ToWorker } from '../../native-bridge/protocol/messages.ts'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import type { AppEvent } from '../contract/events.ts'
import type { ExitJob } from '../contract/exits.ts'
import type { Wish } from '../contract/wish.ts'
import { Shelf } from '../journal/shelf.ts'
import { Edits } from '../ledger/edits.ts'
import { Queue } from '../ledger/queue.ts'
import { SecondPasses } from '../ledger/second-passes.ts'
import { fileNamed, ledgerFor, recordingNamed, writtenAs } from '../ledger/test-ledger.ts'
import { Transcripts } from '../ledger/transcripts.ts'
import type { Hearer } from '../models/hearer.ts'
import type { ChosenModel } from '../models/models.ts'
import type { BlamedDeath } from './quarantine.ts'
import { Runner } from './runner.ts'
import type { WorkerName, Workers } from './workers.ts'

const NO_WISHES = { language: null, hotwords: [], numbers: true }

export const broken = { code: 'unreadable', facts: {}, text: 'The file can’t be read.' }

type Name = 'engine' | 'engine-second' | 'decoder' | 'speakers'
const OTHER = 'engine-other'
const SECOND = 'engine-second'

/** What a death is blamed on: a job, and what the worker was at there. */
export type Blamed = { readonly job: string } & Partial<Omit<BlamedDeath, 'worker'>>

const outcomes = (jobs: readonly ExitJob[]) => jobs.map(job => `${job.transcript[0]} ${job.outcome}`)

/** `blamed` as the supervisor's listener gives it. */
function whole(blamed: Blamed | null): Parameters<Runner['workerDied']>[1] {
	return blamed && { activity: 'transcribing', range: null, ...blamed }
}

export async function jobs(context: TestContext) {
	const folder = folderFor(context)
	const db = ledgerFor(context, folder)
	const ledger = new Transcripts(db)
	const passes = new SecondPasses(db)
	const wants = { polish: false, pause: false, two: false, room: Number.POSITIVE_INFINITY, platter: Promise.resolve() }
	const shelf = new Shelf(folder)
	const log = openLog(folder, 'main')
	context.mock.timers.enable({ apis: ['setTimeout'] })
	const up: Record<Exclude<Name, 'engine-second'>, 'ready' | 'away' | 'gave-up'> = { engine: 'ready', decoder: 'ready', speakers: 'away' }
	const sent: { to: WorkerName; message: ToWorker }[] = []
	const orders: ToWorker[] = []
	const produced: WorkerName[] = []
	const violations: string[] = []
	const failures: string[] = []
	/** The engine with another model, and what is asked of the supervisor about it. */
	const other = { standing: 'away' as ReturnType<Workers['standing']>, memory: 8_000_000_000, comes: false, calls: [] as string[] }
	/** The engine that takes a second file. */
	const second = { standing: 'away' as ReturnType<Workers['standing']> }
	const workers: Workers = {
		isReady: name => (name === SECOND ? second.standing === 'ready' : name !== OTHER && up[name] === 'ready'),
		gaveUp: name => name !== OTHER && name !== SECOND && up[name] === 'gave-up',
		standing: name => (name === SECOND ? second : other).standing,
		start: name => {
			if (name === SECOND) second.standing = 'coming'
			if (name !== OTHER) return
			other.standing = 'coming'
			other.calls.push(`start with ${self.runner.otherEngine.model?.id}`)
		},
		letGo: name => {
			if (name === SECOND) {
				second.standing = second.standing === 'away' ? 'away' : 'going'
				return
			}
			other.standing = other.standing === 'away' ? 'away' : 'going'
			other.calls.push('let go')
		},
		model: () => self.runner.otherEngine.model?.name ?? null,
		send: (to, message) => {
			sent.push({ to, message })
			orders.push(message)
		},
		produced: name => produced.push(name),
		measured: () => {},
		silentFailure: () => failures.shift() ?? null,
		violation: (_name, issue) => violations.push(issue)
	}
	const be = (name: Name, how: 'ready' | 'away' | 'gave-up') => {
		if (name === SECOND) second.standing = how === 'ready' ? 'ready' : how === 'away' ? 'coming' : 'going'
		else up[name] = how
	}
	const events: AppEvent[] = []
	const models = {
		chosen: { id: 'tiny', engine: 'scripted', wishes: NO_WISHES } as ChosenModel,
		next: null as ChosenModel | null,
		settled: (): ChosenModel => ({ id: 'tiny', engine: 'scripted', wishes: NO_WISHES }),
		hearer: ({ model, language }: Wish): Result<Hearer> => {
			const found = models.find(model ?? 'tiny')
			return found ? ok({ ...found, wishes: { ...NO_WISHES, language } }) : fail('no-model', 'It is not here.', { model })
		},
		here: ['tiny', 'large', 'huge'],
		find: (id: string) =>
			models.here.includes(id)
				? {
						...{ id, name: `The ${id}`, engine: 'scripted', language: 'en', languages: ['en'], bytes: 100_000_000 },
						...{ purpose: 'text' as const, verifiable: false, modelDir: '/models' }
					}
				: null
	}
	const makeRunner = () => {
		const runner = new Runner({
			...{ ledger, passes, queue: new Queue(db), shelf, workers, models },
			availableMemory: () => other.memory,
			memoryComes: () => other.comes,
			emit: event => events.push(event),
			log,
			wantsPolish: () => wants.polish,
			isPaused: () => wants.pause,
			wantsTwo: () => wants.two,
			room: () => wants.room,
			ledgerSynced: () => wants.platter
		})
		runner.engineModel = 'tiny'
		context.after(() => runner.stop())
		return runner
	}
	const self = {
		/** Whether the ledger takes nothing from now on. */
		full: (is: boolean) => {
			db.pragma(`query_only = ${is ? 'on' : 'off'}`)
		},
		ledger,
		passes,
		/** What the settings say. */
		wants,
		/** The user has written this in place of the segment that begins there. */
		edit: (id: string, from: number, text: string | null) => {
			new Edits(db).set(id, [{ from, edit: text === null ? null : writtenAs(text) }])
		},
		shelf,
		up,
		other,
		second,
		models,
		produced,
		orders,
		failures,
		events,
		runner: makeRunner(),
		/** As a new main would: nothing is kept but what is on disk. */
		mainRestarts: () => {
			self.runner.stop()
			sent.length = 0
			orders.length = 0
			self.runner = makeRunner()
			return self.runner.start()
		},
		addFile: (id: string, more: Parameters<typeof fileNamed>[1] = {}) => {
			ledger.add(fileNamed(id, more))
			self.runner.added(id)
		},
		addRecording: (id: string) => {
			ledger.add(recordingNamed(id))
			self.runner.added(id)
		},
		/** What workers were told since this was last asked: `engine transcribe 1 from 0`. */
		told: () => sent.splice(0).map(({ to, message }) => `${to} ${tell(message)}`),
		violations: () => violations.splice(0),
		state: (...ids: string[]) => ids.map(id => ledger.get(id)?.state),
		/** Those in the queue, in order: `213`. */
		line: () =>
			ledger
				.list()
				.map(row => self.runner.describe(row))
				.filter(({ place }) => place !== null)
				.sort((a, b) => (a.place ?? 0) - (b.place ?? 0))
				.map(({ id }) => id[0])
				.join(''),
		heard: (...types: AppEvent['type'][]) => events.splice(0).filter(event => types.includes(event.type)),
		/** The newest attempt of that kind. */
		attempt: (type: 'transcribe' | 'decode') => {
			const order = orders.findLast(message => message.type === type)
			assert.ok(order && 'attempt' in order, `no ${type} was sent`)
			return order.attempt
		},
		/** A worker is lost, and `standby`: another has its place already. */
		lose: (name: Name, standby = false) => {
			be(name, standby ? 'ready' : 'away')
			self.runner.workerLost(name)
		},
		/** Of a lost one it is known why it died. */
		known: (name: Name, blamed: Blamed | null) => outcomes(self.runner.workerDied(name, whole(blamed), false, 'The engine crashed.')),
		die: (name: Name, blamed: Blamed | null, standby = false) => {
			self.lose(name, standby)
			return self.known(name, blamed)
		},
		comeBack: (name: Name) => {
			be(name, 'ready')
			self.runner.workerReady()
		},
		giveUp: (name: Name, blamed: Blamed | null) => {
			be(name, 'gave-up')
			self.runner.workerLost(name)
			const lost = self.runner.workerDied(name, whole(blamed), true, 'The engine crashed.')
			const failed = self.runner.workerGaveUp(name, { code: 'worker-gave-up', facts: {}, text: 'Held.' })
			return [outcomes(lost), outcomes(failed)]
		}
	}
	return self
}

function tell(message: ToWorker): string {
	switch (message.type) {
		case 'transcribe':
			return `transcribe ${message.job[0]} from ${message.cursor} of ${message.samples}${message.ended ? ' ended' : ''} ${message.tuning}${message.partials ? ' partials' : ''}`
		case 'decode':
			return `decode ${message.job[0]}`
		case 'grown':
			return `grown ${message.samples}${message.ended ? ' ended' : ''}`
		default:
			return message.type
	}
}

export function step(attempt: string, cursor: number, segment: Segment | null = null, gap: Gap | null = null): FromWorker {
	return { type: 'step', attempt, cursor, segment, gap, spentMs: 5 }
}

export const decoded = (attempt: string, samples: number): FromWorker => ({ type: 'decoded', attempt, samples })

export const decodeEnded = (attempt: string, samples: number, gaps: Gap[] = []): FromWorker => ({
	type: 'decode-ended',
	attempt,
	samples,
	problems: gaps.length > 0 ? [broken] : [],
	gaps
})
