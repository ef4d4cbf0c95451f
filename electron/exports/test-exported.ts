/** What the formats' tests begin with. */
import type { GapRecord, Mark, SegmentRecord } from '../contract/records.ts'
import { transcriptWith } from '../contract/test-transcript.ts'
import type { Exported } from './format.ts'

const transcript = transcriptWith({
	title: 'Board meeting',
	createdAt: 1_800_000_000_000,
	state: 'done',
	samples: 160_000,
	cursor: 160_000,
	model: 'tiny',
	language: 'en',
	playable: true
})

/** A transcript of these segments, gaps and marks. */
export function exported(
	segments: readonly SegmentRecord[],
	gaps: readonly GapRecord[] = [],
	marks: readonly Mark[] = [],
	parts: Exported['parts'] = []
): Exported {
	return { transcript, segments: [...segments], edits: [], gaps: [...gaps], marks: [...marks], speakers: [], turns: [], parts }
}

/** A second channel that begins `offset` seconds later. */
export function others(offset: number, segments: readonly SegmentRecord[], gaps: readonly GapRecord[] = []): Exported['parts'] {
	const part = { ...transcript, id: 'p', partOf: 't', channel: 'others' as const, offset: offset * 16_000 }
	return [{ transcript: part, segments: [...segments], edits: [], gaps: [...gaps], turns: [] }]
}

export function mark(kind: Mark['kind'], at: number, seconds: number | null, note = ''): Mark {
	return { id: `${kind} ${at}`, kind, sample: at * 16_000, ms: seconds === null ? null : seconds * 1_000, note }
}

/** `text` said from second `from` to second `to`, every word of the same length. */
export function said(from: number, to: number, text: string): SegmentRecord {
	const words = text.split(' ')
	const each = ((to - from) * 16_000) / words.length
	return {
		transcript: 't',
		seq: 0,
		from: from * 16_000,
		to: to * 16_000,
		text,
		words: words.map((word, n) => ({
			text: word,
			from: Math.round(from * 16_000 + n * each),
			to: Math.round(from * 16_000 + (n + 1) * each)
		})),
		times: 'estimated',
		confidence: null,
		language: 'en',
		model: 'tiny',
		guards: [],
		at: 0
	}
}

export function gap(from: number, to: number, cause: GapRecord['cause']): GapRecord {
	return { transcript: 't', from: from * 16_000, to: to * 16_000, cause }
}
