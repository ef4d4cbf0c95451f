/** Words of `calm` that are missing in `stormy`, and words of `stormy` that are too many, by the longest common run of words in order. */
export function compareWords(calm: readonly string[], stormy: readonly string[]): { readonly lost: number; readonly doubled: number } {
	let row = new Array<number>(stormy.length + 1).fill(0)
	for (const word of calm) {
		const next = [0]
		for (const [j, other] of stormy.entries()) next.push(word === other ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0))
		row = next
	}
	const common = row[stormy.length] ?? 0
	return { lost: calm.length - common, doubled: stormy.length - common }
}
