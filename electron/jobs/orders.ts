import { randomUUID } from 'node:crypto'
import type { Log } from '../../native-bridge/log/log.ts'
import type { Problem } from '../../native-bridge/protocol/problem.ts'
import { isOver } from '../contract/records.ts'
import type { Wish } from '../contract/wish.ts'
import type { Shelf } from '../journal/shelf.ts'
import type { Transcripts } from '../ledger/transcripts.ts'
import type { Hearer } from '../models/hearer.ts'
import { type Ear, earFor, type HearingModels, keyOf } from './hearing.ts'
import type { LedgerGate } from './ledger-gate.ts'
import { activeFiles, fileToRead, nextInLine } from './line.ts'
import { isAtWork } from './machine.ts'
import type { Passes } from './passes.ts'
import { decodersToSkip } from './quarantine.ts'
import type { Repairs } from './repairs.ts'
import type { Partial, Running, RunningJobs } from './running-jobs.ts'
import type { SecondEngine } from './second-engine.ts'
import type { EngineName, Workers } from './workers.ts'

interface OrdersDependencies {
	readonly jobs: RunningJobs
	readonly repairs: Repairs
	readonly second: SecondEngine
	readonly polish: Pick<Passes, 'goOn' | 'halt'>
	readonly ledger: Transcripts
	readonly shelf: Shelf
	readonly workers: Workers
	readonly gate: LedgerGate
	readonly log: Log
	/** It may have killed a worker, and gets none until that is known. */
	readonly isOnTrial: (id: string) => boolean
	/** The user wants the queue to wait. */
	readonly isPaused: () => boolean
	/** Bytes that may be written to the disk. */
	readonly room: () => number
	readonly models: HearingModels
}

/**
 * Who gets work now: recordings always, one file at a time (two where there is a second engine), in order, while the next is read already; second
 * passes while there is neither. A file that is wished to be heard otherwise is heard by the engine with another model. So is one that is not, while
 * the usual engine is lent to a recording that is.
 */
export class Orders {
	readonly #deps: OrdersDependencies
	/** Of the file that the engine with another model had last. */
	#loaded: Wish | null = null
	/** The usual engine is lent, and what it is without that can't be had beside it: whoever wants that waits. */
	#waits = false

	constructor(deps: OrdersDependencies) {
		this.#deps = deps
	}

