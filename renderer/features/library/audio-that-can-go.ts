import type { Transcript } from '../../../electron/contract/records.ts'

/** A transcript that has all of its text, and what its audio takes, with that of its other channels. */
export interface Audible {
	readonly transcript: Transcript
	readonly bytes: number
}

/** Whose audio can go while the text stays, the largest first. `sizes`: bytes of each channel's. */
export function audioThatCanGo(all: readonly Transcript[], sizes: Readonly<Record<string, number>>): Audible[] {
	const takes = new Map<string, number>()
	for (const { id, partOf } of all) takes.set(partOf ?? id, (takes.get(partOf ?? id) ?? 0) + (sizes[id] ?? 0))
	return all
		.filter(
			({ partOf, state, polishing, findingSpeakers }) =>
				partOf === null && state === 'done' && polishing === null && findingSpeakers === null
		)
		.map(transcript => ({ transcript, bytes: takes.get(transcript.id) ?? 0 }))
		.filter(({ bytes }) => bytes > 0)
		.sort((a, b) => b.bytes - a.bytes || a.transcript.createdAt - b.transcript.createdAt)
}
