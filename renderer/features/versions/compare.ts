import { diffArrays } from 'diff/lib/diff/array.js'

/** What is compared: text with its place in the audio, in samples. In the order of the audio. */
export interface Spoken {
	readonly from: number
	readonly to: number
	readonly text: string
}

/** A stretch of one side's text. `other`: the other side reads differently there. */
export interface Stretch {
	readonly text: string
	readonly other: boolean
}

/** What both versions have for one stretch of the audio. */
export interface Row {
	/** Samples. */
	readonly from: number
	readonly left: readonly Stretch[]
	readonly right: readonly Stretch[]
	/** Word for word the same; case and punctuation count. */
	readonly same: boolean
}

/** Milliseconds for the words of one row; beyond it the whole row counts as different. Rows are a few sentences long. */
const DIFF_MS = 50

/**
 * Two versions side by side. Models cut at different places: a row goes from one place where neither is in the middle of a segment to the next,
 * so that what was said stands beside what the other heard of it.
 */
export function compare(left: readonly Spoken[], right: readonly Spoken[], locale: string): Row[] {
	const segmenter = new Intl.Segmenter(locale, { granularity: 'word' })
	return rowsOf(left, right).map(({ from, ...texts }) => {
		const [before, after] = [texts.left.join('\n'), texts.right.join('\n')]
		if (before === after) return { from, left: plain(before), right: plain(after), same: true }
		return { from, ...marked(before, after, segmenter) }
	})
}

/** Segments of both, put together as long as one reaches into the next. Ones that touch, or overlap by less than half of the shorter, are apart. */
function rowsOf(left: readonly Spoken[], right: readonly Spoken[]): { from: number; left: string[]; right: string[] }[] {
	const all = [...left.map(each => ({ ...each, side: 'left' as const })), ...right.map(each => ({ ...each, side: 'right' as const }))]
	all.sort((a, b) => a.from - b.from)
	const rows: { from: number; to: number; left: string[]; right: string[] }[] = []
	for (const { from, to, text, side } of all) {
		const row = rows.at(-1)
		const overlap = row === undefined ? 0 : Math.min(row.to, to) - from
		const shorter = row === undefined ? 0 : Math.min(row.to - row.from, to - from)
		if (row !== undefined && overlap > 0 && overlap >= shorter / 2) {
			row[side].push(text)
			row.to = Math.max(row.to, to)
		} else rows.push({ from, to, left: [], right: [], [side]: [text] })
	}
	return rows
}

function plain(text: string): Stretch[] {
	return text === '' ? [] : [{ text, other: false }]
}

function marked(before: string, after: string, segmenter: Intl.Segmenter): Pick<Row, 'left' | 'right' | 'same'> {
	const own = { left: tokens(before, segmenter), right: tokens(after, segmenter) }
	const changes = diffArrays(own.left, own.right, { timeout: DIFF_MS, comparator: sameToken })
	if (changes === undefined) return { left: [{ text: before, other: true }], right: [{ text: after, other: true }], same: false }
	const sides: Record<'left' | 'right', Stretch[]> = { left: [], right: [] }
	// Also what both have is taken of each from its own text: a line may break elsewhere.
	const take = (side: 'left' | 'right', count: number, other: boolean) => {
		const text = own[side].splice(0, count).join('')
		sides[side].push({ text, other: other && text.trim() !== '' })
	}
	for (const { count, added, removed } of changes) {
		if (!added) take('left', count, removed)
		if (!removed) take('right', count, added)
	}
	return { ...sides, same: [...sides.left, ...sides.right].every(({ other }) => !other) }
}

function tokens(text: string, segmenter: Intl.Segmenter): string[] {
	return [...segmenter.segment(text)].map(({ segment }) => segment)
}

/** Where a line breaks is no difference. */
function sameToken(a: string, b: string): boolean {
	return a === b || (a.trim() === '' && b.trim() === '')
}
