import type { Log } from '../../native-bridge/log/log.ts'
import type { FromWorker, SourceFacts } from '../../native-bridge/protocol/messages.ts'
import type { Problem } from '../../native-bridge/protocol/problem.ts'
import type { SampleRange } from '../../native-bridge/protocol/units.ts'
import type { AppEvent } from '../contract/events.ts'
import type { Shelf } from '../journal/shelf.ts'
import type { Transcripts } from '../ledger/transcripts.ts'
import type { LedgerGate } from './ledger-gate.ts'
import { isOutOf, type StepClaim } from './plausible.ts'
import { noRoom, roomAfterFull, roomFor } from './room.ts'
import type { Running, RunningJobs } from './running-jobs.ts'
import { SpeedGauge } from './speed-gauge.ts'
import type { EngineName, Workers } from './workers.ts'

interface WorkerMessagesDependencies {
	readonly jobs: RunningJobs
	readonly ledger: Transcripts
	readonly shelf: Shelf
	readonly workers: Workers
	readonly gate: LedgerGate
	readonly emit: (event: AppEvent) => void
	readonly log: Log
	readonly model: (by: EngineName) => string
	readonly believed: <Step extends StepClaim>(cursor: number, step: Step, by: EngineName) => Step
	readonly violated: (transcript: string, range: SampleRange, issue: string, by: EngineName) => void
	readonly tell: (id: string) => void
	/** What is to be said of a file, now that it is open: that it is not any more as it was when it was added. */
	readonly sourceOpened: (id: string, facts: SourceFacts) => readonly Problem[]
	/** Bytes that may be written to the disk. */
	readonly room: () => number
	/** When what the ledger was told is on the platter; rejects when the disk fails. */
	readonly ledgerSynced: () => Promise<void>
}

/** What comes of what workers say of the jobs they are at. */
export class WorkerMessages {
	readonly #deps: WorkerMessagesDependencies
	readonly #speed = { engine: gauges(), 'engine-second': gauges(), 'engine-other': gauges() }

	constructor(deps: WorkerMessagesDependencies) {
		this.#deps = deps
	}

	/** Whether there may be work to give after it. */
	take(message: Extract<FromWorker, { attempt: string }>): boolean {
		const { jobs, ledger, workers, gate, emit, log, tell } = this.#deps
		const found = [...jobs].find(([, running]) => running.engine === message.attempt || running.decode === message.attempt)
		// Late: of a job that was cancelled, or of an attempt whose worker was given up.
		if (!found) return false
		const [id, running] = found
		switch (message.type) {
			case 'step':
				this.#step(id, running, message)
				return running.engine === null
			case 'partial':
				// It has come as far as this: should it die now, it was no engine that can't be started.
				if (message.firm + message.faint !== '') workers.produced(running.by)
				jobs.setPartial(id, running, message)
				return false
			case 'transcribed':
				running.engine = null
				jobs.setPartial(id, running, null)
				log.info({ job: id }, 'transcribed')
				jobs.apply(id, { type: 'transcribed' })
				return true
			case 'opened': {
				gate.write(() => ledger.opened(id, message.facts))
				const changed = this.#deps.sourceOpened(id, message.facts)
				if (changed.length > 0) gate.write(() => ledger.notice(id, changed))
				tell(id)
				return this.#lacksRoom(id, running, roomFor(message.facts.duration, running.job.samples))
			}
			case 'decoded':
				// One that was started anew comes by what is in the journal already: that is nothing new.
				if (message.samples > running.job.samples) workers.produced('decoder')
				jobs.grew(id, message.samples)
				tell(id)
				return true
			case 'decode-ended': {
				running.decode = null
				gate.write(() => ledger.notice(id, message.problems))
				gate.write(() => ledger.addGaps(id, message.gaps))
				for (const gap of message.gaps) emit({ type: 'gap', gap: { ...gap, transcript: id } })
				jobs.audioEnded(id, message.samples)
				const row = ledger.get(id)
				if (row?.sourcePath && !gate.held && !holdsMore(row.source)) this.#letGo(id, row.sourcePath)
				log.info({ job: id, samples: message.samples, problems: message.problems.map(p => p.code) }, 'decoded')
				return true
			}
			case 'failed':
				log.warn({ job: id, code: message.problem.code }, 'job failed')
				if (message.problem.code === 'disk-full' && message.attempt === running.decode) {
					const seconds = ledger.get(id)?.claimedSeconds ?? null
					return this.#lacksRoom(id, running, this.#deps.room() + roomAfterFull(seconds, running.job.samples))
				}
				return this.#failed(id, running, message)
			default:
				return false
		}
	}

