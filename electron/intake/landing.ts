import type { FileFacts } from '../ledger/sources.ts'

/** A file has landed when it has stood still for so long: programs write in bursts, and a copy over a slow network pauses. */
export const STILL_MS = 5_000

/** Files that were not there before: as they were seen last, and since when they have not changed, ms. */
export type Landing = ReadonlyMap<string, FileFacts & { readonly since: number }>

/** What is in the folder at the time `at`, and what is known of it from before. */
export interface Look {
	readonly at: number
	readonly there: ReadonlyMap<string, FileFacts>
	/** Files that landed, as they were then. One that has changed since lands anew. */
	readonly known: ReadonlyMap<string, FileFacts>
}

/** Which files have landed by now, in their order, and which are still being written. An empty one is: its content is to come. */
export function afterLook(before: Landing, { at, there, known }: Look): readonly [Landing, landed: readonly string[]] {
	const next = new Map<string, FileFacts & { since: number }>()
	const landed: string[] = []
	for (const [path, facts] of there) {
		const old = known.get(path)
		if (old && isSame(old, facts)) continue
		const last = before.get(path)
		const since = last && isSame(last, facts) ? last.since : at
		if (facts.bytes > 0 && at - since >= STILL_MS) landed.push(path)
		else next.set(path, { bytes: facts.bytes, changedAt: facts.changedAt, since })
	}
	return [next, landed]
}

export function isSame(a: FileFacts, b: FileFacts): boolean {
	return a.bytes === b.bytes && a.changedAt === b.changedAt
}
