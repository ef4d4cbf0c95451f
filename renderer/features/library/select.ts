/** What is selected, and the one that a range begins at. */
export interface Selection {
	readonly selected: ReadonlySet<string>
	readonly anchor: string | null
}

export const NOTHING_SELECTED: Selection = { selected: new Set(), anchor: null }

/** One more, or one less. */
export function toggled({ selected }: Selection, id: string): Selection {
	const after = new Set(selected)
	if (!after.delete(id)) after.add(id)
	return { selected: after, anchor: id }
}

/** All from where the range begins (`from`, where it begins only now) to `to`, in the order in which they are shown; nothing else. */
export function reaching({ anchor }: Selection, shown: readonly string[], from: string, to: string): Selection {
	const begin = anchor !== null && shown.includes(anchor) ? anchor : from
	const [a, b] = [shown.indexOf(begin), shown.indexOf(to)]
	return { selected: new Set(shown.slice(Math.min(a, b), Math.max(a, b) + 1)), anchor: begin }
}

/** What something is done with that is asked for at one of them: with all that is selected, if it is among that. In the order in which they are shown. */
export function meant({ selected }: Selection, shown: readonly string[], id: string): readonly string[] {
	return selected.has(id) ? shown.filter(each => selected.has(each)) : [id]
}
