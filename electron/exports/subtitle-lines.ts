import { isWide } from '../contract/script.ts'
import type { Atom } from './atoms.ts'

/**
 * As few lines as hold it, of about the same length: two of 30 read better than one of 42 and one of 18. Text in wide characters, which has no spaces
 * to show where its parts are, ends a first line at its punctuation where that is not far from the middle. A word longer than a line is cut.
 */
export function linesOf(atoms: readonly Atom[], length: number): string[] {
	const least = filled(atoms, length)
	if (least.length < 2) return least
	const two = least.length === 2 && isWide(textOf(atoms)) ? atPunctuation(atoms, length) : null
	if (two) return two
	for (let narrow = Math.ceil(textOf(atoms).length / least.length); narrow < length; narrow++) {
		const even = filled(atoms, narrow)
		if (even.length === least.length) return even
	}
	return least
}

/** Two lines of which the first ends with punctuation, as near to the middle as can be, and neither is longer than twice the other; null: there are none. */
function atPunctuation(atoms: readonly Atom[], length: number): [string, string] | null {
	const pairs = atoms.flatMap(({ text }, n): [string, string][] =>
		/[，、；：。？！…]["'”’」』）)]*$/.test(text) ? [[textOf(atoms.slice(0, n + 1)), textOf(atoms.slice(n + 1))]] : []
	)
	const [best] = pairs
		.map(pair => ({ pair, short: Math.min(pair[0].length, pair[1].length), long: Math.max(pair[0].length, pair[1].length) }))
		.filter(({ short, long }) => long <= length && long <= 2 * short)
		.sort((one, other) => one.long - other.long)
	return best?.pair ?? null
}

function filled(atoms: readonly Atom[], length: number): string[] {
	const lines: string[] = []
	let line = ''
	for (const atom of atoms.flatMap(each => slices(each, length))) {
		const longer = line === '' ? atom.text : line + atom.space + atom.text
		if (line !== '' && longer.length > length) {
			lines.push(line)
			line = atom.text
		} else line = longer
	}
	return line === '' ? lines : [...lines, line]
}

/** A word in pieces that fit, which share its time. */
export function slices({ text, space, from, to }: Atom, length: number): Atom[] {
	if (text.length <= length) return [{ text, space, from, to }]
	const characters = Array.from(text)
	const count = Math.ceil(characters.length / length)
	const place = (n: number) => Math.round(from + ((to - from) * n) / count)
	return Array.from({ length: count }, (_, n) => ({
		text: characters.slice(n * length, (n + 1) * length).join(''),
		space: n === 0 ? space : ('' as const),
		from: place(n),
		to: place(n + 1)
	}))
}

export function textOf(atoms: readonly Atom[]): string {
	return atoms.map((atom, n) => (n === 0 ? '' : atom.space) + atom.text).join('')
}
