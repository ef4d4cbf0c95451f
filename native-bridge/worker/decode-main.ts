/** The decode worker: media files into journals, one at a time, in the order they were asked for. */

import { readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import * as v from 'valibot'
import { decodeIntoJournal } from '../decode/into-journal.ts'
import { endingOf } from '../decode/source.ts'
import type { ToWorker } from '../protocol/messages.ts'
import { fail } from '../protocol/problem.ts'
import { serve, type Worker } from './serve.ts'

/** Least time between two `decoded` messages of a job, and between two crumbs, in ms. */
const REPORT_EVERY_MS = 250
const CRUMB_EVERY_MS = 1_000

type DecodeOrder = Extract<ToWorker, { type: 'decode' }>

const queue: DecodeOrder[] = []
let running: { readonly attempt: string; cancelled: boolean } | null = null

const began = performance.now()
const worker = serve(handle)
worker.crumbs.leave('idle', null)
worker.send({ type: 'ready', model: '', versions: versions(), loadMs: Math.round(performance.now() - began) })

function handle(message: ToWorker, worker: Worker): void {
	switch (message.type) {
		case 'decode':
			queue.push(message)
			// A rejection is a bug of ours: it ends the process, and the supervisor records why.
			if (!running) void work(worker)
			return
		case 'cancel': {
			const waiting = queue.findIndex(order => order.attempt === message.attempt)
			if (waiting >= 0) queue.splice(waiting, 1)
			else if (running?.attempt === message.attempt) running.cancelled = true
			return
		}
		default:
			throw new Error(`The decode worker was sent a message that is not for it: ${message.type}`)
	}
}

async function work(worker: Worker): Promise<void> {
	for (let order = queue.shift(); order; order = queue.shift()) {
		const state = { attempt: order.attempt, cancelled: false }
		running = state
		await decode(order, () => state.cancelled, worker)
		worker.crumbs.leave('idle', null)
		running = null
	}
}

async function decode(
	{ attempt, job, source, journal, skip }: DecodeOrder,
	cancelled: () => boolean,
	{ send, crumbs, log }: Worker
): Promise<void> {
	const ending = endingOf(source)
	const bytes = await stat(source).then(
		facts => facts.size,
		() => null
	)
	log.info({ job, ending, bytes }, 'decoding')
	crumbs.leave('opening-file', job, null, null, ending)
	const started = performance.now()
	let detail = ending
	let reported = Number.NEGATIVE_INFINITY
	let crumbed = Number.NEGATIVE_INFINITY
	const result = await decodeIntoJournal(
		source,
		journal,
		{
			opened(facts) {
				detail = [facts.container, facts.codec, facts.decoder].filter(Boolean).join(', ')
				log.info({ job, ...facts }, 'opened')
				crumbs.leave('decoding-file', job, 0, null, detail)
				send({ type: 'opened', attempt, facts })
			},
			decoded(samples) {
				const now = performance.now()
				if (now - crumbed >= CRUMB_EVERY_MS) {
					crumbed = now
					crumbs.leave('decoding-file', job, samples, null, detail)
				}
				if (now - reported >= REPORT_EVERY_MS) {
					reported = now
					send({ type: 'decoded', attempt, samples })
				}
			},
			cancelled
		},
		skip
	)
	const tookMs = Math.round(performance.now() - started)
	if (!result.ok) {
		log.warn({ job, code: result.problem.code, tookMs }, 'not decoded')
		send({ type: 'failed', attempt, problem: result.problem })
	} else if (result.value.kind === 'cancelled') {
		log.info({ job, tookMs }, 'cancelled')
		send({ type: 'failed', attempt, problem: fail('cancelled', 'The job was cancelled.').problem })
	} else {
		const { samples, problems, gaps } = result.value
		log.info({ job, samples, problems: problems.map(problem => problem.code), gaps: gaps.length, tookMs }, 'decoded')
		send({ type: 'decode-ended', attempt, samples, problems: [...problems], gaps: [...gaps] })
	}
}

/** Versions of the libraries as installed, for the record; a missing one is left out. */
function versions(): Record<string, string> {
	const found: Record<string, string> = { node: process.versions.node }
	for (const name of ['node-av', 'opusscript', 'mediabunny']) {
		// Read by path, because a package may keep its package.json from being imported.
		for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? []) {
			try {
				const parsed = v.safeParse(v.object({ version: v.string() }), JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')))
				if (parsed.success) found[name] ??= parsed.output.version
			} catch {
				// Not in this folder; or nowhere, and then there is no version to tell.
			}
		}
	}
	return found
}
