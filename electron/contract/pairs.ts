// Not all of the library: main, which must be back at once when it died, loads this too.
import { diffArrays } from 'diff/lib/diff/array.js'

/** Lists that differ in more places than this have nothing in common that is worth finding: it would take longer than a key press may. */
const MOST_CHANGES = 1_000

/** Of two lists, which places of `b` are which of `a`: a longest common subsequence. None where too much differs. */
export function pairsOf(a: readonly string[], b: readonly string[]): ReadonlyMap<number, number> {
	const found = new Map<number, number>()
	let [i, j] = [0, 0]
	for (const { added, removed, count } of diffArrays([...a], [...b], { maxEditLength: MOST_CHANGES }) ?? []) {
		if (added) j += count
		else if (removed) i += count
		else for (let n = 0; n < count; n++) found.set(j++, i++)
	}
	return found
}
