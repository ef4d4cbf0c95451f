import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CommandResult } from '../../electron/contract/commands.ts'
import type { AppEvent, Snapshot } from '../../electron/contract/events.ts'
import type { BundleChoice, BundleEntry, ExitGroup, ExitRecord, RecoveryStats } from '../../electron/contract/exits.ts'
import type { Life } from '../../electron/contract/processes.ts'
import type { Client } from '../api/client.ts'
import type { Problem, Result } from '../api/problem.ts'
import { type ExitPages, firstPage, nextBefore, PAGE, withExit, withoutExits, withPage } from './exit-pages.ts'

export type Span = 'hour' | 'day' | 'week' | 'all'

export interface CrashesState {
	/** Null until main has told. */
	readonly pages: ExitPages | null
	/** Grows whenever deaths came, were completed or went: what is made of all of them is to be asked for anew. */
	readonly news: number
	/** Lives that reach into the time since `since`, ms; null until asked for. */
	readonly lives: { readonly since: number; readonly lives: readonly Life[] } | null
	/** Causes, the most frequent first, and figures over all deaths; null until asked for. */
	readonly groups: readonly ExitGroup[] | null
	readonly stats: RecoveryStats | null
	/** The time that the lanes show; null until the user chose, or the lives showed what fits. */
	readonly span: Span | null
	/** Whether a page of older deaths is on its way. */
	readonly loading: boolean
	/** Deleted by the user, who may still take it back: not shown. */
	readonly leaving: ReadonlySet<string>
	/** Asked for and not there (any more). */
	readonly missing: ReadonlySet<string>
}

export type CrashesStore = StoreApi<CrashesState> & {
	/** Asks for causes, figures and lives anew. Gives the problem when main can't tell. */
	refresh(now: number): Promise<Problem | null>
	zoom(span: Span, now: number): Promise<void>
	/** Loads an exit that is older than what is here. */
	load(exit: string): Promise<void>
	/** One more page of the list of a cause, or of all (null). */
	loadOlder(signature: string | null): Promise<void>
	report(exit: string): Promise<Result<{ markdown: string }>>
	previewBundle(exit: string, choice: BundleChoice): Promise<Result<BundleEntry[]>>
	bundle(exit: string, choice: BundleChoice): Promise<Result<CommandResult<'exit.bundle'>>>
	/** Out of sight at once; main is told by `finish`, and until then `undo` takes it back. */
	remove(exit: string): { undo(): void; finish(): void }
	removeAll(): Promise<Problem | null>
	/** Tells main now what is still waiting to be deleted: the page is left. */
	flush(): void
}

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS
export const SPAN_MS: Readonly<Record<Exclude<Span, 'all'>, number>> = { hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS }

