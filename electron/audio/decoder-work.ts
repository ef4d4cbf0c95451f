import { randomUUID } from 'node:crypto'
import type { FromWorker, ToWorker } from '../../native-bridge/protocol/messages.ts'
import { fail, type Problem } from '../../native-bridge/protocol/problem.ts'
import type { Shelf } from '../journal/shelf.ts'

/** What recorded audio needs of the supervisor. */
export interface AudioWorkers {
	isReady(name: 'decoder'): boolean
	gaveUp(name: 'decoder'): boolean
	/** Starts it when it is not running. */
	start(name: 'decoder'): void
	send(name: 'decoder', message: ToWorker): void
	/** It has done something useful. */
	produced(name: 'decoder'): void
}

/** `copy`: a journal into its Opus copy. `restore`: a journal again, from its copy. */
export interface Work {
	readonly type: 'copy' | 'restore'
	readonly id: string
}

export type WorkEnd =
	| { readonly kind: 'done'; readonly work: Work; readonly samples: number }
	| { readonly kind: 'failed'; readonly work: Work; readonly problem: Problem }

/** The one thing that the decoder does for recorded audio at a time. */
export class DecoderWork {
	readonly #workers: AudioWorkers
	readonly #shelf: Shelf
	#now: (Work & { readonly attempt: string }) | null = null

	constructor(workers: AudioWorkers, shelf: Shelf) {
		this.#workers = workers
		this.#shelf = shelf
	}

	get now(): Work | null {
		return this.#now
	}

	/** False: there is nobody to do it yet; or ever, if the decoder was given up. */
	begin({ type, id }: Work): boolean {
		if (!this.#workers.isReady('decoder')) {
			this.#workers.start('decoder')
			return false
		}
		const attempt = randomUUID()
		const shelf = this.#shelf
		this.#now = { type, id, attempt }
		this.#workers.send(
			'decoder',
			type === 'copy'
				? { type: 'encode', attempt, job: id, journal: shelf.journal(id), copy: shelf.copy(id) }
				: { type: 'decode', attempt, job: id, source: shelf.copy(id), journal: shelf.returning(id), skip: 0 }
		)
		return true
	}

	/** What was begun is not wanted now. */
	cancel(): void {
		if (this.#now) this.#workers.send('decoder', { type: 'cancel', attempt: this.#now.attempt })
		this.#now = null
	}

	isAbout(message: FromWorker): boolean {
		return this.#now !== null && 'attempt' in message && message.attempt === this.#now.attempt
	}

	/** A message about it: what has become of it, or null while it goes on. */
	heard(message: FromWorker): WorkEnd | null {
		const work = this.#now
		if (!work) return null
		switch (message.type) {
			case 'encoded':
			case 'decode-ended':
				this.#now = null
				this.#workers.produced('decoder')
				return { kind: 'done', work, samples: message.samples }
			case 'failed':
				this.#now = null
				return { kind: 'failed', work, problem: message.problem }
			default:
				return null
		}
	}

	/** The decoder is gone, and what it was at with it. */
	lost(): WorkEnd | null {
		const work = this.#now
		this.#now = null
		return work && { kind: 'failed', work, problem: DECODER_DIED }
	}
}

export const DECODER_DIED: Problem = fail(
	'audio-not-ready',
	'The recording’s audio could not be made ready: the process that does it died. Its compressed copy is kept; try again.'
).problem
