import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Problem } from '../api/problem.ts'

export interface Notice {
	readonly id: number
	readonly problem: Problem
	readonly at: number
	/** How often the same thing was said since it was dismissed. */
	readonly times: number
}

/** What the user should know and belongs to no record: it stays until it is read and dismissed. */
export interface NoticesState {
	readonly notices: readonly Notice[]
}

export type NoticesStore = StoreApi<NoticesState> & {
	tell(problem: Problem): void
	/** The same, if it doesn't stand there already. */
	tellOnce(problem: Problem): void
	dismiss(id: number): void
}

export function createNoticesStore(now: () => number): NoticesStore {
	const store = createStore<NoticesState>(() => ({ notices: [] }))
	let nextId = 1
	const tell = (problem: Problem) =>
		store.setState(state => ({ notices: addNotice(state.notices, { id: nextId++, problem, at: now(), times: 1 }) }))
	return Object.assign(store, {
		tell,
		tellOnce(problem: Problem) {
			if (!store.getState().notices.some(notice => notice.problem.text === problem.text)) tell(problem)
		},
		dismiss(id: number) {
			store.setState(state => ({ notices: state.notices.filter(notice => notice.id !== id) }))
		}
	})
}

/** The newest three are kept; a sentence that already stands there is counted instead of repeated. */
export function addNotice(notices: readonly Notice[], notice: Notice): readonly Notice[] {
	const same = notices.find(each => each.problem.text === notice.problem.text)
	if (same !== undefined) return notices.map(each => (each === same ? { ...same, at: notice.at, times: same.times + 1 } : each))
	return [...notices, notice].slice(-3)
}
