/** The engine worker: loads one model, then turns ranges of journals into text. Started by the supervisor (see `serve.ts`), with `--expose-gc`. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Cancelled, type LoadedEngine, type StepHooks } from '../engines/engine.ts'
import { engineNamed } from '../engines/registry.ts'
import { JournalReader } from '../journal/reader.ts'
import type { ToWorker } from '../protocol/messages.ts'
import { fail } from '../protocol/problem.ts'
import { assertNever } from '../protocol/units.ts'
import { peakMemory } from './peak-memory.ts'
import { serve, type Worker } from './serve.ts'
import { JournalTape } from './tape.ts'
import { Turns } from './turns.ts'
import { Whereabouts } from './whereabouts.ts'

type Load = Extract<ToWorker, { type: 'load' }>
type Transcribe = Extract<ToWorker, { type: 'transcribe' }>

interface Loaded {
	readonly engine: LoadedEngine
	readonly whereabouts: Whereabouts
}

/** How many times as long each decode shall take, for the bench and for tests: what a slow machine is like. */
const SLOWNESS = Number(process.env.HOLDFAST_SLOWNESS ?? 1)

const turns = new Turns()
/** Attempts under way. */
const tapes = new Map<string, JournalTape>()
let loading = false
let loaded: Loaded | null = null

serve(handle)

function handle(message: ToWorker, worker: Worker): void {
	switch (message.type) {
		case 'load':
			if (loading) throw new Error('A worker loads one model in its life.')
			loading = true
			void load(message, worker)
			return
		case 'transcribe':
			if (!loaded) throw new Error('Asked to transcribe before a model was loaded.')
			if (tapes.has(message.attempt)) throw new Error(`The attempt ${message.attempt} is already under way.`)
			void transcribe(message, loaded, worker)
			return
		case 'warm-up':
			// A rejection is a bug of ours: it ends the process.
			void loaded?.engine.warmUp?.()
			return
		// Both may cross with the end of the attempt they are about.
		case 'grown':
			tapes.get(message.attempt)?.grow(message.samples, message.ended)
			return
		case 'cancel':
			tapes.get(message.attempt)?.cancel()
			return
		case 'decode':
		case 'encode':
		case 'find-speakers':
			throw new Error(`An engine worker was sent what is for another: ${message.type}`)
		case 'ping':
		case 'stop':
		case 'deed':
			return
		default:
			assertNever(message)
	}
}

async function load({ engine: id, model, modelDir, wishes }: Load, worker: Worker): Promise<void> {
	const { crumbs, log, send } = worker
	const startedMs = performance.now()
	crumbs.leave('loading-model', null, null, null, model)
	const engine = engineNamed(id)
	const result = engine
		? await engine.load(model, modelDir, wishes)
		: fail('engine-unknown', `There is no speech engine named ${id}. Choose another model in the settings.`, { engine: id })
	const loadMs = Math.round(performance.now() - startedMs)
	crumbs.leave('idle', null)
	if (!result.ok) {
		log.error({ engine: id, model, code: result.problem.code, facts: result.problem.facts, loadMs }, 'model not loaded')
		send({ type: 'unfit', problem: result.problem })
		return
	}
	loaded = { engine: result.value, whereabouts: new Whereabouts(crumbs, result.value.model) }
	log.info({ engine: id, model, versions: result.value.versions, loadMs }, 'model loaded')
	const { versions, unheeded } = result.value
	send({
		type: 'ready',
		model: result.value.model,
		versions: { ...versions },
		loadMs,
		...(unheeded.length > 0 && { unheeded: [...unheeded] })
	})
}

async function transcribe(order: Transcribe, { engine, whereabouts }: Loaded, { send, log }: Worker): Promise<void> {
	const { attempt, job, tuning } = order
	const facts = { job, attempt }
	let reader: JournalReader
	try {
		reader = new JournalReader(order.journal)
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
		log.error({ ...facts, journal: order.journal, code }, 'journal not opened')
		const text = `The audio could not be opened (${code}): ${order.journal}. Was it moved or deleted? Text that was recognised before is kept.`
		send({ type: 'failed', attempt, problem: { code: 'journal-missing', facts: { path: order.journal, code }, text } })
		return
	}
	const tape = new JournalTape(reader, order.samples, order.ended)
	tapes.set(attempt, tape)
	log.info({ ...facts, cursor: order.cursor, samples: order.samples, ended: order.ended, tuning }, 'transcribing')

	// Not spent on the step: waiting for a turn, and showing text that is not settled.
	let asideMs = 0
	const hooks: StepHooks = {
		partial: order.partials ? partial => send({ type: 'partial', attempt, ...partial }) : null,
		crumb: (activity, from, to) => {
			const place = { activity, job, from, to }
			if (activity === 'detecting-speech') whereabouts.passing(place)
			else whereabouts.decoding(place)
		},
		turn: (urgency, work) => {
			const askedMs = performance.now()
			return turns.take(urgency === 'final' ? tuning : 'partial', async () => {
				const startedMs = performance.now()
				if (urgency !== 'partial') asideMs += startedMs - askedMs
				try {
					const done = await work()
					if (SLOWNESS > 1) await sleep((SLOWNESS - 1) * (performance.now() - startedMs))
					return done
				} finally {
					if (urgency === 'partial') asideMs += performance.now() - askedMs
					whereabouts.decoded()
				}
			})
		}
	}

	try {
		if (order.partials && order.shown) {
			const early = await engine.glimpse?.(tape, order.shown, hooks)
			if (early && !tape.cancelled) send({ type: 'partial', attempt, ...early })
		}
		for (let cursor = order.cursor; ; ) {
			const startedMs = performance.now()
			const waitedMs = tape.waitedMs + asideMs
			const step = await engine.next(tape, cursor, { tuning }, hooks)
			if (tape.cancelled) throw new Cancelled('The job was cancelled.')
			if (step.kind === 'end') {
				const { user, system } = process.cpuUsage()
				send({ type: 'transcribed', attempt, cursor: step.cursor, peak: peakMemory(), cpu: Math.round((user + system) / 1000) })
				log.info({ ...facts, cursor: step.cursor }, 'transcribed')
				return
			}
			if (step.cursor <= cursor) throw new Error(`The engine stood still at sample ${cursor}.`)
			cursor = step.cursor
			const spentMs = Math.round(performance.now() - startedMs - (tape.waitedMs + asideMs - waitedMs))
			const segment = step.kind === 'segment' ? step.segment : null
			const gap = step.kind === 'gap' ? step.gap : null
			send({ type: 'step', attempt, cursor, segment, gap, spentMs })
			log.debug({ ...facts, step: step.kind, cursor, spentMs, guards: segment?.guards, cause: gap?.cause }, 'step')
			// Long silence is passed without waiting for anything: let heartbeats and messages in between.
			await new Promise(resolve => setImmediate(resolve))
		}
	} catch (error) {
		if (!(error instanceof Cancelled)) throw error
		log.info(facts, 'cancelled')
	} finally {
		tapes.delete(attempt)
		reader.close()
	}
}
