import { Toast } from '@base-ui/react/toast'
import { useMemo } from 'react'
import type { Organising } from '../../../electron/contract/organising.ts'
import type { Problem } from '../../api/problem.ts'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { wholesOf } from '../../stores/wholes.ts'

export interface LibraryActions {
	/** Makes favourites of them; of those that all are favourites, others again. */
	favourite(ids: readonly string[]): void
	organise(ids: readonly string[], how: Organising): void
	tag(ids: readonly string[]): void
	rename(id: string): void
	export(ids: readonly string[]): void
	trash(ids: readonly string[]): void
	/** What was thrown away last comes back. */
	undo(): void
}

/** What can be done with transcripts of the library, with one or with many. */
export function useLibraryActions(): LibraryActions {
	const { library, transcripts, exports, place, notices } = useApp()
	const { t } = useWords()
	const toasts = Toast.useToastManager()
	return useMemo(() => {
		const tell = (problem: Problem | null) => problem && notices.tell(problem)
		const known = (ids: readonly string[]) => {
			const all = transcripts.getState().transcripts ?? {}
			return ids.flatMap(id => all[id] ?? [])
		}
		const organise = (ids: readonly string[], how: Organising) => void library.organise(ids, how).then(tell)
		const restore = (ids: readonly string[]) => void library.restore(ids).then(tell)
		async function trash(ids: readonly string[]) {
			const titles = known(ids).map(({ title }) => title)
			const problem = await library.remove(ids)
			if (problem) return notices.tell(problem)
			const shown = place.getState().place
			if (shown.at === 'transcript' && ids.includes(shown.id)) place.go({ at: 'home' })
			const toast = toasts.add({
				description: titles.length === 1 ? t('transcript.deleted', { title: titles[0] ?? '' }) : t('library.trashed', { n: ids.length }),
				timeout: 10_000,
				actionProps: {
					children: t('transcript.undo'),
					onClick: () => {
						toasts.close(toast)
						restore(ids)
					}
				}
			})
		}
		return {
			organise,
			favourite: ids => organise(ids, { favourite: !known(ids).every(({ favourite }) => favourite) }),
			tag: ids => library.setState({ tagging: ids }),
			rename: id => library.setState({ renaming: id }),
			export(ids) {
				const wholes = wholesOf(Object.values(transcripts.getState().transcripts ?? {}))
				const written = new Set(wholes.filter(({ words }) => words > 0).map(({ id }) => id))
				const some = ids.filter(id => written.has(id))
				if (some.length === 0) return
				exports.ask(some)
				place.show('export')
			},
			trash: ids => void trash(ids),
			undo() {
				const { thrown } = library.getState()
				if (thrown) restore(thrown)
			}
		}
	}, [library, transcripts, exports, place, notices, t, toasts])
}
