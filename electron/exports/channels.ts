import { type Line, linesOf } from '../contract/lines.ts'
import type { Channel, EditRecord, GapRecord, SegmentRecord } from '../contract/records.ts'
import type { SpeakerTurn } from '../contract/speakers.ts'
import { withVoices } from '../contract/voices.ts'
import type { Exported } from './format.ts'
import type { ExportWords } from './words.ts'

/** A line as it reads now, at its place in the whole. */
export type SpokenLine = Line<SegmentRecord> & {
	/** Who says it, as it stands before the words: named by the user, else by the channel; null where nobody said. */
	readonly who: string | null
	/** The name alone that the user gave, or that stands for a voice. */
	readonly named: string | null
}

/** What is heard on one channel of a recording, at its places in the whole. */
export interface ChannelText {
	/** Null where nobody said who is heard, as in a file. */
	readonly channel: Channel | null
	readonly who: string | null
	/** Those without words are left out. */
	readonly lines: readonly SpokenLine[]
	readonly gaps: readonly GapRecord[]
}

/** The channels of a recording, its microphone first. One that has no other is nobody's in particular. */
export function channelsOf({ transcript, segments, edits, gaps, speakers, turns, parts }: Exported, words: ExportWords): ChannelText[] {
	const names = new Map(speakers.map(({ id, name }) => [id, name]))
	const textOf = (
		channel: Channel | null,
		spoken: readonly SegmentRecord[],
		written: readonly EditRecord[],
		voices: readonly SpeakerTurn[]
	) => {
		const who = channel === null ? null : words.speaker[channel]
		const lines = linesOf(spoken, withVoices(spoken, new Map(written.map(({ from, edit }) => [from, edit])), voices))
			.filter(({ text }) => text !== '')
			.map((line): SpokenLine => {
				const named = names.get(line.written?.speaker ?? '') ?? null
				return { ...line, who: named ?? who, named }
			})
		return { channel, who, lines }
	}
	return [
		{ ...textOf(transcript.channel ?? (parts.length > 0 ? 'me' : null), segments, edits, turns), gaps },
		...parts.map(part => {
			const { channel, offset } = part.transcript
			const moved = <R extends { from: number; to: number }>(range: R): R => ({
				...range,
				from: range.from + offset,
				to: range.to + offset
			})
			const text = textOf(channel ?? 'others', part.segments, part.edits, part.turns)
			return {
				...text,
				lines: text.lines.map(line => ({ ...moved(line), words: line.words.map(moved) })),
				gaps: part.gaps.map(moved)
			}
		})
	]
}
