export type Move = 'up' | 'down' | 'first'

/**
 * Where a step leads to: the one that it comes before (null: it is the last), and its place in `line` then, from 1. Undefined: it is there
 * already, or not in line.
 */
export function neighbourOf(line: readonly string[], id: string, how: Move): { before: string | null; place: number } | undefined {
	const at = line.indexOf(id)
	if (at < 0 || (how === 'down' ? at === line.length - 1 : at === 0)) return undefined
	if (how === 'down') return { before: line[at + 2] ?? null, place: at + 2 }
	const to = how === 'first' ? 0 : at - 1
	return { before: line[to] ?? null, place: to + 1 }
}
