import type { Interrupted, RecorderState, RecordingOptions } from '../../electron/contract/recorder.ts'
import type { Mark } from '../../electron/contract/records.ts'
import type { Problem } from '../api/problem.ts'
import { isClipping, isFlat, levelOf } from './loudness.ts'
import { type Note, type Notes, noNotes, noteAnswered, noted, notesMoved, notesToTell, notesUnasked } from './notes.ts'
import {
	closeGap,
	type Heard,
	hear,
	isSilentLoopback,
	isStalled,
	LOSS_MS,
	look,
	newSource,
	type Source,
	settle,
	shown,
	skip,
	unheard
} from './source.ts'
import { cutAt, lateness, MS, timelineAt } from './timeline.ts'
import { gone, held, NEEDS_CLICK, SILENT_LOOPBACK, STUCK_LOOPBACK, stuck } from './trouble.ts'
import { type AudioInput, keepAudio, nothingHeard, unsaved } from './unacknowledged.ts'

/** A recording that is being made: pure, time and ids come from outside. */
export interface Recording {
	readonly phase: 'recording' | 'paused' | 'stopping'
	readonly title: string
	/** When its first sample was heard, ms since 1970. */
	readonly startedAt: number
	readonly options: RecordingOptions
	/** The microphone, which is the whole, first. */
	readonly sources: readonly Source[]
	readonly muted: boolean
	readonly marks: readonly Mark[]
	/** Since when it is paused: by the wall clock, by the steady one, and what the pause had lasted when this page took it up, ms. */
	readonly pause: { readonly wall: number; readonly at: number; readonly before: number } | null
	readonly notes: Notes
	readonly up: boolean
	/** When the page last ran (steady clock). */
	readonly ranAt: number
	/** The page, or the machine, stood still for `ms`. At `until` it is clear what that cost; it happened at sample `sample` of the whole. */
	readonly stood: { readonly ms: number; readonly until: number; readonly sample: number } | null
	/** When it was last known to have slept. */
	readonly sleptAt: number | null
	/** What the system chooses when nobody does: a change is followed. Null: not known. */
	readonly systemChoice: string | null
	/** Why it ended, when not by a wish; and why the whole could not be closed. */
	readonly problem: Problem | null
}

export interface Moment {
	/** Steady clock (`performance.now`), ms. */
	readonly at: number
	/** ms since 1970: told and shown, never reckoned with. */
	readonly wall: number
	readonly newId: () => string
}

export type RecordingInput =
	| { readonly type: 'chunk'; readonly key: number; readonly samples: Int16Array }
	/** Four times a second. */
	| { readonly type: 'tick' }
	/** A device is open; its first chunk follows. */
	| { readonly type: 'opened'; readonly key: number; readonly device: string | null; readonly held: boolean }
	| { readonly type: 'not-opened'; readonly key: number; readonly problem: Problem }
	/** It is open, but the page may not hear before it was clicked. */
	| { readonly type: 'needs-click'; readonly key: number }
	/** Its device ended: everything it delivered has come. */
	| { readonly type: 'ended'; readonly key: number }
	| { readonly type: 'held'; readonly key: number }
	| { readonly type: 'free'; readonly key: number }
	/** Its device goes on in another way (sample rate): its graph no longer fits. */
	| { readonly type: 'changed'; readonly key: number }
	/** Which microphones there are, and what names the system's choice. */
	| { readonly type: 'devices'; readonly ids: readonly string[]; readonly systemChoice: string | null }
	/** The page may use the microphone (again). */
	| { readonly type: 'allowed' }
	| { readonly type: 'slept'; readonly ms: number }
	| { readonly type: 'pause' }
	| { readonly type: 'resume' }
	| { readonly type: 'mute'; readonly on: boolean }
	| { readonly type: 'mark'; readonly id: string; readonly note: string }
	| { readonly type: 'change-mark'; readonly id: string; readonly note: string }
	| { readonly type: 'remove-mark'; readonly id: string }
	| { readonly type: 'choose'; readonly microphone: string | null }
	/** What the machine plays has been opened as source `key`. */
	| { readonly type: 'add'; readonly key: number; readonly device: string | null }
	| { readonly type: 'drop'; readonly key: number }
	| { readonly type: 'stop' }
	| { readonly type: 'line-up' }
	| { readonly type: 'line-lost' }
	/** What main said of the audio of a recording. */
	| { readonly type: 'audio'; readonly recording: string; readonly input: AudioInput }
	| { readonly type: 'note-answered'; readonly n: number; readonly problem: Problem | null }
	/** Main's answer to `close`; null: it is closed. */
	| { readonly type: 'close-answered'; readonly key: number; readonly problem: Problem | null }

