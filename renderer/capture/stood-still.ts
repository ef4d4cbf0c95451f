import { type Source, skip } from './source.ts'
import type { Step } from './step.ts'
import { lateness } from './timeline.ts'

/** Timers that are late by this much say that the page or the machine stood still, ms. */
const STOOD_MS = 2_000
/** Then audio that was kept elsewhere comes in a burst; what has not come after this is lost, ms. */
const BURST_MS = 1_500
/** At most this much of the time between two looks counts as time in which audio could have come, ms. */
const RAN_MS = 500
/** Less than this is not worth a mark, ms. */
const LEAST_MS = 1_000
/** Main's word that the machine slept may come as late as this after we noticed ourselves, ms. */
const TWICE_MS = 60_000

/** Notices whether the page stood still since it last ran. Gives the time that counts as run, ms. */
export function notice(step: Step): number {
	const { ranAt, phase, stood } = step.now
	const passed = Math.max(0, step.at - ranAt)
	step.set({ ranAt: step.at })
	if (passed >= STOOD_MS && phase === 'recording')
		step.set({ stood: { ms: passed + (stood?.ms ?? 0), until: step.at + BURST_MS, sample: stood?.sample ?? step.heard } })
	return Math.min(passed, RAN_MS)
}

/** The page or the machine stood still: what was not heard meanwhile is no part of the recording, for nobody could hear. */
export function judgeStanding(step: Step): void {
	const { stood, sources } = step.now
	if (!stood || step.at < stood.until) return
	step.set({ stood: null })
	const listening = sources.find(each => each.ending === 'no' && each.status === 'hearing')
	const slept = listening ? missingOf(listening, stood.ms, step.at) : stood.ms
	if (slept < LEAST_MS) return
	step.changeAll(source => skip(source, slept))
	asleep(step, slept, stood.sample)
}

/** Main says that the machine slept: on some systems the steady clock stands still with it, and nothing is missing by that clock. */
export function slept(step: Step, ms: number): void {
	const { phase, pause, stood, sleptAt } = step.now
	if (phase === 'stopping' || stood !== null) return
	if (pause !== null) {
		// By a clock that went on meanwhile it is counted already.
		if (step.at - pause.at < ms) step.set({ pause: { ...pause, before: pause.before + ms } })
		return
	}
	if (sleptAt === null || step.at - sleptAt >= TWICE_MS) asleep(step, ms, step.heard)
}

function asleep(step: Step, ms: number, sample: number): void {
	step.set({ sleptAt: step.at })
	step.setMark({ id: step.newId(), kind: 'asleep', sample, ms: Math.round(ms), note: '' })
}

/** How much of `ms` in which nothing ran is missing from what a source heard, ms. */
function missingOf(source: Source, ms: number, at: number): number {
	if (source.doubt) return Math.min(source.doubt.lateMs, ms)
	// Not a sound since: all of it, and its device is looked after as one that is stuck.
	const isSilent = source.quietMs >= BURST_MS - RAN_MS
	return isSilent ? Math.min(lateness(source.time, at, source.time.heard), ms) : 0
}
