import { SAMPLE_RATE, secondsOf } from '../../native-bridge/protocol/units.ts'
import type { Channel } from '../contract/records.ts'
import { type ChannelText, channelsOf } from './channels.ts'
import { type Exported, gapText } from './format.ts'

export interface Cue {
	/** Who is heard; null where nobody said. */
	readonly channel: Channel | null
	/** Samples. */
	readonly from: number
	readonly to: number
	readonly text: string
}

/** Two lines of 42 characters: what most subtitle guidelines allow at once. */
const MOST_CHARACTERS = 84
/** Nobody reads one subtitle for longer. */
const MOST_SAMPLES = 7 * SAMPLE_RATE

/** Segments cut into pieces short enough to be subtitles, at word boundaries, by the words' (estimated) times. Gaps are cues of their own. */
export function cuesOf(exported: Exported): Cue[] {
	return channelsOf(exported)
		.flatMap(cuesOfChannel)
		.sort((a, b) => a.from - b.from)
}

function cuesOfChannel({ channel, segments, gaps }: ChannelText): Cue[] {
	const cues: Cue[] = gaps.map(gap => ({ channel, from: gap.from, to: gap.to, text: gapText(gap) }))
	for (const segment of segments) {
		if (segment.words.length === 0) {
			cues.push({ channel, from: segment.from, to: segment.to, text: segment.text })
			continue
		}
		let words: typeof segment.words = []
		const flush = () => {
			const [first, last] = [words[0], words.at(-1)]
			if (first && last) cues.push({ channel, from: first.from, to: last.to, text: words.map(word => word.text).join(' ') })
			words = []
		}
		for (const word of segment.words) {
			const length = words.reduce((sum, w) => sum + w.text.length + 1, word.text.length)
			if (words.length > 0 && (length > MOST_CHARACTERS || word.to - (words[0]?.from ?? 0) > MOST_SAMPLES)) flush()
			words.push(word)
			// A sentence's end is the best place to cut once the cue is worth reading.
			if (/[.?!]$/.test(word.text) && length > MOST_CHARACTERS / 2) flush()
		}
		flush()
	}
	return cues
}

/** `hh:mm:ss` and milliseconds after `mark`: `,` in SRT, `.` in WebVTT. */
export function timecode(samples: number, mark: ',' | '.'): string {
	const ms = Math.round(secondsOf(samples) * 1000)
	const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
	return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}${mark}${String(ms % 1000).padStart(3, '0')}`
}
