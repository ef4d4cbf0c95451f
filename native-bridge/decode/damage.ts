import type { Problem } from '../protocol/problem.ts'
import { clockOf, SAMPLE_RATE, secondsOf } from '../protocol/units.ts'
import type { Tally } from './tally.ts'

/** What a decoding came to, as far as it shows whether the file was whole. */
export interface Outcome {
	/** Samples decoded, and how many of them are silence before the first sound. */
	readonly samples: number
	readonly lead: number
	/** Seconds the file itself states, or null. */
	readonly said: number | null
	readonly packets: Tally['counts']
	/** Why reading stopped early, or null. */
	readonly readError: string | null
	/** Jumps of the time stamps that were not believed. */
	readonly jumps: number
	/** Gaps that are not listed one by one. */
	readonly unlisted: number
	/** Bytes of the file, and bytes its audio takes at its own bit rate; null where that says nothing. */
	readonly bytes: { readonly file: number; readonly audio: number } | null
	/** Whether the file lacks the mark at its end that its container demands. */
	readonly cutOff: boolean
}

/** A container may round its length, and players' files are often a frame short. In seconds and as a part of the whole. */
const SHORT = { seconds: 0.5, part: 0.002 }
/** Other things than audio that a WAV may carry at its end before it looks odd. In bytes and as a part of the whole. */
const UNREAD = { bytes: 1 << 16, part: 0.1 }

/** What is wrong with a file that could be decoded, a sentence each. Empty for a whole one. */
export function explainDamage(outcome: Outcome): Problem[] {
	const { samples, lead, said, packets, readError, jumps, unlisted, bytes, cutOff } = outcome
	const problems: Problem[] = []
	const add = (code: string, text: string, facts: Problem['facts'] = {}) => problems.push({ code, facts, text })
	const here = lengthOf(secondsOf(samples))
	const heard = secondsOf(samples - lead)
	if (packets.bad > 0) {
		add(
			'packets-damaged',
			`The file is partly damaged: ${packets.bad} of its ${packets.all} pieces could not be decoded. The rest is here.`,
			{ bad: packets.bad, all: packets.all }
		)
	}
	if (readError !== null) {
		add('read-stopped', `The file is partly damaged: it could be read only for ${here} (${readError}).`, { at: samples, why: readError })
	}
	if (said !== null && said - heard > Math.max(SHORT.seconds, said * SHORT.part)) {
		add(
			'shorter-than-said',
			`The file says its sound lasts ${lengthOf(said)}, but it ends after ${lengthOf(heard)}. Was it cut off while being copied or recorded?`,
			{ said, heard }
		)
	} else if (cutOff || packets.tail > 0) {
		add(
			'cut-off',
			`The file ends in the middle, after ${here}: it was cut off while being copied or recorded. Everything up to there is here.`,
			{
				at: samples
			}
		)
	}
	if (bytes !== null && bytes.file - bytes.audio > Math.max(UNREAD.bytes, bytes.file * UNREAD.part)) {
		add(
			'unread-bytes',
			`The file says its sound ends after ${here}, but ${Math.round((bytes.file - bytes.audio) / 1024)} kB follow that were not read. Is its header wrong? A repair tool for WAV files can set it right.`,
			{ file: bytes.file, audio: bytes.audio }
		)
	}
	if (jumps > 0) {
		add(
			'clock-jumps',
			`The file’s own clock jumps ${jumps === 1 ? 'once' : `${jumps} times`}; times in the text count the sound that is there.`,
			{
				jumps
			}
		)
	}
	if (unlisted > 0) {
		add('more-gaps', `The file has ${unlisted} more short gaps than are listed.`, { unlisted })
	}
	return problems
}

/** `2.9 seconds`, from a minute on `12:30`. */
function lengthOf(seconds: number): string {
	return seconds < 60 ? `${seconds.toFixed(1)} seconds` : clockOf(seconds * SAMPLE_RATE)
}