export type RecordingEffect =
	/** Open the device of this source, again or another; what is open now is heard until then. */
	| { readonly type: 'open'; readonly key: number; readonly microphone: string | null }
	/** Let the device of this source go. */
	| { readonly type: 'release'; readonly key: number }
	/** Ask main from which sample on audio is missing. */
	| { readonly type: 'ask'; readonly key: number }
	| { readonly type: 'send'; readonly recording: string; readonly from: number; readonly samples: Int16Array }
	| { readonly type: 'retry'; readonly recording: string; readonly ms: number }
	| { readonly type: 'tell'; readonly n: number; readonly note: Note }
	| { readonly type: 'close'; readonly key: number; readonly recording: string; readonly samples: number }
	/** What lies before this sample of the whole is another recording's now. */
	| { readonly type: 'began-anew'; readonly from: number }
	/** Audio of the microphone was journaled: for what is drawn. */
	| { readonly type: 'drawn'; readonly samples: Int16Array }
	/** A gap is complete: for whoever counts what was lost. */
	| { readonly type: 'gap'; readonly recording: string; readonly from: number; readonly to: number }
	| { readonly type: 'over'; readonly problem: Problem | null }

/** Timers that are late by this much say that the page or the machine stood still, ms. */
const STOOD_MS = 2_000
/** Then audio that was kept elsewhere comes in a burst; what has not come after this is lost, ms. */
const STOOD_BURST_MS = 1_500
/** At most this much of the time between two looks counts as time in which audio could have come, ms. */
const RAN_MS = 500
/** Main's word that the machine slept may come as late as this after we noticed ourselves, ms. */
const SLEPT_TWICE_MS = 60_000
/** A lost device is tried again after 1 s, later every 5 s: not every system says when it is back. */
const RETRY_MS = [1_000, 2_000, 5_000]
/** Times that main is asked for what it lacks before its refusal is believed. */
const END_TRIES = 3

/** One that begins now with the microphone as source 0. */
export function newRecording(
	some: { readonly title: string; readonly options: RecordingOptions; readonly device: string | null; readonly up: boolean },
	moment: Moment
): Recording {
	const source = newSource({
		key: 0,
		channel: 'me',
		recording: moment.newId(),
		device: some.device,
		status: 'hearing',
		openedAt: moment.at
	})
	return {
		phase: 'recording',
		title: some.title,
		startedAt: moment.wall,
		options: some.options,
		sources: [source],
		muted: false,
		marks: [],
		pause: null,
		notes: noNotes,
		up: some.up,
		ranAt: moment.at,
		stood: null,
		sleptAt: null,
		systemChoice: null,
		problem: null
	}
}

/**
 * Goes on with a recording whose page is gone; its microphone is opened by a `choose` that follows. What nobody heard meanwhile becomes silence
 * of that length: what follows stands at its own time. Other channels end with what they have. `marks`: those main has of it.
 */
export function takenUp(
	interrupted: readonly Interrupted[],
	some: { readonly options: RecordingOptions; readonly marks: readonly Mark[]; readonly up: boolean },
	moment: Moment
): Recording | null {
	const { at, wall } = moment
	const whole = interrupted.find(each => each.partOf === null)
	if (!whole) return null
	const { pausedAt, holdUp, savedAt } = whole
	const sources = [whole, ...interrupted.filter(each => each.partOf?.whole === whole.recording)].map((each, key): Source => {
		const { recording, device, startedAt, samples } = each
		// A wall clock that was set back says nothing of how long it was.
		const time = timelineAt(at, samples, pausedAt === null ? Math.max(0, wall - savedAt) : 0)
		const kept = { ...nothingHeard, heard: samples, saved: samples, savedAt: each.savedAt }
		const channel = each.partOf?.channel ?? 'me'
		const source = newSource({ key, channel, recording, device, time, startedAt, kept })
		if (key > 0) return { ...source, ending: 'saving' }
		const gap = pausedAt === null ? { from: samples, cause: 'not-recorded' as const } : null
		return { ...source, since: savedAt, problem: holdUp, gap }
	})
	return {
		phase: pausedAt === null ? 'recording' : 'paused',
		title: whole.title,
		startedAt: whole.startedAt,
		options: some.options,
		sources,
		muted: some.marks.some(mark => mark.kind === 'mute' && mark.ms === null),
		marks: some.marks,
		pause: pausedAt === null ? null : { wall: pausedAt, at, before: Math.max(0, wall - pausedAt) },
		notes: noNotes,
		up: some.up,
		ranAt: at,
		stood: null,
		sleptAt: null,
		systemChoice: null,
		problem: null
	}
}

