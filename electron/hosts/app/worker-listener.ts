import type { ToWorker } from '../../../native-bridge/protocol/messages.ts'
import { fail } from '../../../native-bridge/protocol/problem.ts'
import type { KeptAudio } from '../../audio/kept-audio.ts'
import type { AppEvent } from '../../contract/events.ts'
import type { ExitJob } from '../../contract/exits.ts'
import { isOnDemand, NEXT_ENGINE_POST } from '../../contract/processes.ts'
import type { Death } from '../../forensics/exit-record.ts'
import type { DeathRecorder } from '../../forensics/recorder.ts'
import type { Runner } from '../../jobs/runner.ts'
import type { SpeakerFinder } from '../../jobs/speaker-finder.ts'
import type { SpeedTest } from '../../jobs/speed-test.ts'
import type { Blamed } from '../../jobs/worker-deaths.ts'
import type { ModelSwitch } from '../../models/model-switch.ts'
import { DECODER, ENGINE, MEASURED_ENGINE, OTHER_ENGINE, SECOND_ENGINE, SPEAKERS } from '../../supervisor/child-specs.ts'
import type { Supervisor } from '../../supervisor/supervisor.ts'
import type { SupervisorListener } from '../../supervisor/supervisor-listener.ts'

/** What becomes of what the supervisor tells: jobs are given on, deaths recorded, windows told. */
export function workerListener(deps: {
	readonly emit: (event: AppEvent) => void
	readonly recorder: DeathRecorder
	readonly titleOf: (transcript: string) => string
	/** What a new process of that name is told first, if anything; `engine-next`: one that is to be the engine with what is chosen now. */
	readonly load: (name: string) => ToWorker | null
	/** What becomes of loading another model for the engine. */
	readonly modelSwitch: () => Pick<ModelSwitch, 'done' | 'failed' | 'gaveUp' | 'ready' | 'memoryFreed'>
	readonly supervisor: () => Supervisor
	readonly runner: () => Runner
	readonly speakers: () => SpeakerFinder
	readonly speedTest: () => SpeedTest
	readonly audio: () => KeptAudio
}): SupervisorListener {
	const { emit, recorder, supervisor, runner, speakers, speedTest, audio } = deps

	/** The order matters: jobs let go of the dead worker first (`lost`), then the death is looked into, then its cause decides about the jobs. */
	function died(
		name: string,
		death: Omit<Death, 'jobs'>,
		about: { next: 'restart' | 'gave-up' | 'stopped'; post: boolean; took: number | null; as: string }
	): void {
		const { crumb } = death
		const { next, post, took, as } = about
		const range = crumb === null || crumb.from === null || crumb.to === null ? null : { from: crumb.from, to: crumb.to }
		const atWork = crumb?.job ? { job: crumb.job, activity: crumb.activity, range } : null
		const jobs: ExitJob[] = crumb?.job
			? [{ transcript: crumb.job, title: deps.titleOf(crumb.job), cursor: crumb.from ?? 0, outcome: 'continued' }]
			: []
		// A standby has no work: its death costs nothing and holds up nobody.
		if (!post) {
			recorder.died(as, { ...death, standby: true, jobs: [] }, null, () => [])
			if (next === 'stopped') recorder.noSuccessor(as)
			return
		}
		// It is at nobody's audio but the sample.
		if (name === MEASURED_ENGINE.name) {
			recorder.died(name, { ...death, jobs: [] }, took, () => [])
			speedTest().workerDied()
			return
		}
		recorder.died(name, { ...death, jobs }, took, (record, blamesWork) => {
			const blamed = blamesWork ? atWork : null
			const { text, facts, advice } = record.explanation
			if (name === OTHER_ENGINE.name) return otherDied(blamed, next, text)
			if (name === SPEAKERS.name) return speakersDied(blamed, next)
			const lost = runner().workerDied(name, blamed, next === 'gave-up', text)
			if (next !== 'gave-up') return lost
			if (name === SECOND_ENGINE.name) {
				// The first does everything, as where there is only one; the crash history says why.
				runner().workerGaveUp(name, fail('worker-gave-up', text, facts).problem)
				return lost
			}
			if (name === ENGINE.name && deps.modelSwitch().gaveUp(null)) return lost
			const { problem } = fail(
				'worker-gave-up',
				`${text} It was started several times and is now held. Recordings go on to disk, and what waits is kept. ${advice === null ? 'Press “Start again” to try once more, or choose another model.' : `${advice} Then press “Start again”.`}`,
				facts
			)
			supervisor().say(name, problem)
			const failed = runner().workerGaveUp(name, problem)
			return [...lost.filter(job => !failed.some(other => other.transcript === job.transcript)), ...failed]
		})
	}

	function otherDied(blamed: Blamed | null, next: 'restart' | 'gave-up' | 'stopped', why: string): ExitJob[] {
		const jobs = runner().otherDied(blamed, why)
		if (next === 'gave-up') {
			const model = runner().otherEngine.model?.name ?? ''
			const text = `The engine with the model ${model} died again and again, so nothing more is tried with it. The crash history says why.`
			runner().otherGaveUp(fail('other-engine-gave-up', text, { model }).problem)
		}
		return jobs
	}

	function speakersDied(blamed: Blamed | null, next: 'restart' | 'gave-up' | 'stopped'): ExitJob[] {
		const jobs = speakers().workerDied(blamed)
		if (next === 'gave-up')
			speakers().workerGaveUp(
				fail('speakers-gave-up', 'What tells speakers apart died again and again, so they were not told apart. The crash history says why.')
					.problem
			)
		return jobs
	}

	return {
		born: (name, life) => recorder.born(name === 'decoder' ? 'decoder' : 'engine', life),
		spawned: (name, send, next) => {
			const order = deps.load(next ? NEXT_ENGINE_POST : name)
			if (order) send(order)
		},
		ready: (name, pid, post) => {
			recorder.ready(post ? name : `${name}-standby`, pid)
			if (!post) return
			// One that is ready can be started: what it dies of later is a file's doing, and no file is given to it for ever.
			if (name === DECODER.name) supervisor().produced(name)
			if (name === OTHER_ENGINE.name) runner().otherEngine.workerReady()
			if (name === SPEAKERS.name) return speakers().workerReady()
			if (name === MEASURED_ENGINE.name) return speedTest().workerReady()
			if (name === 'engine') {
				runner().engineModel = supervisor().model(name)
				deps.modelSwitch().ready()
				// What it does not heed is known now.
				emit({ type: 'models' })
			}
			runner().workerReady()
		},
		message: (name, message) => {
			if (name === DECODER.name && audio().message(message)) return
			if (name === SPEAKERS.name) return speakers().message(message)
			if (name === MEASURED_ENGINE.name) return speedTest().message(message)
			if (name === OTHER_ENGINE.name && runner().otherEngine.message(message)) return
			runner().message(message)
		},
		lost: name => {
			if (name === OTHER_ENGINE.name) runner().otherEngine.workerLost()
			if (name === SPEAKERS.name) return speakers().workerLost()
			if (name === MEASURED_ENGINE.name) return
			if (name === 'engine' && supervisor().isReady(name)) runner().engineModel = supervisor().model(name)
			if (name === DECODER.name) audio().workerLost()
			runner().workerLost(name)
		},
		died,
		changedOver: (_name, pid) => {
			recorder.ready(NEXT_ENGINE_POST, pid)
			deps.modelSwitch().done()
			// It has the model from before: what it is at goes on with the new one.
			if (supervisor().standing(SECOND_ENGINE.name) !== 'away') supervisor().restart(SECOND_ENGINE.name)
		},
		notChanged: (_name, problem) => {
			recorder.noSuccessor(NEXT_ENGINE_POST)
			deps.modelSwitch().failed(problem)
			// Some waited for it, and are to be heard otherwise now.
			runner().memoryFreed()
		},
		ended: (name, life, post) => {
			recorder.ended(life)
			if (name === OTHER_ENGINE.name) runner().otherEngine.workerEnded()
			if (name === SPEAKERS.name) return speakers().workerEnded()
			if (name === MEASURED_ENGINE.name) return speedTest().workerEnded()
			if (post) runner().workerEnded(name)
		},
		unfit: (name, problem) => {
			if (name === OTHER_ENGINE.name) return runner().otherGaveUp(problem)
			if (name === SPEAKERS.name) return speakers().workerGaveUp(problem)
			if (name === MEASURED_ENGINE.name) return speedTest().workerUnfit(problem)
			if (name === ENGINE.name && deps.modelSwitch().gaveUp(problem)) return
			runner().workerGaveUp(name, problem)
			if (name !== SECOND_ENGINE.name) supervisor().say(name, problem)
		},
		changed: process => {
			// It was let go of: nobody comes back after its last death, so how long that held anything up is not known.
			if (isOnDemand(process.name) && process.state === 'stopped') recorder.noSuccessor(process.name)
			emit({ type: 'process', process })
			speedTest().processNoticed(process)
			if (process.state !== 'stopped') return
			deps.modelSwitch().memoryFreed()
			// That one says so itself.
			if (process.name !== OTHER_ENGINE.name) runner().memoryFreed()
		}
	}
}