/** `tell`: for what goes wrong after the user has turned to something else. */
export function createCrashesStore(client: Client, tell: (problem: Problem) => void): CrashesStore {
	const store = createStore<CrashesState>(() => noCrashes)
	const deleting = new Set<string>()

	async function loadLives(now: number): Promise<Problem | null> {
		const { span } = store.getState()
		const since = span === 'all' ? 0 : now - SPAN_MS[span ?? 'day']
		const result = await client.request('lives.list', { since })
		if (!result.ok) return result.problem
		store.setState({ lives: { since, lives: result.value } })
		return null
	}

	async function reallyRemove(exit: string): Promise<void> {
		if (!deleting.delete(exit)) return
		const result = await client.request('exit.delete', { exit })
		store.setState(state => {
			const leaving = new Set(state.leaving)
			leaving.delete(exit)
			return result.ok ? { ...crashesAfter(state, { type: 'exits-removed', exits: [exit] }), leaving } : { leaving }
		})
		if (!result.ok) tell(result.problem)
	}

	return Object.assign(store, {
		async refresh(now: number) {
			const [groups, stats, lives] = await Promise.all([
				client.request('exits.groups', {}),
				client.request('exits.stats', {}),
				loadLives(now)
			])
			if (groups.ok) store.setState({ groups: groups.value })
			if (stats.ok) store.setState(({ span }) => ({ stats: stats.value, span: span ?? fitting(stats.value, now) }))
			return groups.ok ? (stats.ok ? lives : stats.problem) : groups.problem
		},
		async zoom(span: Span, now: number) {
			store.setState({ span })
			const problem = await loadLives(now)
			if (problem) tell(problem)
		},
		async load(exit: string) {
			const result = await client.request('exit.get', { exit })
			store.setState(state =>
				result.ok ? { pages: withExit(state.pages ?? firstPage([]), result.value) } : { missing: new Set([...state.missing, exit]) }
			)
		},
		async loadOlder(signature: string | null) {
			const { pages, loading } = store.getState()
			if (pages === null || loading) return
			store.setState({ loading: true })
			const before = nextBefore(pages, signature)
			const result = await client.request('exits.list', {
				limit: PAGE,
				...(Number.isFinite(before) ? { before } : {}),
				...(signature === null ? {} : { signature })
			})
			store.setState(state => ({
				loading: false,
				pages: result.ok && state.pages !== null ? withPage(state.pages, signature, result.value) : state.pages
			}))
			if (!result.ok) tell(result.problem)
		},
		report: (exit: string) => client.request('exit.report', { exit }),
		previewBundle: (exit: string, choice: BundleChoice) => client.request('exit.bundle-preview', { exit, choice }),
		bundle: (exit: string, choice: BundleChoice) => client.request('exit.bundle', { exit, choice }),
		remove(exit: string) {
			const waiting = (leaving: (ids: Set<string>) => void) =>
				store.setState(state => {
					const ids = new Set(state.leaving)
					leaving(ids)
					return { leaving: ids }
				})
			waiting(ids => ids.add(exit))
			deleting.add(exit)
			let undone = false
			return {
				undo() {
					if (!deleting.delete(exit)) return
					undone = true
					waiting(ids => ids.delete(exit))
				},
				// Not what was deleted again meanwhile.
				finish() {
					if (!undone) void reallyRemove(exit)
				}
			}
		},
		async removeAll() {
			const result = await client.request('exits.delete-all', {})
			if (!result.ok) return result.problem
			store.setState(state => crashesAfter(state, { type: 'exits-removed', exits: null }))
			return null
		},
		flush() {
			for (const exit of [...deleting]) void reallyRemove(exit)
		}
	})
}

export const noCrashes: CrashesState = {
	pages: null,
	news: 0,
	lives: null,
	groups: null,
	stats: null,
	span: null,
	loading: false,
	leaving: new Set(),
	missing: new Set()
}

export function crashesFromSnapshot(state: CrashesState, snapshot: Snapshot): CrashesState {
	return { ...state, pages: firstPage(snapshot.exits), news: state.news + 1, missing: new Set() }
}

export function crashesAfter(state: CrashesState, event: AppEvent): CrashesState {
	if (event.type === 'exit') return { ...state, pages: withExit(state.pages ?? firstPage([]), event.exit), news: state.news + 1 }
	if (event.type !== 'exits-removed') return state
	const { exits } = event
	const gone = (exit: string | null) => exit !== null && (exits === null || exits.includes(exit))
	return {
		...state,
		pages: withoutExits(state.pages ?? firstPage([]), exits),
		news: state.news + 1,
		lives: state.lives && { ...state.lives, lives: state.lives.lives.map(life => (gone(life.exit) ? { ...life, exit: null } : life)) },
		// Others of a cause may be left: main is asked again while somebody looks.
		groups: exits === null ? [] : state.groups
	}
}

/** All there is while that is little, else the last day. */
function fitting({ since }: RecoveryStats, now: number): Span {
	return since !== null && since > now - HOUR_MS ? 'all' : 'day'
}

/** Causes without those deaths that are about to be deleted. */
export function shownGroups(groups: readonly ExitGroup[], exits: readonly ExitRecord[], leaving: ReadonlySet<string>): ExitGroup[] {
	if (leaving.size === 0) return [...groups]
	const fewer = new Map<string, number>()
	for (const exit of exits) if (leaving.has(exit.id)) fewer.set(exit.signature, (fewer.get(exit.signature) ?? 0) + 1)
	return groups.map(group => ({ ...group, count: group.count - (fewer.get(group.signature) ?? 0) })).filter(group => group.count > 0)
}
