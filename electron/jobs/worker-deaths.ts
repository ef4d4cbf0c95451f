import { fail, type Problem } from '../../native-bridge/protocol/problem.ts'
import type { SampleRange } from '../../native-bridge/protocol/units.ts'
import type { ExitJob } from '../contract/exits.ts'
import type { Shelf } from '../journal/shelf.ts'
import type { Transcripts } from '../ledger/transcripts.ts'
import { fileToRead } from './line.ts'
import { isAtWork } from './machine.ts'
import type { PassLine } from './pass-line.ts'
import type { BlamedDeath } from './quarantine.ts'
import type { Repairs } from './repairs.ts'
import type { RunningJobs } from './running-jobs.ts'
import type { EngineName, Workers } from './workers.ts'

/** The job over which a worker died, and what it was at there. */
export type Blamed = Omit<BlamedDeath, 'worker'> & { readonly job: string }

interface WorkerDeathsDependencies {
	readonly jobs: RunningJobs
	readonly repairs: Repairs
	readonly polish: PassLine
	readonly ledger: Transcripts
	readonly shelf: Shelf
	readonly workers: Workers
}

/** What the deaths of workers do to the jobs they had: first each is let go of, later it is known what the death was. */
export class WorkerDeaths {
	readonly #deps: WorkerDeathsDependencies
	/** Jobs of a dead worker that have killed one before at this place: they get no work until it is known what this death was. */
	readonly #onTrial = new Set<string>()
	/** What dead workers had, until it is known what their deaths were. */
	readonly #lost = new Map<string, string[]>()
	/** Of what engines said what can't be true, until they are known to be dead. */
	readonly #violations: (Blamed & { readonly by: EngineName })[] = []

	constructor(deps: WorkerDeathsDependencies) {
		this.#deps = deps
	}

	isOnTrial(id: string): boolean {
		return this.#onTrial.has(id)
	}

	/** The engine is ended for what it said of this range; what it was doing by then is not what it is to be blamed for. */
	violated(job: string, range: SampleRange, issue: string, by: EngineName = 'engine'): void {
		this.#violations.push({ job, activity: 'transcribing', range, by })
		this.#deps.workers.violation(by, issue)
	}

	/** It is gone, and it isn't known why: what it had is free for whoever is ready for it, but for what may have killed it. */
	lost(name: string): void {
		const { jobs, repairs, polish } = this.#deps
		if (name === 'engine') repairs.letGo()
		const had = jobs.letGo(name as EngineName | 'decoder')
		const polished = name === 'engine' ? polish.letGo() : []
		this.#lost.set(name, [...(this.#lost.get(name) ?? []), ...had.map(([id]) => id), ...polished])
		for (const [id, { job }] of had) if (job.trouble[name === 'decoder' ? 'decoder' : 'engine'] > 0) this.#onTrial.add(id)
	}

	/**
	 * Why it died: which jobs it had, and what becomes of them. `crumb`: the job whose doing it was, with what the worker was at by its
	 * crumb; null when it was nobody's. `why`: in a sentence.
	 */
	died(name: string, crumb: Blamed | null, gaveUp: boolean, why: string): ExitJob[] {
		const { jobs, repairs, polish, ledger, shelf } = this.#deps
		const blamed = this.#violation(name) ?? crumb
		const lost = this.known(name)
		// As they were: what is decided below may end a pass.
		const cursors = new Map([...lost, ...(blamed ? [blamed.job] : [])].map(id => [id, polish.cursorOf(id)]))
		if (blamed) {
			const worker = name === 'decoder' ? 'decoder' : 'engine'
			// What it read before it died is read: only a death after more than that is one at another place.
			if (worker === 'decoder' && jobs.has(blamed.job)) jobs.grew(blamed.job, shelf.samples(blamed.job))
			const text =
				worker === 'engine'
					? `${why} It happened again and again, so the rest waits. What came before is kept; try again, or with another model.`
					: `${why} It happened twice at the same place, so the file was not read further. What came before is kept.`
			const { problem } = fail('worker-died-here', text)
			const isTaken = name === 'engine' && (repairs.blamed(blamed.job, blamed.range) || polish.blamed(blamed.job))
			if (!isTaken) jobs.apply(blamed.job, { type: 'worker-died', death: { ...blamed, worker }, problem })
		}
		return [...cursors.keys()].map(id => ({
			transcript: id,
			title: ledger.get(id)?.title ?? '',
			cursor: jobs.get(id)?.job.cursor ?? cursors.get(id) ?? ledger.get(id)?.cursor ?? 0,
			// Without the others the first engine does everything.
			outcome: this.#outcome(id, gaveUp && name !== 'engine-second' && name !== 'engine-other')
		}))
	}

	/** The same of the engine with another model: it may have been at a file, or at a gap or a pass, which are its own affair. */
	otherDied(crumb: Blamed | null, why: string): ExitJob[] {
		const { jobs, repairs } = this.#deps
		const ofFile = crumb !== null && jobs.has(crumb.job) && !repairs.other.lost(crumb.job)
		return [...repairs.other.workerDied(ofFile ? null : crumb), ...this.died('engine-other', ofFile ? crumb : null, false, why)]
	}

	/** What a lost worker had, now that it is known what became of it. */
	known(name: string): readonly string[] {
		const lost = this.#lost.get(name) ?? []
		this.#lost.delete(name)
		for (const id of lost) this.#onTrial.delete(id)
		if (name === 'engine') {
			this.#deps.repairs.known()
			this.#deps.polish.known()
		}
		return lost
	}

	/** It is not started any more. What was waiting for it at the head of the line fails; the rest keeps waiting. */
	gaveUp(name: string, problem: Problem): ExitJob[] {
		const { jobs, ledger } = this.#deps
		const failed: ExitJob[] = []
		const toRead = name === 'decoder' ? fileToRead(jobs, true) : null
		for (const [id, { job, engine, by }] of [...jobs]) {
			if (job.kind === 'recording' || (name === 'engine' && engine !== null && by !== name)) continue
			if (name === 'decoder' ? id !== toRead : !isAtWork(job.state)) continue
			failed.push({ transcript: id, title: ledger.get(id)?.title ?? '', cursor: job.cursor, outcome: 'failed' })
			jobs.apply(id, { type: 'failed', problem })
		}
		return failed
	}

	#violation(name: string): Blamed | undefined {
		const at = this.#violations.findIndex(({ by }) => by === name)
		return at < 0 ? undefined : this.#violations.splice(at, 1)[0]
	}

	#outcome(id: string, gaveUp: boolean): ExitJob['outcome'] {
		// One that is over was at work for a gap of its own, or its second pass.
		const state = this.#deps.jobs.get(id)?.job.state ?? this.#deps.ledger.get(id)?.state
		if (state === undefined || state === 'failed') return 'failed'
		return gaveUp ? 'waiting' : 'continued'
	}
}
