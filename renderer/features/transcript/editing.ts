import type { Line as Spoken } from '../../../electron/contract/lines.ts'
import type { SegmentRecord } from '../../../electron/contract/records.ts'
import { type Line, lineAt, nameOf } from './arrange.ts'

/** The line that is being written in, where it begins on its channel, and where in it the caret is at first. */
export interface Editing {
	readonly name: string
	readonly channel: string
	/** In the whole. */
	readonly from: number
	readonly caret: number
	/** Tells one beginning from the next, also in the same line: another may have been joined to it. */
	readonly n: number
}

let begun = 0

export function editingOf(line: Spoken<SegmentRecord>, caret: number): Editing {
	return { name: nameOf(line), channel: line.transcript, from: line.from, caret, n: ++begun }
}

/** Where it is among the lines; -1 when it isn't. */
export function indexIn(lines: readonly Line[], { name }: Pick<Editing, 'name'>): number {
	return lines.findIndex(line => line.type === 'segment' && line.name === name)
}

/** When all text was replaced, it goes on in the line that has its place now, else what is being typed would be keys of the window. Null: there is none. */
export function keptIn(lines: readonly Line[], editing: Editing): Editing | null {
	if (indexIn(lines, editing) >= 0) return editing
	const own = lines.filter(line => line.type === 'segment' && line.segment.transcript === editing.channel)
	const heir = own[Math.max(0, lineAt(own, editing.from))]
	return heir?.type === 'segment' ? editingOf(heir.whole, Number.POSITIVE_INFINITY) : null
}