export function stepRecording(before: Recording, input: RecordingInput, moment: Moment): [Recording, RecordingEffect[]] {
	const step = new Step(before, moment)
	step.take(input)
	return [step.now, step.effects]
}

/** One step, while it is taken. */
class Step {
	now: Recording
	readonly effects: RecordingEffect[] = []
	readonly #at: number
	readonly #wall: number
	readonly #newId: () => string

	constructor(before: Recording, moment: Moment) {
		this.now = before
		this.#at = moment.at
		this.#wall = moment.wall
		this.#newId = moment.newId
	}

	take(input: RecordingInput): void {
		const ran = this.#notice()
		this.#react(input, ran)
		this.#tellNotes()
		this.#finish()
	}

	/** Whether the page stood still since it last ran. Gives the time that counts as run. */
	#notice(): number {
		const { now } = this
		const passed = Math.max(0, this.#at - now.ranAt)
		this.now = { ...now, ranAt: this.#at }
		if (passed >= STOOD_MS && now.phase === 'recording') {
			const sample = now.stood?.sample ?? now.sources[0]?.time.heard ?? 0
			this.now = { ...this.now, stood: { ms: passed + (now.stood?.ms ?? 0), until: this.#at + STOOD_BURST_MS, sample } }
		}
		return Math.min(passed, RAN_MS)
	}

	#react(input: RecordingInput, ran: number) {
		const { now } = this
		switch (input.type) {
			case 'chunk':
				return this.#hear(input.key, input.samples)
			case 'tick':
				return this.#look(ran)
			case 'opened':
				return this.#change(input.key, source => {
					const opened = { ...source, device: input.device, opening: false, retryAt: null, tries: 0, fresh: true, quietMs: 0 }
					if (input.held) return unheard(opened, 'held', held(input.device), this.#wall)
					return { ...opened, status: 'hearing', since: null, problem: null }
				})
			case 'not-opened':
				if (this.#source(input.key)?.channel === 'others') return this.#end(input.key)
				return this.#change(input.key, source => this.#notOpened(source, input.problem))
			case 'needs-click':
				return this.#change(input.key, source => unheard(source, 'opening', NEEDS_CLICK, this.#wall))
			case 'ended':
				return this.#ended(input.key)
			case 'held':
				return this.#change(input.key, source =>
					source.status === 'hearing' && !source.opening ? unheard(this.#settled(source), 'held', held(source.device), this.#wall) : source
				)
			case 'free':
				return this.#change(input.key, source =>
					source.status === 'held' ? { ...source, status: 'hearing', since: null, problem: null, fresh: true, quietMs: 0 } : source
				)
			case 'changed':
				return this.#change(input.key, source => (source.status === 'hearing' ? this.#open(source) : source))
			case 'devices':
				return this.#devices(input.ids, input.systemChoice)
			case 'allowed':
				return this.#changeAll(source => (source.channel === 'me' && source.status === 'lost' ? this.#open(source) : source))
			case 'slept':
				return this.#slept(input.ms)
			case 'pause':
				return this.#pause()
			case 'resume':
				return this.#resume()
			case 'mute':
				return this.#mute(input.on)
			case 'mark':
				return this.#setMark({ id: input.id, kind: 'mark', sample: this.#heard(), ms: 0, note: input.note })
			case 'change-mark': {
				const mark = now.marks.find(each => each.id === input.id)
				return mark && this.#setMark({ ...mark, note: input.note })
			}
			case 'remove-mark': {
				const whole = now.sources[0]
				if (!whole || !now.marks.some(each => each.id === input.id)) return
				this.now = { ...now, marks: now.marks.filter(each => each.id !== input.id) }
				return this.#note({ type: 'no-mark', recording: whole.recording, mark: input.id })
			}
			case 'choose':
				this.now = { ...now, options: { ...now.options, microphone: input.microphone } }
				return this.#changeAll(source => (source.channel === 'me' ? this.#open(source) : source))
			case 'add': {
				const fresh = newSource({ key: input.key, channel: 'others', recording: this.#newId(), device: input.device })
				this.now = { ...now, sources: [...now.sources, { ...fresh, status: 'hearing', openedAt: this.#at }] }
				return
			}
			case 'drop':
				return this.#end(input.key)
			case 'stop':
				return this.#stop()
			case 'line-up':
				this.now = { ...now, up: true, notes: notesUnasked(now.notes) }
				for (const { key, ending } of now.sources) {
					if (ending === 'asked') this.#change(key, source => ({ ...source, ending: 'saving' }))
					this.#audio(key, { type: 'line-up' })
				}
				return
			case 'line-lost':
				this.now = { ...now, up: false, notes: notesUnasked(now.notes) }
				for (const { key } of now.sources) this.#audio(key, { type: 'line-lost' })
				return
			case 'audio': {
				const source = now.sources.find(each => each.recording === input.recording)
				return source && this.#audio(source.key, input.input)
			}
			case 'note-answered':
				// A lost line comes back, and all is told again then.
				if (input.problem?.code !== 'connection-lost') this.now = { ...now, notes: noteAnswered(now.notes, input.n, input.problem) }
				return
			case 'close-answered':
				return this.#closed(input.key, input.problem)
			default:
				return input satisfies never
		}
	}

	#source(key: number): Source | undefined {
		return this.now.sources.find(each => each.key === key)
	}

	#put(source: Source): void {
		this.now = { ...this.now, sources: this.now.sources.map(each => (each.key === source.key ? source : each)) }
	}

	#change(key: number, change: (source: Source) => Source): void {
		const source = this.#source(key)
		if (source && source.ending === 'no') this.#put(change(source))
	}

	#changeAll(change: (source: Source) => Source): void {
		for (const { key } of this.now.sources) this.#change(key, change)
	}

	/** Where the whole stands. */
	#heard(): number {
		return this.now.sources[0]?.time.heard ?? 0
	}

	/** Puts into the journal, and tells, what a step of a source gave. */
	#took({ source, pieces, gap }: Heard): void {
		const isFirst = this.#source(source.key)?.time.began === null && source.time.began !== null
		this.#put(source)
		if (isFirst && source.key === this.now.sources[0]?.key && source.startedAt !== null)
			this.now = { ...this.now, startedAt: Math.round(source.startedAt) }
		if (isFirst && this.now.up) this.#audio(source.key, { type: 'line-up' })
		for (const samples of pieces) {
			if (source.channel === 'me') this.effects.push({ type: 'drawn', samples })
			this.#audio(source.key, { type: 'heard', samples })
		}
		if (!gap) return
		// Its recording, and where it begins in it, may have changed by what was just heard.
		const { recording } = this.#source(source.key) ?? source
		const { from, to, cause, over } = gap
		this.#note({ type: 'gap', recording, from, to, cause })
		if (over) this.effects.push({ type: 'gap', recording, from, to })
	}

