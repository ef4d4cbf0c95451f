/** What main takes: so many, each of so many characters. */
const MOST = 500
const LONGEST = 100

/** Names and terms as somebody writes them down, one a line: each once. What is too long to be one is left out. */
export function wordsIn(text: string): string[] {
	const lines = text.split('\n').map(line => line.trim().replace(/\s+/g, ' '))
	return [...new Set(lines)].filter(line => line !== '' && line.length <= LONGEST).slice(0, MOST)
}
