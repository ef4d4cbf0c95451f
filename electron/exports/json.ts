import { type SampleRange, secondsOf } from '../../native-bridge/protocol/units.ts'
import type { Channel } from '../contract/records.ts'
import { channelsOf, type SpokenLine } from './channels.ts'
import type { Format } from './format.ts'
import { EXPORT_WORDS } from './words.ts'

/**
 * Everything that is known, for programs: `{ title, createdAt, seconds, language, model, segments: [{ from, to, channel, speaker, text,
 * edited, times, confidence, words: [{ text, from, to, confidence }] }], gaps: [{ from, to, channel, cause }], marks: [{ at, kind, seconds, note }] }`. Times are
 * seconds, unknown is null (docs/transcript.schema.json). `channel` is `me` or `others` in a recording of two, all of them in the order in which they are heard. `speaker`
 * is the name that the user gave; `edited`: the user has written or cut the text, and the engine’s confidence says nothing of it.
 */
export const json: Format = {
	id: 'json',
	name: 'JSON',
	extension: 'json',
	mime: 'application/json',
	takes: { times: null, marks: false, subtitles: false, audio: false },
	write: exported => {
		const { transcript, marks } = exported
		const channels = channelsOf(exported, EXPORT_WORDS.en)
		return `${JSON.stringify(
			{
				title: transcript.title,
				createdAt: new Date(transcript.createdAt).toISOString(),
				seconds: seconds(transcript.samples),
				language: transcript.language,
				model: transcript.model,
				segments: channels.flatMap(({ channel, lines }) => lines.map(line => segmentOf(line, channel))).sort(byPlace),
				gaps: channels.flatMap(({ channel, gaps }) => gaps.map(gap => ({ ...range(gap), channel, cause: gap.cause }))).sort(byPlace),
				marks: marks.map(({ sample, kind, ms, note }) => ({ at: seconds(sample), kind, seconds: ms === null ? null : ms / 1_000, note }))
			},
			null,
			2
		)}\n`
	}
}

function segmentOf(line: SpokenLine, channel: Channel | null) {
	const { text, times, named, words } = line
	const edited = line.written?.changed ?? false
	const confidence = edited ? null : line.confidence
	return {
		...range(line),
		channel,
		speaker: named,
		text,
		edited,
		times,
		confidence,
		words: words.map(word => ({ text: word.text, ...range(word), confidence: word.confidence ?? null }))
	}
}

/** In seconds. */
function range({ from, to }: SampleRange): { from: number; to: number } {
	return { from: seconds(from), to: seconds(to) }
}

function byPlace(a: { from: number }, b: { from: number }): number {
	return a.from - b.from
}

function seconds(samples: number): number {
	return Math.round(secondsOf(samples) * 1000) / 1000
}
