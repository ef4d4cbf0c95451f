import type { Problem } from '../api/problem.ts'
import { closeGap } from './source.ts'
import type { Step } from './step.ts'
import { MS } from './timeline.ts'
import { unsaved } from './unacknowledged.ts'

/** Times that main is asked for what it lacks before its refusal is believed. */
const MOST_TRIES = 3

/** Nothing is recorded from here on: what was held back is journaled, open gaps are told. */
export function closeGaps(step: Step): void {
	step.set({ stood: null })
	for (const { key } of step.now.sources) {
		const source = step.source(key)
		if (source?.ending === 'no') step.took(closeGap(step.settled(source)))
	}
}

export function stop(step: Step): void {
	if (step.now.phase === 'stopping') return
	closeGaps(step)
	const { pause, muted } = step.now
	if (pause !== null) step.closeMark('pause', () => step.at - pause.at + pause.before)
	if (muted) step.closeMark('mute', mark => (step.heard - mark.sample) / MS)
	step.set({ phase: 'stopping', pause: null })
	for (const { key } of step.now.sources) endSource(step, key)
}

/** No more audio of this source: its part ends when all of it is saved. */
export function endSource(step: Step, key: number): void {
	const source = step.source(key)
	if (source?.ending !== 'no') return
	step.took(closeGap(step.settled(source)))
	step.effects.push({ type: 'release', key })
	// A page that goes on with the recording asks for it again only when it was there to the last.
	if (source.channel === 'others' && step.now.phase !== 'stopping') step.set({ options: { ...step.now.options, systemAudio: false } })
	// One of which nothing was heard does not exist for main.
	step.change(key, now => ({ ...now, ending: now.kept.heard === 0 ? 'done' : 'saving' }))
}

/** Main's answer to `close`; null: it is closed. */
export function closed(step: Step, key: number, problem: Problem | null): void {
	const source = step.source(key)
	if (source?.ending !== 'asked') return
	if (problem === null) step.put({ ...source, ending: 'done' })
	// A lost line comes back, and then it is asked again.
	else if (problem.code === 'connection-lost') step.put({ ...source, ending: step.now.up ? 'saving' : 'asked' })
	// Main counts otherwise than we do: it is asked where it stands.
	else if (problem.code === 'audio-missing' && source.endTries < MOST_TRIES) {
		step.put({ ...source, ending: 'saving', endTries: source.endTries + 1 })
		step.audio(key, { type: 'line-up' })
	} else {
		step.put({ ...source, ending: 'done' })
		if (key === step.whole?.key) step.set({ problem })
	}
}

/** Closes what is saved to the last sample and told to the last note; parts before the whole. */
export function finish(step: Step): void {
	const isTold = (recording: string) => step.now.notes.every(each => each.note.recording !== recording)
	const [whole, ...parts] = step.now.sources
	const partsAreDone = parts.every(each => each.ending === 'done')
	for (const source of whole && partsAreDone ? [whole] : parts) {
		const { key, ending, kept, recording } = source
		if (ending !== 'saving' || kept.line !== 'open' || unsaved(kept) > 0 || !isTold(recording)) continue
		step.put({ ...source, ending: 'asked' })
		step.effects.push({ type: 'close', key, recording, samples: kept.saved })
	}
	const { sources, phase, problem } = step.now
	if (phase === 'stopping' && sources.every(each => each.ending === 'done')) step.effects.push({ type: 'over', problem })
	else if (parts.length > 0) step.set({ sources: sources.filter(each => each.key === whole?.key || each.ending !== 'done') })
}