	/** Gives work to whoever is ready for it. Harmless at any time. */
	give(): void {
		const { jobs, repairs, polish, workers, gate, isPaused, models } = this.#deps
		if (gate.held) return
		let isLive = false
		for (const [id, running] of jobs) {
			if (running.job.kind !== 'recording' || isOver(running.job.state) || running.job.state === 'paused') continue
			isLive = true
			if (workers.isReady('engine')) this.#transcribe(id, running, 'engine')
		}
		if (workers.isReady('engine')) repairs.goOn()
		repairs.other.recording(isLive)
		const active = this.#active(isLive)
		// A native call can't be interrupted: for what can wait none is begun that live text might have to wait for.
		// One that is lent is not what they are to be heard with.
		if (isLive || active.length > 0 || isPaused() || models.chosen.lent !== undefined) polish.halt()
		else if (workers.isReady('engine')) polish.goOn()
		const [other = null] = active.map(id => this.#earOf(id)).flatMap(ear => (ear.is === 'other' ? [ear.hearer] : []))
		repairs.other.want(other)
		if (isPaused()) return
		this.#read(active.length > 0 && !isLive)
		for (const id of active) {
			const running = jobs.get(id)
			if (!running) continue
			// Asked anew: what was wanted may just have been refused.
			const ear = this.#earOf(id)
			if (running.engine !== null && (running.by === 'engine-other') !== (ear.is === 'other')) jobs.leave(id)
			const name = this.#free(active, ear)
			if (name && (running.job.samples > 0 || running.job.ended)) this.#transcribe(id, running, name)
		}
	}

	/** Files can't be heard by this one. `all`: nor can any other that wants it. */
	refused(hearer: Hearer, problem: Problem, all: boolean): void {
		const { jobs, models } = this.#deps
		const known = new Map<string, boolean>()
		for (const [id, { wish, job }] of [...jobs]) {
			if (job.kind !== 'file' || !(all || isAtWork(job.state))) continue
			const key = JSON.stringify(wish)
			const ear = known.has(key) ? null : earFor(wish, models)
			if (ear) known.set(key, ear.is === 'other' && keyOf(ear.hearer) === keyOf(hearer))
			if (!known.get(key)) continue
			if (wish === null) this.#waits = true
			else jobs.refuseWish(id, problem)
		}
	}

	#earOf(id: string): Ear {
		const { jobs, models } = this.#deps
		const ear = earFor(jobs.get(id)?.wish ?? null, models)
		if (models.chosen.lent === undefined) this.#waits = false
		if (ear.is === 'other' && this.#waits && jobs.get(id)?.wish === null) return { is: 'later' }
		if (ear.is !== 'nobody') return ear
		jobs.refuseWish(id, ear.problem)
		return earFor(null, models)
	}

	/** Files at work, after as many as may have had their turn. */
	#active(isLive: boolean): string[] {
		const { jobs, second, isPaused } = this.#deps
		const before = activeFiles(jobs)
		const isSecond = (id: string) => jobs.get(id)?.engine !== null && jobs.get(id)?.by === 'engine-second'
		const two = !isLive && !isPaused() && (before.length > 1 || before.some(id => jobs.get(id)?.job.ended)) && second.isWanted
		if (!two) {
			for (const id of before.slice(1)) jobs.apply(id, { type: 'wait' })
			for (const id of before.filter(isSecond)) jobs.leave(id)
		}
		const [first = this.#takeTurn()] = before
		if (first === null) {
			second.rest()
			return []
		}
		const other = two ? (before[1] ?? this.#takeTurn()) : null
		if (other !== null && [first, other].every(id => this.#earOf(id).is === 'usual')) second.need()
		else if (!isSecond(first)) second.rest()
		return other === null ? [first] : [first, other]
	}

	/** An engine that none of them has, and that is ready and right for it. */
	#free(active: readonly string[], ear: Ear): EngineName | null {
		const { jobs, workers, repairs } = this.#deps
		const has = (name: EngineName) => active.some(id => jobs.get(id)?.engine !== null && jobs.get(id)?.by === name)
		if (ear.is === 'other') return repairs.other.readyFor(ear.hearer) && !has('engine-other') ? 'engine-other' : null
		if (ear.is !== 'usual') return null
		const names: EngineName[] = active.length > 1 ? ['engine', 'engine-second'] : ['engine']
		return names.find(name => workers.isReady(name) && !has(name)) ?? null
	}

	/** Has one file read at a time. */
	#read(ahead: boolean): void {
		const { jobs, workers } = this.#deps
		const id = fileToRead(jobs, ahead, this.#deps.room())
		const running = id === null ? undefined : jobs.get(id)
		if (id === null || !running || running.decode !== null) return
		if (workers.isReady('decoder')) this.#decode(id, running)
		else if (!workers.gaveUp('decoder')) workers.start('decoder')
	}

	#transcribe(id: string, running: Running, by: EngineName): void {
		const { workers, shelf, log, isOnTrial } = this.#deps
		if (running.engine !== null || isOnTrial(id)) return
		const { job } = running
		// Its text is left for later: when it has been recorded there is time to try again.
		if (job.state === 'recording' && job.problem !== null) return
		const { avoid, partials } = job.trouble
		running.engine = randomUUID()
		running.by = by
		if (by === 'engine-other') this.#loaded = running.wish
		const live = job.kind === 'recording'
		workers.send(by, {
			type: 'transcribe',
			attempt: running.engine,
			job: id,
			journal: shelf.journal(id),
			cursor: job.cursor,
			// Before a place that kills, the audio is said to end.
			samples: avoid ? Math.min(avoid.from, job.samples) : job.samples,
			ended: avoid ? true : job.ended,
			tuning: live ? 'live' : 'file',
			partials: partials && live && job.state === 'recording',
			...(running.partial ? { shown: textOf(running.partial) } : {})
		})
		running.pace.begin(job.cursor, Date.now())
		log.info({ job: id, cursor: job.cursor, by }, 'transcribing')
	}

	#decode(id: string, running: Running): void {
		const { jobs, ledger, workers, shelf, log, isOnTrial } = this.#deps
		const { sourcePath: source, sourceTrack: track, sourceChannel: channel } = ledger.get(id) ?? {}
		if (!source || isOnTrial(id)) return
		running.roomNeeded = 0
		jobs.apply(id, { type: 'room' })
		running.decode = randomUUID()
		workers.send('decoder', {
			type: 'decode',
			attempt: running.decode,
			job: id,
			source,
			journal: shelf.journal(id),
			skip: decodersToSkip(running.job.trouble),
			...(typeof track === 'number' ? { track } : {}),
			...(typeof channel === 'number' ? { channel } : {})
		})
		log.info({ job: id }, 'decoding')
	}

	/** Gives the next file its turn. */
	#takeTurn(): string | null {
		const { jobs, workers, isPaused } = this.#deps
		const next = isPaused()
			? null
			: nextInLine(
					jobs,
					{ engine: workers.gaveUp('engine'), decoder: workers.gaveUp('decoder') },
					this.#deps.room(),
					workers.standing('engine-other') === 'ready' ? this.#loaded : null
				)
		if (next !== null) jobs.apply(next, { type: 'turn' })
		return next
	}
}

function textOf({ from, to, firm, faint }: Partial): { from: number; to: number; text: string } {
	return { from, to, text: `${firm} ${faint}`.trim() }
}
