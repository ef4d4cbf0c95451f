import type { Transcript } from '../../electron/contract/records.ts'

/** Transcripts as one sees them: other channels of a recording are in that recording, with their words. */
export function wholesOf(all: readonly Transcript[]): readonly Transcript[] {
	const others = new Map<string, number>()
	for (const { partOf, words } of all) if (partOf !== null) others.set(partOf, (others.get(partOf) ?? 0) + words)
	return all
		.filter(each => each.partOf === null)
		.map(each => (others.has(each.id) ? { ...each, words: each.words + (others.get(each.id) ?? 0) } : each))
}

/** How many words transcript `id` has, on all of its channels. */
export function wordsOf(all: Readonly<Record<string, Transcript>> | null, id: string): number {
	return Object.values(all ?? {}).reduce((sum, each) => (each.id === id || each.partOf === id ? sum + each.words : sum), 0)
}
