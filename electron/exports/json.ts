import { secondsOf } from '../../native-bridge/protocol/units.ts'
import type { Format } from './format.ts'

/**
 * Everything that is known, for programs: `{ title, createdAt, seconds, language, model, segments: [{ from, to, text, times, confidence,
 * words: [{ text, from, to }] }], gaps: [{ from, to, cause }] }`. Times are seconds, unknown is null.
 */
export const json: Format = {
	id: 'json',
	name: 'JSON',
	extension: 'json',
	mime: 'application/json',
	write: ({ transcript, segments, gaps }) => {
		const range = (r: { from: number; to: number }) => ({ from: seconds(r.from), to: seconds(r.to) })
		return `${JSON.stringify(
			{
				title: transcript.title,
				createdAt: new Date(transcript.createdAt).toISOString(),
				seconds: seconds(transcript.samples),
				language: transcript.language,
				model: transcript.model,
				segments: segments.map(s => ({
					...range(s),
					text: s.text,
					times: s.times,
					confidence: s.confidence,
					words: s.words.map(word => ({ text: word.text, ...range(word) }))
				})),
				gaps: gaps.map(gap => ({ ...range(gap), cause: gap.cause }))
			},
			null,
			2
		)}\n`
	}
}

function seconds(samples: number): number {
	return Math.round(secondsOf(samples) * 1000) / 1000
}
