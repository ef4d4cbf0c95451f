import { Menu } from '@base-ui/react/menu'
import { useRef } from 'react'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { toggled } from './select.ts'
import type { LibraryActions } from './use-library-actions.ts'
import type { MenuAsked } from './use-selecting.ts'

interface EntryMenuProps {
	readonly asked: MenuAsked
	readonly actions: LibraryActions
	readonly onClose: () => void
	/** The list may have the focus again, at this one. */
	readonly focus: (id: string) => void
}

/** What can be done with a transcript of the list, or with all that are selected. */
export function EntryMenu({ asked: { ids, id, at }, actions, onClose, focus }: EntryMenuProps) {
	const { transcripts, library } = useApp()
	const { t } = useWords()
	const known = transcripts.getState().transcripts ?? {}
	const isFavourite = ids.every(each => known[each]?.favourite)
	const isSelected = library.getState().selected.has(id)
	// What was chosen has the focus to itself.
	const chosen = useRef(false)
	const item = (label: string, keys: string, act: () => void, back = true) => (
		<Menu.Item
			className="menu-item"
			onClick={() => {
				chosen.current = !back
				act()
			}}
		>
			{label}
			<small aria-hidden="true">{keys}</small>
		</Menu.Item>
	)
	return (
		<Menu.Root
			open
			onOpenChange={open => {
				if (open) return
				onClose()
				// The menu gives the focus up when it is gone.
				if (!chosen.current) requestAnimationFrame(() => focus(id))
			}}
		>
			{/* Beside the landmarks nothing would find it. */}
			<Menu.Portal container={document.querySelector<HTMLElement>('main')}>
				<Menu.Positioner anchor={{ getBoundingClientRect: () => at }} align="start" sideOffset={2} className="floating">
					<Menu.Popup className="popup menu" aria-label={t('library.menu')} finalFocus={false}>
						{item(t(isFavourite ? 'library.unfavourite' : 'library.favourite'), '*', () => actions.favourite(ids))}
						{item(t('library.tag'), '#', () => actions.tag(ids), false)}
						{ids.length === 1 && item(t('library.rename'), 'F2', () => actions.rename(id), false)}
						{item(t('library.export'), 'E', () => actions.export(ids), false)}
						{ids.length === 1 &&
							item(t(isSelected ? 'library.deselect' : 'library.select'), t('keys.space'), () =>
								library.setState(toggled(library.getState(), id))
							)}
						<Menu.Separator className="menu-line" />
						{item(t('transcript.delete'), 'Del', () => actions.trash(ids), false)}
					</Menu.Popup>
				</Menu.Positioner>
			</Menu.Portal>
		</Menu.Root>
	)
}
