import { MICROPHONE } from '../../../electron/contract/audio-frame.ts'
import type { Transcript } from '../../../electron/contract/records.ts'

export interface Day {
	/** Midnight at its start, ms since 1970. */
	readonly at: number
	readonly is: 'today' | 'yesterday' | 'earlier'
	/** Newest first. */
	readonly transcripts: readonly Transcript[]
}

export interface Arranged {
	/** Recording first, then what is worked on, then what waits, in its order. */
	readonly now: readonly Transcript[]
	/** Newest first. */
	readonly days: readonly Day[]
}

const UNDER_WAY = ['recording', 'transcribing', 'decoding', 'queued']

/** The library as the sidebar shows it: what is under way, then the rest by day. Other channels of a recording are in that recording, with their words. */
export function arrangeLibrary(all: readonly Transcript[], now: number): Arranged {
	const others = new Map<string, number>()
	for (const { partOf, words } of all) if (partOf !== null) others.set(partOf, (others.get(partOf) ?? 0) + words)
	const transcripts = all
		.filter(each => each.partOf === null)
		.map(each => (others.has(each.id) ? { ...each, words: each.words + (others.get(each.id) ?? 0) } : each))
	const underWay = transcripts
		.filter(each => UNDER_WAY.includes(each.state))
		.sort(
			(a, b) =>
				UNDER_WAY.indexOf(a.state) - UNDER_WAY.indexOf(b.state) || (a.position ?? 0) - (b.position ?? 0) || a.createdAt - b.createdAt
		)
	const days = new Map<number, Transcript[]>()
	for (const transcript of transcripts.filter(each => !UNDER_WAY.includes(each.state)).sort((a, b) => b.createdAt - a.createdAt)) {
		const at = midnight(transcript.createdAt)
		days.set(at, [...(days.get(at) ?? []), transcript])
	}
	const today = midnight(now)
	const yesterday = midnight(today - 1)
	return {
		now: underWay,
		days: [...days].map(([at, list]) => ({ at, is: at >= today ? 'today' : at === yesterday ? 'yesterday' : 'earlier', transcripts: list }))
	}
}

/** How far a transcript is, 0…1; null when nobody knows how long its source is. */
export function progressOf({ state, cursor, samples, claimedSeconds }: Transcript): number | null {
	if (state !== 'decoding' && state !== 'transcribing') return null
	const claimed = claimedSeconds === null ? 0 : claimedSeconds * MICROPHONE.sampleRate
	if (state === 'decoding' && claimed === 0) return null
	const total = state === 'decoding' ? Math.max(claimed, samples) : samples
	return total === 0 ? null : Math.min(1, cursor / total)
}

/** Minutes until it is done, rounded, at `speed` × real time; null when unknown. */
export function minutesLeft(transcript: Transcript, speed: number | null): number | null {
	const progress = progressOf(transcript)
	if (progress === null || progress === 0 || speed === null || speed <= 0) return null
	const left = (transcript.cursor / progress) * (1 - progress)
	return Math.round(left / MICROPHONE.sampleRate / speed / 60)
}

function midnight(at: number): number {
	return new Date(at).setHours(0, 0, 0, 0)
}
