import type { Mark } from '../../electron/contract/records.ts'
import { type Note, noted, notesMoved, notesToTell } from './notes.ts'
import type { Moment, Recording } from './recording.ts'
import type { RecordingEffect } from './recording-messages.ts'
import { type Heard, type Source, settle } from './source.ts'
import { cutAt, MS } from './timeline.ts'
import { type AudioInput, keepAudio } from './unacknowledged.ts'

/** A step of a recording, while it is taken: the state so far, what is to be done so far, and what every kind of step needs. */
export class Step {
	now: Recording
	readonly effects: RecordingEffect[] = []
	readonly at: number
	readonly wall: number
	readonly newId: () => string

	constructor(before: Recording, { at, wall, newId }: Moment) {
		this.now = before
		this.at = at
		this.wall = wall
		this.newId = newId
	}

	set(some: Partial<Recording>): void {
		this.now = { ...this.now, ...some }
	}

	/** The microphone's, whose journal is the recording's own. */
	get whole(): Source | undefined {
		return this.now.sources[0]
	}

	/** Where the whole stands. */
	get heard(): number {
		return this.whole?.time.heard ?? 0
	}

	source(key: number): Source | undefined {
		return this.now.sources.find(each => each.key === key)
	}

	put(source: Source): void {
		this.set({ sources: this.now.sources.map(each => (each.key === source.key ? source : each)) })
	}

	/** Changes a source, unless it is ending. */
	change(key: number, change: (source: Source) => Source): void {
		const source = this.source(key)
		if (source?.ending === 'no') this.put(change(source))
	}

	changeAll(change: (source: Source) => Source): void {
		for (const { key } of this.now.sources) this.change(key, change)
	}

	/** Puts into the journal, and tells, what a step of a source gave. */
	took({ source, pieces, gap }: Heard): void {
		const isFirst = this.source(source.key)?.time.began === null && source.time.began !== null
		this.put(source)
		if (isFirst && source.key === this.whole?.key && source.startedAt !== null) this.set({ startedAt: Math.round(source.startedAt) })
		if (isFirst && this.now.up) this.audio(source.key, { type: 'line-up' })
		for (const samples of pieces) {
			if (source.channel === 'me') this.effects.push({ type: 'drawn', samples })
			this.audio(source.key, { type: 'heard', samples })
		}
		if (!gap) return
		// Its recording may be another by what was just heard.
		const { recording } = this.source(source.key) ?? source
		const { from, to, cause, over } = gap
		this.note({ type: 'gap', recording, from, to, cause })
		if (over) this.effects.push({ type: 'gap', recording, from, to })
	}

	/** The source with what it held back journaled. */
	settled(source: Source): Source {
		this.took(settle(source, this.at))
		return this.source(source.key) ?? source
	}

	/** Opens its device, again or another. */
	open(source: Source): Source {
		this.effects.push({ type: 'open', key: source.key, microphone: this.now.options.microphone })
		return { ...source, opening: true, retryAt: null }
	}

	setMark(mark: Mark): void {
		if (!this.whole) return
		this.set({ marks: [...this.now.marks.filter(each => each.id !== mark.id), mark] })
		this.note({ type: 'mark', recording: this.whole.recording, mark })
	}

	/** The mark of this kind that lasts has lasted `ms`. */
	closeMark(kind: Mark['kind'], ms: (mark: Mark) => number): void {
		const mark = this.now.marks.findLast(each => each.kind === kind && each.ms === null)
		if (mark) this.setMark({ ...mark, ms: Math.max(0, Math.round(ms(mark))) })
	}

	note(note: Note): void {
		this.set({ notes: noted(this.now.notes, note) })
	}

	tellNotes(): void {
		if (!this.now.up) return
		const isOpen = (recording: string) => {
			const source = this.now.sources.find(each => each.recording === recording)
			// What was closed meanwhile is known to main.
			return source === undefined || source.kept.line === 'open'
		}
		const [notes, due] = notesToTell(this.now.notes, this.at, isOpen)
		this.set({ notes })
		for (const { n, note } of due) this.effects.push({ type: 'tell', n, note })
	}

	/** One step of getting a source's audio to main. */
	audio(key: number, input: AudioInput): void {
		const source = this.source(key)
		// Before its first sample it has no place in the whole that main could be told.
		if (!source || source.ending === 'done' || (source.time.began === null && source.kept.heard === 0)) return
		const [kept, effects] = keepAudio(source.kept, input)
		this.put({ ...source, kept })
		for (const effect of effects) {
			switch (effect.type) {
				case 'ask':
					this.effects.push({ type: 'ask', key })
					break
				case 'send':
					this.effects.push({ type: 'send', recording: source.recording, from: effect.chunk.from, samples: effect.chunk.samples })
					break
				case 'retry-later':
					this.effects.push({ type: 'retry', recording: source.recording, ms: effect.ms })
					break
				case 'begin-anew':
					this.#beginAnew(key, effect.from)
					break
				default:
					effect satisfies never
			}
		}
	}

	/** Nothing is spliced: what the old recording can't take is a recording of its own. */
	#beginAnew(key: number, from: number): void {
		const source = this.source(key)
		if (!source) return
		const recording = this.newId()
		const later = Math.round(from / MS)
		const gap = source.gap && { ...source.gap, from: Math.max(0, source.gap.from - from) }
		const startedAt = (source.startedAt ?? this.wall) + later
		const nothingLeft = source.kept.heard === 0 && source.ending !== 'no'
		const ending = nothingLeft ? 'done' : source.ending === 'asked' ? 'saving' : source.ending
		this.put({ ...source, recording, continues: source.recording, gap, time: cutAt(source.time, from), startedAt, ending })
		this.set({ notes: notesMoved(this.now.notes, source.recording, from, recording) })
		if (key === this.whole?.key) {
			const lasting = this.now.marks.filter(mark => mark.ms === null && mark.sample < from)
			const marks = this.now.marks.filter(mark => mark.sample >= from).map(mark => ({ ...mark, sample: mark.sample - from }))
			this.set({ marks, startedAt: this.now.startedAt + later })
			this.effects.push({ type: 'began-anew', from })
			// What began before and lasts goes on in the new one.
			for (const mark of lasting) this.setMark({ ...mark, id: this.newId(), sample: 0 })
		}
		if (this.now.up) this.audio(key, { type: 'line-up' })
	}
}
