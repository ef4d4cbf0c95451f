/** Spellings that are said alike. */
const SAME: Readonly<Record<string, string>> = { mr: 'mister', mrs: 'missus', dr: 'doctor' }

/** Words as they are compared: lower case, no punctuation, hyphens as spaces, titles written out. */
export function spokenWords(text: string): string[] {
	return text
		.toLowerCase()
		.replace(/['’]/g, '')
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim()
		.split(' ')
		.filter(word => word !== '')
		.map(word => SAME[word] ?? word)
}

/** Word error rate of `text` against what was said: (substituted + inserted + missing) / words said. 0 is perfect; may exceed 1. */
export function wordErrorRate(said: string, text: string): number {
	const reference = spokenWords(said)
	const words = spokenWords(text)
	if (reference.length === 0) return words.length === 0 ? 0 : 1
	let row = words.map((_, i) => i + 1)
	for (const [i, expected] of reference.entries()) {
		let diagonal = i
		let left = i + 1
		row = row.map((above, j) => {
			left = Math.min(above + 1, left + 1, diagonal + (words[j] === expected ? 0 : 1))
			diagonal = above
			return left
		})
	}
	return (row.at(-1) ?? reference.length) / reference.length
}
