import type { Problem } from '../api/problem.ts'
import { endSource } from './ending.ts'
import { isSilentLoopback, isStalled, newSource, type Source, unheard } from './source.ts'
import type { Step } from './step.ts'
import { gone, held, NEEDS_CLICK, SILENT_LOOPBACK, STUCK_LOOPBACK, stuck } from './trouble.ts'

/** A lost device is tried again after 1 s, later every 5 s: not every system says when it is back. */
const RETRY_MS = [1_000, 2_000, 5_000]

/** A device is open; its first chunk follows. */
export function opened(step: Step, key: number, device: string | null, isHeld: boolean): void {
	step.change(key, source => {
		// What came late of the old one is from before anything the new one hears.
		const open = { ...step.settled(source), device, opening: false, retryAt: null, tries: 0, fresh: true, quietMs: 0 }
		if (isHeld) return unheard(open, 'held', held(device), step.wall)
		return { ...open, status: 'hearing', since: null, problem: null }
	})
}

export function notOpened(step: Step, key: number, problem: Problem) {
	// Asked of the user: it can't be asked again without one.
	if (step.source(key)?.channel === 'others') return endSource(step, key)
	step.change(key, source => {
		// Another was wanted, and the one that there is can still be heard.
		if (source.status === 'hearing' || source.status === 'held') return { ...source, opening: false, problem }
		// A refusal stands until the user changes it; asking again and again would be a nuisance.
		const wait = RETRY_MS[Math.min(source.tries, RETRY_MS.length - 1)] ?? 0
		const retryAt = problem.code === 'microphone-refused' ? null : step.at + wait
		// That it is missing is known: it is waited for.
		const isKnown =
			(problem.code === 'microphone-missing' && source.problem?.code === 'microphone-lost') ||
			(problem.code === 'microphone-failed' && source.problem?.code === 'microphone-stuck')
		const why = isKnown ? source.problem : problem.code === 'microphone-missing' ? gone(source.device) : problem
		return { ...unheard(source, 'lost', why, step.wall), opening: false, retryAt, tries: source.tries + 1 }
	})
}

export function needsClick(step: Step, key: number): void {
	step.change(key, source => unheard(step.settled(source), 'opening', NEEDS_CLICK, step.wall))
}

/** Its device is gone; for system audio: the user shares it no more. */
export function ended(step: Step, key: number) {
	if (step.source(key)?.channel === 'others') return endSource(step, key)
	step.change(key, source => {
		const lost = unheard(step.settled(source), 'lost', gone(source.device), step.wall)
		// It may be there again already, or the system has another one.
		return lost.opening ? lost : step.open(lost)
	})
}

export function isHeld(step: Step, key: number): void {
	step.change(key, source => {
		if (source.status !== 'hearing' || source.opening) return source
		return unheard(step.settled(source), 'held', held(source.device), step.wall)
	})
}

export function isFree(step: Step, key: number): void {
	step.change(key, source =>
		source.status === 'held' ? { ...source, status: 'hearing', since: null, problem: null, fresh: true, quietMs: 0 } : source
	)
}

/** Which microphones there are, and what names the system's choice. */
export function devicesChanged(step: Step, ids: readonly string[], systemChoice: string | null): void {
	const { microphone } = step.now.options
	const before = step.now.systemChoice
	const moved = before !== null && systemChoice !== null && systemChoice !== before
	step.set({ systemChoice: systemChoice ?? before })
	step.changeAll(source => {
		if (source.channel !== 'me' || source.opening) return source
		if (source.status === 'lost') return microphone === null || ids.includes(microphone) ? step.open(source) : source
		return moved && microphone === null ? step.open(source) : source
	})
}

/** What the machine plays is a second channel from now on. */
export function addSource(step: Step, key: number, device: string | null): void {
	const fresh = newSource({ key, channel: 'others', recording: step.newId(), device, status: 'hearing', openedAt: step.at })
	step.set({ sources: [...step.now.sources, fresh], options: { ...step.now.options, systemAudio: true } })
}

/** What a source needs that time alone brings about. */
export function tend(step: Step, source: Source): Source {
	if (isStalled(source) && step.now.stood === null) {
		const why = source.channel === 'me' ? stuck(source.device) : STUCK_LOOPBACK
		return step.open(unheard(step.settled(source), 'opening', why, step.wall))
	}
	if (source.problem === null && isSilentLoopback(source, step.at)) return { ...source, problem: SILENT_LOOPBACK }
	return source.retryAt !== null && step.at >= source.retryAt && !source.opening ? step.open(source) : source
}