	#hear(key: number, samples: Int16Array): void {
		const source = this.#source(key)
		const { phase, muted } = this.now
		if (source?.ending !== 'no') return
		const keep = phase === 'recording'
		const isMuted = muted && source.channel === 'me'
		this.#took(hear(source, samples, { at: this.#at, wall: this.#wall, keep, muted: isMuted }))
		this.#change(key, now => (now.problem?.code === SILENT_LOOPBACK.code && now.loudness.sounded ? { ...now, problem: null } : now))
	}

	#look(ran: number): void {
		this.#standing()
		if (this.now.phase === 'stopping') return
		const keep = this.now.phase === 'recording'
		for (const { key } of this.now.sources) {
			const source = this.#source(key)
			if (source?.ending !== 'no') continue
			if (keep) this.#took(look(source, this.#at, ran, this.now.stood !== null))
			else this.#put({ ...source, quietMs: source.quietMs + ran })
			this.#change(key, now => this.#tend(now))
		}
	}

	/** What a source needs that time alone brings about. */
	#tend(source: Source): Source {
		if (isStalled(source) && this.now.stood === null) {
			const why = source.channel === 'me' ? stuck(source.device) : STUCK_LOOPBACK
			return this.#open(unheard(this.#settled(source), 'opening', why, this.#wall))
		}
		if (source.problem === null && isSilentLoopback(source, this.#at)) return { ...source, problem: SILENT_LOOPBACK }
		if (source.retryAt !== null && this.#at >= source.retryAt && !source.opening) return this.#open(source)
		return source
	}

	/** With what it held back journaled; gives it as it is then. */
	#settled(source: Source): Source {
		this.#took(settle(source, this.#at))
		return this.#source(source.key) ?? source
	}

	/** The page or the machine stood still: what was not heard meanwhile is no part of the recording, for nobody could hear. */
	#standing(): void {
		const { stood, sources } = this.now
		if (!stood || this.#at < stood.until) return
		this.now = { ...this.now, stood: null }
		const listening = sources.find(each => each.ending === 'no' && each.status === 'hearing')
		const slept = listening ? sleptBy(listening, stood.ms, this.#at) : stood.ms
		if (slept < LOSS_MS) return
		this.#changeAll(source => skip(source, slept))
		this.#asleep(slept, stood.sample)
	}

	#asleep(ms: number, sample: number): void {
		this.now = { ...this.now, sleptAt: this.#at }
		this.#setMark({ id: this.#newId(), kind: 'asleep', sample, ms: Math.round(ms), note: '' })
	}

	/** Main says so: on some systems the steady clock stands still with the machine, and nothing is missing by it. */
	#slept(ms: number): void {
		const { phase, pause, stood, sleptAt } = this.now
		if (phase === 'stopping' || stood !== null) return
		if (pause !== null) {
			// By a clock that went on meanwhile it is counted already.
			if (this.#at - pause.at < ms) this.now = { ...this.now, pause: { ...pause, before: pause.before + ms } }
			return
		}
		if (sleptAt !== null && this.#at - sleptAt < SLEPT_TWICE_MS) return
		this.#asleep(ms, this.#heard())
	}

	#open(source: Source): Source {
		this.effects.push({ type: 'open', key: source.key, microphone: this.now.options.microphone })
		return { ...source, opening: true, retryAt: null }
	}

	#notOpened(source: Source, problem: Problem): Source {
		// Another was wanted, and the one that there is can still be heard.
		if (source.status === 'hearing' || source.status === 'held') return { ...source, opening: false, problem }
		const wait = RETRY_MS[Math.min(source.tries, RETRY_MS.length - 1)] ?? 0
		// A refusal stands until the user changes it; asking again and again would be a nuisance.
		const retryAt = problem.code === 'microphone-refused' ? null : this.#at + wait
		// That it is missing is known: it is waited for.
		const why =
			problem.code === 'microphone-missing' ? (source.problem?.code === 'microphone-lost' ? source.problem : gone(source.device)) : problem
		return { ...unheard(source, 'lost', why, this.#wall), opening: false, retryAt, tries: source.tries + 1 }
	}

	#ended(key: number) {
		const source = this.#source(key)
		if (source?.ending !== 'no') return
		if (source.channel === 'others') return this.#end(key)
		const lost = unheard(this.#settled(source), 'lost', gone(source.device), this.#wall)
		// It may be there again already, or the system has another one.
		this.#put(lost.opening ? lost : this.#open(lost))
	}

	#devices(ids: readonly string[], systemChoice: string | null): void {
		const { microphone } = this.now.options
		const moved = this.now.systemChoice !== null && systemChoice !== null && systemChoice !== this.now.systemChoice
		this.now = { ...this.now, systemChoice: systemChoice ?? this.now.systemChoice }
		this.#changeAll(source => {
			if (source.channel !== 'me' || source.opening) return source
			if (source.status === 'lost') return microphone === null || ids.includes(microphone) ? this.#open(source) : source
			return moved && microphone === null ? this.#open(source) : source
		})
	}

	#pause(): void {
		if (this.now.phase !== 'recording') return
		this.#standingEnds()
		this.now = { ...this.now, phase: 'paused', pause: { wall: this.#wall, at: this.#at, before: 0 } }
		this.#setMark({ id: this.#newId(), kind: 'pause', sample: this.#heard(), ms: null, note: '' })
	}

	/** Nothing is recorded from here on: what was held back is journaled, open gaps are told. */
	#standingEnds(): void {
		this.now = { ...this.now, stood: null }
		for (const { key } of this.now.sources) {
			const source = this.#source(key)
			if (source) this.#took(closeGap(this.#settled(source)))
		}
	}

	#resume(): void {
		const { phase, pause } = this.now
		if (phase !== 'paused' || pause === null) return
		const ms = this.#at - pause.at
		this.now = { ...this.now, phase: 'recording', pause: null }
		this.#changeAll(source => {
			const gap = source.status === 'hearing' ? null : { from: source.time.heard, cause: 'device-lost' as const }
			return { ...skip(source, ms), gap }
		})
		this.#closeMark('pause', Math.round(ms + pause.before))
	}

	#mute(on: boolean) {
		if (on === this.now.muted || this.now.phase === 'stopping') return
		this.now = { ...this.now, muted: on }
		if (on) return this.#setMark({ id: this.#newId(), kind: 'mute', sample: this.#heard(), ms: null, note: '' })
		this.#endMute()
	}

	#endMute(): void {
		const mark = this.now.marks.findLast(each => each.kind === 'mute' && each.ms === null)
		if (mark) this.#setMark({ ...mark, ms: Math.round((this.#heard() - mark.sample) / MS) })
	}

	#closeMark(kind: Mark['kind'], ms: number): void {
		const mark = this.now.marks.findLast(each => each.kind === kind && each.ms === null)
		if (mark) this.#setMark({ ...mark, ms: Math.max(0, ms) })
	}

	#setMark(mark: Mark): void {
		const whole = this.now.sources[0]
		if (!whole || this.now.phase === 'stopping') return
		this.now = { ...this.now, marks: [...this.now.marks.filter(each => each.id !== mark.id), mark] }
		this.#note({ type: 'mark', recording: whole.recording, mark })
	}

	#note(note: Note): void {
		this.now = { ...this.now, notes: noted(this.now.notes, note) }
	}

	#tellNotes(): void {
		if (!this.now.up) return
		const isOpen = (recording: string) => {
			const source = this.now.sources.find(each => each.recording === recording)
			// What was closed meanwhile is known to main.
			return source === undefined || source.kept.line === 'open'
		}
		const [notes, due] = notesToTell(this.now.notes, this.#at, isOpen)
		this.now = { ...this.now, notes }
		for (const { n, note } of due) this.effects.push({ type: 'tell', n, note })
	}

	#audio(key: number, input: AudioInput): void {
		const source = this.#source(key)
		// Before its first sample it has no place in the whole that main could be told.
		if (!source || source.ending === 'done' || (source.time.began === null && source.kept.heard === 0)) return
		const [kept, effects] = keepAudio(source.kept, input)
		this.#put({ ...source, kept })
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
		const source = this.#source(key)
		if (!source) return
		const recording = this.#newId()
		const later = Math.round(from / MS)
		const gap = source.gap && { ...source.gap, from: Math.max(0, source.gap.from - from) }
		const time = cutAt(source.time, from)
		const startedAt = (source.startedAt ?? this.#wall) + later
		const nothingLeft = source.kept.heard === 0 && source.ending !== 'no'
		const ending = nothingLeft ? 'done' : source.ending === 'asked' ? 'saving' : source.ending
		this.#put({ ...source, recording, gap, time, startedAt, ending })
		this.now = { ...this.now, notes: notesMoved(this.now.notes, source.recording, from, recording) }
		if (key === this.now.sources[0]?.key) {
			const marks = this.now.marks.filter(mark => mark.sample >= from).map(mark => ({ ...mark, sample: mark.sample - from }))
			this.now = { ...this.now, marks, startedAt: this.now.startedAt + later }
			this.effects.push({ type: 'began-anew', from })
			// A mark that lasts goes on in the new one.
			for (const mark of marks) if (mark.ms === null) this.#note({ type: 'mark', recording, mark })
		}
		if (this.now.up) this.#audio(key, { type: 'line-up' })
	}

	#stop(): void {
		if (this.now.phase === 'stopping') return
		this.#standingEnds()
		const { pause } = this.now
		if (pause !== null) this.#closeMark('pause', Math.round(this.#at - pause.at + pause.before))
		if (this.now.muted) this.#endMute()
		this.now = { ...this.now, phase: 'stopping', pause: null }
		for (const { key } of this.now.sources) this.#end(key)
	}

	/** No more audio of this source: its part ends when all of it is saved. */
	#end(key: number): void {
		const source = this.#source(key)
		if (source?.ending !== 'no') return
		this.#took(closeGap(this.#settled(source)))
		this.effects.push({ type: 'release', key })
		const now = this.#source(key) ?? source
		// One of which nothing was heard does not exist for main.
		this.#put({ ...now, ending: now.kept.heard === 0 ? 'done' : 'saving' })
	}

	#closed(key: number, problem: Problem | null) {
		const source = this.#source(key)
		if (source?.ending !== 'asked') return
		if (problem === null) return this.#put({ ...source, ending: 'done' })
		// A lost line comes back, and then it is asked again.
		if (problem.code === 'connection-lost') return this.#put({ ...source, ending: this.now.up ? 'saving' : 'asked' })
		// Main counts otherwise than we do: it is asked where it stands.
		if (problem.code === 'audio-missing' && source.endTries < END_TRIES) {
			this.#put({ ...source, ending: 'saving', endTries: source.endTries + 1 })
			return this.#audio(key, { type: 'line-up' })
		}
		this.#put({ ...source, ending: 'done' })
		if (key === this.now.sources[0]?.key) this.now = { ...this.now, problem }
	}

	/** Closes what is saved to the last sample and told to the last note; parts before the whole. */
	#finish(): void {
		const waiting = (recording: string) => this.now.notes.some(each => each.note.recording === recording)
		const [whole, ...parts] = this.now.sources
		for (const source of [...parts, ...(whole && parts.every(each => each.ending === 'done') ? [whole] : [])]) {
			const { key, ending, kept, recording } = source
			if (ending !== 'saving' || kept.line !== 'open' || unsaved(kept) > 0 || waiting(recording)) continue
			this.#put({ ...source, ending: 'asked' })
			this.effects.push({ type: 'close', key, recording, samples: kept.saved })
		}
		const { sources, phase, problem } = this.now
		if (phase === 'stopping' && sources.every(each => each.ending === 'done')) this.effects.push({ type: 'over', problem })
		else if (parts.some(each => each.ending === 'done'))
			this.now = { ...this.now, sources: sources.filter(each => each.key === whole?.key || each.ending !== 'done') }
	}
}