	/** Not before the ledger knows, after a power cut too, that all of it is in the journal: else it would be read again. One that stays goes within days. */
	#letGo(id: string, upload: string): void {
		const { shelf, log, ledgerSynced } = this.#deps
		ledgerSynced().then(
			() => shelf.discardUpload(upload),
			error => log.warn({ job: id, code: error.code }, 'an upload stays')
		)
	}

	/** Whether the disk has no room for the `needed` bytes that reading it takes: then it waits. */
	#lacksRoom(id: string, running: Running, needed: number): boolean {
		const missing = needed - this.#deps.room()
		if (missing <= 0) return false
		this.#deps.log.warn({ job: id, needed, missing }, 'no room')
		running.roomNeeded = needed
		this.#deps.jobs.apply(id, { type: 'no-room', problem: noRoom(missing) })
		return true
	}

	#failed(id: string, running: Running, { attempt, problem }: Extract<FromWorker, { type: 'failed' }>): boolean {
		const reading = attempt === running.decode
		// Of a recording that goes on the try is kept as it is: without one it would be tried again with every chunk.
		if (running.job.state !== 'recording') running[reading ? 'decode' : 'engine'] = null
		this.#deps.jobs.apply(id, { type: 'failed', problem, reading })
		return true
	}

	#step(id: string, running: Running, said: Extract<FromWorker, { type: 'step' }>): void {
		const { jobs, ledger, workers, gate, emit, model, tell } = this.#deps
		const { cursor, samples } = running.job
		const step = this.#deps.believed(cursor, said, running.by)
		const wrong = isOutOf(step, { from: cursor, to: samples })
		// One that was committed before changes nothing.
		if (wrong !== null && step.cursor > cursor) {
			this.#deps.violated(id, { from: cursor, to: Math.min(step.cursor, Math.max(samples, cursor + 1)) }, wrong, running.by)
			return
		}
		const committed = ledger.commitStep(id, step, model(running.by), Date.now())
		if (!committed.ok) {
			gate.hold(committed.problem)
			return
		}
		if (!committed.value.moved) return
		workers.produced(running.by)
		const kind = running.job.kind === 'recording' ? 'live' : 'file'
		workers.measured(running.by, this.#speed[running.by][kind].add(step.cursor - cursor, step.spentMs, Date.now()), kind)
		jobs.apply(id, { type: 'step', cursor: step.cursor })
		running.pace.add(step.cursor, Date.now())
		if (committed.value.segment) {
			// The segment's event ends the partial too.
			running.partial = null
			emit({ type: 'segment', segment: committed.value.segment })
		} else jobs.setPartial(id, running, null)
		if (step.gap) emit({ type: 'gap', gap: { ...step.gap, transcript: id } })
		tell(id)
	}
}

function gauges() {
	return { live: new SpeedGauge(), file: new SpeedGauge() }
}

/** Whether a file has more than is in the journal of its transcript: other tracks, channels that were mixed, a picture. */
function holdsMore(source: SourceFacts | null): boolean {
	return source !== null && (source.tracks.length > 1 || (source.channels ?? 1) > 1 || source.video)
}
