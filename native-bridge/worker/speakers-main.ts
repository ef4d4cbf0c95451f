/**
 * The worker that tells speakers apart: loads one model, then listens to whole journals, one at a time, ten seconds by ten. Its native calls block,
 * each for a fraction of a second: between two of them it answers, and what is cancelled ends.
 */
import { setImmediate as turn } from 'node:timers/promises'
import { JournalReader } from '../journal/reader.ts'
import type { ToWorker } from '../protocol/messages.ts'
import { fail } from '../protocol/problem.ts'
import { voicesIn, WINDOW } from '../speakers/hear-voices.ts'
import { type LoadedEars, loadEars } from '../speakers/sherpa-speakers.ts'
import { tellApart } from '../speakers/tell-apart.ts'
import { turnsOf } from '../speakers/turns.ts'
import type { Voice } from '../speakers/voice.ts'
import { serve, type Worker } from './serve.ts'

type Order = Extract<ToWorker, { type: 'find-speakers' }>

/** Streams lie in native memory that the collector cannot see. */
const WINDOWS_PER_COLLECTION = 4

const queue: Order[] = []
let loading = false
let ears: LoadedEars | null = null
let running: { readonly attempt: string; cancelled: boolean } | null = null

serve(handle)

function handle(message: ToWorker, worker: Worker): void {
	switch (message.type) {
		case 'load':
			if (loading) throw new Error('A worker loads one model in its life.')
			loading = true
			void load(message, worker)
			return
		case 'find-speakers':
			if (!ears) throw new Error('Asked to tell speakers apart before a model was loaded.')
			queue.push(message)
			// A rejection is a bug of ours: it ends the process, and the supervisor records why.
			if (!running) void work(ears, worker)
			return
		case 'cancel': {
			// It may cross with the end of the attempt that it is about.
			const waiting = queue.findIndex(order => order.attempt === message.attempt)
			if (waiting >= 0) queue.splice(waiting, 1)
			else if (running?.attempt === message.attempt) running.cancelled = true
			return
		}
		default:
			throw new Error(`The worker that tells speakers apart was sent a message that is not for it: ${message.type}`)
	}
}

async function load({ model, modelDir }: Extract<ToWorker, { type: 'load' }>, { crumbs, log, send }: Worker): Promise<void> {
	const startedMs = performance.now()
	crumbs.leave('loading-model', null, null, null, model)
	const loaded = await loadEars(model, modelDir)
	const loadMs = Math.round(performance.now() - startedMs)
	crumbs.leave('idle', null)
	if (!loaded.ok) {
		log.error({ model, code: loaded.problem.code, facts: loaded.problem.facts, loadMs }, 'model not loaded')
		send({ type: 'unfit', problem: loaded.problem })
		return
	}
	ears = loaded.value
	log.info({ model, versions: ears.versions, loadMs }, 'model loaded')
	send({ type: 'ready', model: ears.model, versions: { ...ears.versions }, loadMs })
}

async function work(ears: LoadedEars, worker: Worker): Promise<void> {
	for (let order = queue.shift(); order; order = queue.shift()) {
		const state = { attempt: order.attempt, cancelled: false }
		running = state
		await find(order, () => state.cancelled, ears, worker)
		worker.crumbs.leave('idle', null)
		running = null
	}
}

async function find(order: Order, cancelled: () => boolean, ears: LoadedEars, { crumbs, log, send }: Worker): Promise<void> {
	const { attempt, job, journal, samples, count, skip } = order
	const startedMs = performance.now()
	const reader = opened(journal)
	if (typeof reader === 'string') {
		log.error({ job, attempt, journal, code: reader }, 'journal not opened')
		const text = `The audio could not be opened (${reader}): ${journal}. Was it moved or deleted? Text that was recognised before is kept.`
		send({ type: 'failed', attempt, problem: fail('journal-missing', text, { path: journal, code: reader }).problem })
		return
	}
	log.info({ job, attempt, samples, count, skip }, 'telling speakers apart')
	const voices: Voice[] = []
	try {
		for (let from = 0, windows = 1; from < samples; from += WINDOW, windows++) {
			const to = Math.min(from + WINDOW, samples)
			if (!skip.some(place => place.from < to && place.to > from)) {
				crumbs.leave('telling-speakers', job, from, to)
				voices.push(...voicesIn(reader.read(from, to), from, ears))
			}
			send({ type: 'speakers-heard', attempt, samples: to })
			if (windows % WINDOWS_PER_COLLECTION === 0 && globalThis.gc) await globalThis.gc({ execution: 'async' })
			await turn()
			if (cancelled()) {
				log.info({ job, attempt }, 'cancelled')
				return
			}
		}
	} finally {
		reader.close()
	}
	crumbs.leave('telling-speakers', job)
	const speakers = tellApart(voices, count)
	const turns = turnsOf(voices, speakers)
	const tookMs = Math.round(performance.now() - startedMs)
	log.info({ job, attempt, voices: voices.length, speakers: new Set(speakers).size, turns: turns.length, tookMs }, 'told speakers apart')
	send({ type: 'speakers-found', attempt, turns })
}

/** Its code where it can't be. */
function opened(journal: string): JournalReader | string {
	try {
		return new JournalReader(journal)
	} catch (error) {
		return (error as NodeJS.ErrnoException).code ?? 'unknown'
	}
}
