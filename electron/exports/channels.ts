import type { Channel, GapRecord, SegmentRecord } from '../contract/records.ts'
import type { Exported } from './format.ts'

/** What is heard on one channel of a recording, at its places in the whole. */
export interface ChannelText {
	/** Null where nobody said who is heard, as in a file. */
	readonly channel: Channel | null
	readonly segments: readonly SegmentRecord[]
	readonly gaps: readonly GapRecord[]
}

/** The channels of a recording, its microphone first. One that has no other is nobody's in particular. */
export function channelsOf({ transcript, segments, gaps, parts }: Exported): ChannelText[] {
	return [
		{ channel: transcript.channel ?? (parts.length > 0 ? 'me' : null), segments, gaps },
		...parts.map(part => {
			const { channel, offset } = part.transcript
			const moved = <R extends { from: number; to: number }>(range: R): R => ({
				...range,
				from: range.from + offset,
				to: range.to + offset
			})
			return {
				channel: channel ?? ('others' as const),
				segments: part.segments.map(segment => ({ ...moved(segment), words: segment.words.map(moved) })),
				gaps: part.gaps.map(moved)
			}
		})
	]
}

/** Who speaks, as it stands before the words. */
export const SPEAKER: Readonly<Record<Channel, string>> = { me: 'Me', others: 'Others' }