/** How much of `ms` in which nothing ran is missing from what a source heard, ms. */
function sleptBy(source: Source, ms: number, at: number): number {
	const late = source.doubt
		? source.doubt.lateMs
		: source.quietMs >= STOOD_BURST_MS - RAN_MS
			? lateness(source.time, at, source.time.heard)
			: 0
	return Math.min(late, ms)
}

/** What main is told of a source when it is asked to begin or go on with it. */
export function askOf(recording: Recording, key: number) {
	const [whole] = recording.sources
	const source = recording.sources.find(each => each.key === key)
	if (!whole || !source) return null
	const { time, device, startedAt } = source
	const offset = Math.max(0, Math.round(((time.began ?? 0) - (whole.time.began ?? 0)) * MS))
	return {
		recording: source.recording,
		title: recording.title,
		device,
		startedAt: Math.round(key === whole.key ? recording.startedAt : (startedAt ?? recording.startedAt)),
		partOf: key === whole.key ? null : { whole: whole.recording, channel: source.channel, offset },
		microphone: source.channel === 'me' ? recording.options.microphone : null
	}
}

/** As it is shown. */
export function shownRecording(recording: Recording): Partial<RecorderState> {
	const { phase, sources, muted, marks, title, startedAt, options } = recording
	const [whole] = sources
	if (!whole) return {}
	const { kept, loudness, status } = whole
	const isHeard = status === 'hearing' && phase !== 'stopping'
	return {
		phase,
		sources: sources.filter(each => each.ending === 'no' || each.key === whole.key).map(shown),
		muted,
		pausedAt: recording.pause?.wall ?? null,
		marks: [...marks].sort((a, b) => a.sample - b.sample),
		clipping: isHeard && !muted && isClipping(loudness),
		flat: isHeard && !muted && isFlat(loudness),
		id: whole.ending === 'done' && whole.kept.heard === 0 ? null : whole.recording,
		title,
		device: whole.device,
		microphone: options.microphone,
		startedAt,
		heard: whole.time.heard,
		unsaved: unsaved(kept),
		savedAt: kept.savedAt,
		holdUp: kept.problem ?? (phase === 'stopping' || status === 'hearing' ? null : whole.problem),
		level: isHeard ? levelOf(loudness) : 0
	}
}
