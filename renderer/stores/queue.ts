import { MICROPHONE } from '../../electron/contract/audio-frame.ts'
import type { Transcript } from '../../electron/contract/records.ts'

type Known = Readonly<Record<string, Transcript>> | null

/** Which in line it is, 1 being the next whose turn comes; null when it does not wait, or nobody knows. */
export function placeInLine(transcripts: Known, { state, place }: Transcript): number | null {
	if (state !== 'queued' || place === null) return null
	let before = 0
	for (const each of Object.values(transcripts ?? {})) if (each.state === 'queued' && each.place !== null && each.place < place) before++
	return before + 1
}

export interface Left {
	/** Files that are not over, without those that the user has paused. */
	readonly files: number
	/** Until all of them are transcribed at today's speed; null while that isn't known. */
	readonly minutes: number | null
	/** Files that nobody has looked into yet: how long they are comes on top. */
	readonly unknown: number
	/** × real time, over all that are at work; null while it isn't known. */
	readonly speed: number | null
}

/** What the queue as a whole still has before it. */
export function queueLeft(transcripts: readonly Transcript[]): Left {
	const waiting = transcripts.filter(each => each.place !== null && each.state !== 'paused')
	const lengths = waiting.map(samplesLeft)
	const speeds = waiting.flatMap(each => (each.speed !== null && each.speed > 0 ? [each.speed] : []))
	const speed = speeds.length === 0 ? null : speeds.reduce((sum, each) => sum + each, 0)
	const samples = lengths.reduce<number>((sum, each) => sum + (each ?? 0), 0)
	return {
		files: waiting.length,
		minutes: speed === null ? null : minutesOf(samples, speed),
		unknown: lengths.filter(each => each === null).length,
		speed
	}
}

/** How far a file is, 0…1; null when it isn't at work or nobody knows how long its source is. */
export function progressOf(transcript: Transcript): number | null {
	if (transcript.state !== 'decoding' && transcript.state !== 'transcribing' && transcript.state !== 'paused') return null
	const all = samplesOf(transcript)
	return all === null ? null : Math.min(1, transcript.cursor / all)
}

/** Minutes until it is done, rounded; null when unknown. */
export function minutesLeft(transcript: Transcript): number | null {
	const left = samplesLeft(transcript)
	return left === null || transcript.speed === null || transcript.speed <= 0 ? null : minutesOf(left, transcript.speed)
}

/** × real time, as it is said: to one digit below 10, where it matters. */
export function roundSpeed(speed: number): number {
	return speed < 10 ? Math.max(0.1, Math.round(speed * 10) / 10) : Math.round(speed)
}

function minutesOf(samples: number, speed: number): number {
	return Math.round(samples / MICROPHONE.sampleRate / speed / 60)
}

function samplesLeft(transcript: Transcript): number | null {
	const all = samplesOf(transcript)
	return all === null ? null : Math.max(0, all - transcript.cursor)
}

/** In the end; null when the source doesn't say and is not read yet. */
function samplesOf({ state, samples, claimedSeconds }: Transcript): number | null {
	if (state === 'transcribing') return samples === 0 ? null : samples
	return claimedSeconds === null || claimedSeconds <= 0 ? null : Math.max(samples, claimedSeconds * MICROPHONE.sampleRate)
}
