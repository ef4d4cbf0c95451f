import type { Interrupted, RecordingOptions } from '../../electron/contract/recorder.ts'
import type { Mark } from '../../electron/contract/records.ts'
import type { Problem } from '../api/problem.ts'
import { type Notes, noNotes, noted } from './notes.ts'
import { newSource, type Source } from './source.ts'
import { timelineAt } from './timeline.ts'
import { nothingHeard } from './unacknowledged.ts'

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
 * Away for longer than this, silence of that length would be hours of nothing, or the wall clock was set: it is a mark instead, ms. Main
 * waits a minute for a page; only where it was away itself can it be more.
 */
const MOST_SILENCE_MS = 600_000

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
	// A wall clock that was set back says nothing of how long it was.
	const awayMs = pausedAt === null ? Math.max(0, wall - savedAt) : 0
	const isLong = awayMs > MOST_SILENCE_MS
	const away: Mark = { id: moment.newId(), kind: 'asleep', sample: whole.samples, ms: awayMs, note: '' }
	const sources = [whole, ...interrupted.filter(each => each.partOf?.whole === whole.recording)].map((each, key): Source => {
		const { recording, device, startedAt, samples } = each
		const time = timelineAt(at, samples, isLong ? 0 : awayMs)
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
		marks: isLong ? [...some.marks, away] : some.marks,
		pause: pausedAt === null ? null : { wall: pausedAt, at, before: Math.max(0, wall - pausedAt) },
		notes: isLong ? noted(noNotes, { type: 'mark', recording: whole.recording, mark: away }) : noNotes,
		up: some.up,
		ranAt: at,
		stood: null,
		sleptAt: null,
		systemChoice: null,
		problem: null
	}
}
