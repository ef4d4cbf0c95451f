import { Download, Star, Tag, Trash2, X } from 'lucide-react'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { IconButton } from '../../ui/controls.tsx'
import { NOTHING_SELECTED } from './select.ts'
import type { LibraryActions } from './use-library-actions.ts'

/** How many are selected, and what can be done with all of them. `shown`: those of the list, in order. */
export function SelectionBar({ shown, actions }: { readonly shown: readonly string[]; readonly actions: LibraryActions }) {
	const { library } = useApp()
	const { t } = useWords()
	const selected = useFrom(library, state => state.selected)
	const ids = selected.size === 0 ? [] : shown.filter(id => selected.has(id))
	const say = t('library.selected', { n: ids.length })
	return (
		<>
			<div className="sr-only" role="status">
				{ids.length > 0 ? say : ''}
			</div>
			{ids.length > 0 && (
				<div className="selection-bar" role="toolbar" aria-label={t('library.selection')}>
					<span aria-hidden="true">{say}</span>
					<IconButton name={t('library.favourite')} icon={<Star size={15} />} onClick={() => actions.favourite(ids)} />
					<IconButton name={t('library.tag')} icon={<Tag size={15} />} onClick={() => actions.tag(ids)} />
					<IconButton name={t('library.export')} icon={<Download size={15} />} onClick={() => actions.export(ids)} />
					<IconButton name={t('transcript.delete')} icon={<Trash2 size={15} />} onClick={() => actions.trash(ids)} />
					<IconButton name={t('library.deselectAll')} icon={<X size={15} />} onClick={() => library.setState(NOTHING_SELECTED)} />
				</div>
			)}
		</>
	)
}
