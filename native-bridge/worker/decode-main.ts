/** The decode worker: media files into journals, and journals into copies, one at a time, in the order they were asked for. */

import { readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import * as v from 'valibot'
import { decodeIntoJournal } from '../decode/into-journal.ts'
import { endingOf } from '../decode/source.ts'
import { copyJournal } from '../encode/copy-journal.ts'
import type { ToWorker } from '../protocol/messages.ts'
import { fail } from '../protocol/problem.ts'
import { serve, type Worker } from './serve.ts'

/** Least time between two `decoded` messages of a job, and between two crumbs, in ms. */
const REPORT_EVERY_MS = 250
const CRUMB_EVERY_MS = 1_000

type DecodeOrder = Extract<ToWorker, { type: 'decode' }>
type EncodeOrder = Extract<ToWorker, { type: 'encode' }>

const queue: (DecodeOrder | EncodeOrder)[] = []
let running: { readonly attempt: string; cancelled: boolean } | null = null

const began = performance.now()
const worker = serve(handle)
worker.crumbs.leave('idle', null)
worker.send({ type: 'ready', model: '', versions: versions(), loadMs: Math.round(performance.now() - began) })

function handle(message: ToWorker, worker: Worker): void {
	switch (message.type) {
		case 'decode':
		case 'encode':
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
		if (order.type === 'decode') await decode(order, () => state.cancelled, worker)
		else await encode(order, () => state.cancelled, worker)
		worker.crumbs.leave('idle', null)
		running = null
	}
}

async function decode(
	{ attempt, job, source, journal, skip, track, channel }: DecodeOrder,
	cancelled: () => boolean,
	{ send, crumbs, log }: Worker
): Promise<void> {
	const ending = endingOf(source)
	const bytes = await stat(source).then(
		facts => facts.size,
		() => null
	)
	log.info({ job, ending, bytes, track, channel }, 'decoding')
	crumbs.leave('opening-file', job, null, null, ending)
	const started = performance.now()
	let detail = ending
	const crumbIsDue = every(CRUMB_EVERY_MS)
	const reportIsDue = every(REPORT_EVERY_MS)
	const result = await decodeIntoJournal(
		source,
		journal,
		{
			opened(facts) {
				detail = [facts.container, facts.codec, facts.decoder].filter(Boolean).join(', ')
				// Titles of tracks are the user's words, and stay out of the log.
				log.info({ job, ...facts, tracks: facts.tracks.length }, 'opened')
				crumbs.leave('decoding-file', job, 0, null, detail)
				send({ type: 'opened', attempt, facts })
			},
			decoded(samples) {
				if (crumbIsDue()) crumbs.leave('decoding-file', job, samples, null, detail)
				if (reportIsDue()) send({ type: 'decoded', attempt, samples })
			},
			cancelled
		},
		skip,
		{ track: track ?? null, channel: channel ?? null }
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

async function encode(
	{ attempt, job, journal, copy }: EncodeOrder,
	cancelled: () => boolean,
	{ send, crumbs, log }: Worker
): Promise<void> {
	log.info({ job }, 'copying')
	crumbs.leave('encoding-audio', job, 0, null, 'opus')
	const started = performance.now()
	const crumbIsDue = every(CRUMB_EVERY_MS)
	const result = await copyJournal(journal, copy, {
		done(samples, checking) {
			if (crumbIsDue()) crumbs.leave(checking ? 'checking-copy' : 'encoding-audio', job, samples, null, 'opus')
		},
		cancelled
	})
	const tookMs = Math.round(performance.now() - started)
	if (!result.ok) {
		log.warn({ job, code: result.problem.code, ...result.problem.facts, tookMs }, 'not copied')
		send({ type: 'failed', attempt, problem: result.problem })
	} else if (result.value.kind === 'cancelled') {
		log.info({ job, tookMs }, 'copying cancelled')
		send({ type: 'failed', attempt, problem: fail('cancelled', 'The job was cancelled.').problem })
	} else {
		const { samples, bytes } = result.value
		log.info({ job, samples, bytes, tookMs }, 'copied')
		send({ type: 'encoded', attempt, samples, bytes })
	}
}

/** Whether so many ms have passed since it was last said; the first time it is. */
function every(ms: number): () => boolean {
	let last = Number.NEGATIVE_INFINITY
	return () => {
		const due = performance.now() - last >= ms
		if (due) last = performance.now()
		return due
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
