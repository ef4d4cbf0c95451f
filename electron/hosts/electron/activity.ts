import type { AppEvent } from '../../contract/events.ts'
import type { JobState, Transcript } from '../../contract/records.ts'

/** What Holdfast is busy with, for those who don't look into the window: the tray, the taskbar, the system's notifications. */
export interface Activity {
	/** Under way, by id. Parts of a whole (its second channel) are not counted. */
	readonly working: ReadonlyMap<string, Transcript>
	/** Done since something was begun after a rest: progress does not go back when one of several is done. */
	readonly ended: number
}

export const idle: Activity = { working: new Map(), ended: 0 }

/** A transcript that has come to its end. */
export interface News {
	readonly id: string
	readonly title: string
	readonly end: 'done' | 'failed'
}

const WORKING: ReadonlySet<JobState> = new Set(['queued', 'decoding', 'transcribing'])

/** At the start: what is under way already. */
export function activityOf(transcripts: readonly Transcript[]): Activity {
	return { working: new Map(transcripts.filter(isWorking).map(each => [each.id, each])), ended: 0 }
}

/** One event later, and what of it is news. */
export function afterEvent(before: Activity, event: AppEvent): [Activity, News | null] {
	if (event.type === 'transcripts-removed') return [event.transcripts.reduce((rest, id) => without(rest, id, false), before), null]
	if (event.type !== 'transcript') return [before, null]
	const { transcript } = event
	const { id, title, state } = transcript
	if (isWorking(transcript)) {
		const rest = before.working.size === 0
		return [{ working: new Map(before.working).set(id, transcript), ended: rest ? 0 : before.ended }, null]
	}
	if (!before.working.has(id)) return [before, null]
	const end = state === 'done' || state === 'failed' ? state : null
	return [without(before, id, end !== null), end && { id, title, end }]
}

/** 0…1 over everything since the last rest; null when nothing is under way; `unknown` when no source says how long it is. */
export function progressOf({ working, ended }: Activity): number | 'unknown' | null {
	if (working.size === 0) return null
	const fractions = [...working.values()].map(fractionOf)
	if (fractions.every(fraction => fraction === null)) return 'unknown'
	const sum = fractions.reduce<number>((total, fraction) => total + (fraction ?? 0), ended)
	return sum / (working.size + ended)
}

/** Null when the source doesn't say. */
function fractionOf({ state, cursor, samples, claimedSeconds }: Transcript): number | null {
	if (state === 'queued') return 0
	const whole = state === 'transcribing' ? samples : claimedSeconds === null ? 0 : claimedSeconds * SAMPLE_RATE
	return whole > 0 ? Math.min(1, cursor / whole) : null
}

const SAMPLE_RATE = 16_000

function isWorking({ state, partOf }: Transcript): boolean {
	return WORKING.has(state) && partOf === null
}

function without({ working, ended }: Activity, id: string, done: boolean): Activity {
	const left = new Map(working)
	left.delete(id)
	return { working: left, ended: left.size === 0 ? 0 : ended + (done ? 1 : 0) }
}
