/** Of two lists, which places of `b` are which of `a`: a longest common subsequence; what is equal at both ends is not compared. */
export function pairsOf(a: readonly string[], b: readonly string[]): ReadonlyMap<number, number> {
	const found = new Map<number, number>()
	let start = 0
	while (start < a.length && start < b.length && a[start] === b[start]) found.set(start, start++)
	let tail = 0
	while (tail < a.length - start && tail < b.length - start && a[a.length - 1 - tail] === b[b.length - 1 - tail]) {
		found.set(b.length - 1 - tail, a.length - 1 - tail)
		tail++
	}
	const [n, m] = [a.length - start - tail, b.length - start - tail]
	const width = m + 1
	const best = new Uint32Array((n + 1) * width)
	const cell = (i: number, j: number) => best[i * width + j] ?? 0
	for (let i = n - 1; i >= 0; i--)
		for (let j = m - 1; j >= 0; j--)
			best[i * width + j] = a[start + i] === b[start + j] ? cell(i + 1, j + 1) + 1 : Math.max(cell(i + 1, j), cell(i, j + 1))
	for (let i = 0, j = 0; i < n && j < m; ) {
		if (a[start + i] === b[start + j]) found.set(start + j++, start + i++)
		else if (cell(i + 1, j) >= cell(i, j + 1)) i++
		else j++
	}
	return found
}
