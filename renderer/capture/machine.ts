import { addSource, devicesChanged, ended, isFree, isHeld, needsClick, notOpened, opened, tend } from './devices-of-recording.ts'
import { closed, endSource, finish, stop } from './ending.ts'
import { noteAnswered, notesUnasked } from './notes.ts'
import { mute, pause, resume } from './pausing.ts'
import type { Moment, Recording } from './recording.ts'
import type { RecordingEffect, RecordingInput } from './recording-messages.ts'
import { hear, look } from './source.ts'
import { Step } from './step.ts'
import { judgeStanding, notice, slept } from './stood-still.ts'
import { SILENT_LOOPBACK } from './trouble.ts'

/** One step of a recording: the next state, and what to do. Time and ids come in, nothing is run here. */
export function stepRecording(before: Recording, input: RecordingInput, moment: Moment): [Recording, RecordingEffect[]] {
	const step = new Step(before, moment)
	react(step, input, notice(step))
	step.tellNotes()
	finish(step)
	return [step.now, step.effects]
}

/** `ran`: how much of the time since the last step the page could run, ms. */
function react(step: Step, input: RecordingInput, ran: number) {
	const { now } = step
	switch (input.type) {
		case 'chunk':
			return hearChunk(step, input.key, input.samples)
		case 'tick':
			return tick(step, ran)
		case 'opened':
			return opened(step, input.key, input.device, input.held)
		case 'not-opened':
			return notOpened(step, input.key, input.problem)
		case 'needs-click':
			return needsClick(step, input.key)
		case 'ended':
			return ended(step, input.key)
		case 'held':
			return isHeld(step, input.key)
		case 'free':
			return isFree(step, input.key)
		case 'changed':
			return step.change(input.key, source => (source.status === 'hearing' ? step.open(source) : source))
		case 'devices':
			return devicesChanged(step, input.ids, input.systemChoice)
		case 'allowed':
			return step.changeAll(source => (source.channel === 'me' && source.status === 'lost' ? step.open(source) : source))
		case 'choose':
			step.set({ options: { ...now.options, microphone: input.microphone } })
			return step.changeAll(source => (source.channel === 'me' ? step.open(source) : source))
		case 'add':
			return addSource(step, input.key, input.device)
		case 'drop':
			return endSource(step, input.key)
		case 'slept':
			return slept(step, input.ms)
		case 'pause':
			return pause(step)
		case 'resume':
			return resume(step)
		case 'mute':
			return mute(step, input.on)
		case 'mark':
			return now.phase === 'stopping'
				? undefined
				: step.setMark({ id: input.id, kind: 'mark', sample: step.heard, ms: 0, note: input.note })
		case 'change-mark': {
			const mark = now.marks.find(each => each.id === input.id)
			return mark && step.setMark({ ...mark, note: input.note })
		}
		case 'remove-mark':
			if (!step.whole || !now.marks.some(each => each.id === input.id)) return
			step.note({ type: 'no-mark', recording: step.whole.recording, mark: input.id })
			return step.set({ marks: now.marks.filter(each => each.id !== input.id) })
		case 'renamed':
			return step.set({ title: input.title })
		case 'mark-changed':
			return step.set({ marks: now.marks.map(each => (each.id === input.id ? { ...each, note: input.note } : each)) })
		case 'mark-removed':
			return step.set({ marks: now.marks.filter(each => each.id !== input.id) })
		case 'stop':
			return stop(step)
		case 'line-up':
			return lineUp(step)
		case 'line-lost':
			step.set({ up: false, notes: notesUnasked(now.notes) })
			for (const { key } of now.sources) step.audio(key, { type: 'line-lost' })
			return
		case 'audio': {
			const source = now.sources.find(each => each.recording === input.recording)
			return source && step.audio(source.key, input.input)
		}
		case 'note-answered':
			// A lost line comes back, and all is told again then.
			if (input.problem?.code !== 'connection-lost') step.set({ notes: noteAnswered(now.notes, input.n, input.problem) })
			return
		case 'close-answered':
			return closed(step, input.key, input.problem)
		default:
			return input satisfies never
	}
}

function hearChunk(step: Step, key: number, samples: Int16Array): void {
	const source = step.source(key)
	const { phase, muted } = step.now
	if (source?.ending !== 'no') return
	const isMuted = muted && source.channel === 'me'
	step.took(hear(source, samples, { at: step.at, wall: step.wall, keep: phase === 'recording', muted: isMuted }))
	step.change(key, now => (now.problem?.code === SILENT_LOOPBACK.code && now.loudness.sounded ? { ...now, problem: null } : now))
}

function tick(step: Step, ran: number): void {
	judgeStanding(step)
	const { phase, sources } = step.now
	for (const { key } of sources) {
		const source = step.source(key)
		if (source?.ending !== 'no') continue
		if (phase === 'recording') step.took(look(source, step.at, ran, step.now.stood !== null))
		else step.put({ ...source, quietMs: source.quietMs + ran })
		step.change(key, now => tend(step, now))
	}
}

function lineUp(step: Step): void {
	step.set({ up: true, notes: notesUnasked(step.now.notes) })
	for (const { key, ending } of step.now.sources) {
		const source = step.source(key)
		if (source && ending === 'asked') step.put({ ...source, ending: 'saving' })
		step.audio(key, { type: 'line-up' })
	}
}
