/** Speech for the live bench, of which it is known when somebody begins and ends to speak. */

import { clips, saidIn, samplesOfWav, seeded } from '../../e2e/speech.ts'
import { JournalWriter } from '../../native-bridge/journal/writer.ts'
import { SAMPLE_RATE, type SampleRange, samplesOf } from '../../native-bridge/protocol/units.ts'

export interface KnownSpeech {
	readonly audio: Int16Array
	/** What somebody says from where to where, pauses of less than the ones between them included. */
	readonly utterances: readonly SampleRange[]
	readonly said: string
}

const FRAME = SAMPLE_RATE / 100
/** A frame is loud when it is no more than this below the clip's loud ones (their 95th percentile). */
const BELOW_DB = 25
/** Speech begins with the first frame of the first ten of which eight are loud, and ends in the same way, looked at backwards. */
const RUN = 10
const LOUD_IN_RUN = 8

/** Clips in a seeded order after a first second of quiet, with pauses of 1.2–2.5 s between them, filled with noise as faint as the clips' own. */
export function speechWithPauses(seconds: number, seed: number): KnownSpeech {
	const random = seeded(seed)
	return assemble(seconds, random, () => 1.2 + random() * 1.3)
}

/** The same without a pause: what lies before and behind the speech of each clip is cut off. */
export function monologue(seconds: number, seed: number): KnownSpeech {
	const speech = assemble(seconds, seeded(seed), () => null)
	const [first, last] = [speech.utterances[0], speech.utterances.at(-1)]
	return { ...speech, utterances: first && last ? [{ from: first.from, to: last.to }] : [] }
}

/** Where the speech of a clip begins and ends, by its energy alone. */
export function speechIn(audio: Int16Array): SampleRange {
	const levels = Array.from({ length: Math.floor(audio.length / FRAME) }, (_, i) => level(audio.subarray(i * FRAME, (i + 1) * FRAME)))
	const floor = (levels.toSorted((a, b) => a - b)[Math.floor(levels.length * 0.95)] ?? 0) - BELOW_DB
	const loud = levels.map(db => db > floor)
	const first = firstRun(loud)
	const last = loud.length - firstRun(loud.toReversed())
	return { from: first * FRAME, to: last * FRAME }
}

function firstRun(loud: readonly boolean[]): number {
	for (let i = 0; i + RUN <= loud.length; i++) {
		if (loud[i] && loud.slice(i, i + RUN).filter(Boolean).length >= LOUD_IN_RUN) return i
	}
	throw new Error('There is no speech in a clip.')
}

function level(frame: Int16Array): number {
	return 10 * Math.log10(frame.reduce((sum, s) => sum + (s / 32_768) ** 2, 0) / frame.length + 1e-12)
}

/** `pause`: seconds before the next clip; null: clips are cut to their speech. */
function assemble(seconds: number, random: () => number, pause: () => number | null): KnownSpeech {
	const parts: Int16Array[] = [hush(1, random)]
	const utterances: SampleRange[] = []
	const said: string[] = []
	let at = samplesOf(1)
	const add = (part: Int16Array) => {
		parts.push(part)
		at += part.length
	}
	for (let last = ''; at < samplesOf(seconds); ) {
		const clip = clips.filter(path => path !== last)[Math.floor(random() * (clips.length - 1))] ?? ''
		last = clip
		const audio = samplesOfWav(clip)
		const speech = speechIn(audio)
		const seconds = pause()
		const offset = seconds === null ? at - speech.from : at
		utterances.push({ from: offset + speech.from, to: offset + speech.to })
		said.push(saidIn[clip.split('/').at(-1) ?? ''] ?? '')
		add(seconds === null ? audio.subarray(speech.from, speech.to) : audio)
		if (seconds !== null) add(hush(seconds, random))
	}
	add(hush(2, random))
	const audio = new Int16Array(at)
	let to = 0
	for (const part of parts) {
		audio.set(part, to)
		to += part.length
	}
	return { audio, utterances, said: said.join(' ') }
}

/** Noise of about -60 dB: digital silence is no room. */
function hush(seconds: number, random: () => number): Int16Array {
	return Int16Array.from({ length: samplesOf(seconds) }, () => Math.round((random() + random() + random() - 1.5) * 60))
}

/** As a WAV that a fake microphone plays. */
export function writeSpeech(audio: Int16Array, path: string): string {
	const opened = JournalWriter.open(path)
	if (!opened.ok) throw new Error(opened.problem.text)
	const appended = opened.value.append(audio)
	if (!appended.ok) throw new Error(appended.problem.text)
	opened.value.close()
	return path
}
