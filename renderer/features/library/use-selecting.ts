import { type KeyboardEvent, type MouseEvent, useState } from 'react'
import { useApp } from '../../app-context.ts'
import { askedBy } from './list-keys.ts'
import { meant, NOTHING_SELECTED, reaching, toggled } from './select.ts'
import { useLibraryActions } from './use-library-actions.ts'

/** What a menu that was asked for is about, and where it stands. */
export interface MenuAsked {
	readonly ids: readonly string[]
	readonly id: string
	readonly at: DOMRect
}

/** Keys, clicks and the menu of a list of transcripts. `shown`: all of them in order; `focus`: one of them gets the focus. */
export function useSelecting(shown: readonly string[], focus: (id: string) => void) {
	const { library } = useApp()
	const actions = useLibraryActions()
	const [menu, setMenu] = useState<MenuAsked | null>(null)
	const state = library.getState
	const clear = () => state().selected.size > 0 && library.setState(NOTHING_SELECTED)

	function press(event: KeyboardEvent, id: string): void {
		const asked = askedBy(event)
		if (asked === null || event.target !== event.currentTarget.querySelector('a:focus')) return
		const ids = meant(state(), shown, id)
		switch (asked.is) {
			case 'move': {
				const at = shown.indexOf(id)
				const to = shown[{ next: at + 1, previous: at - 1, first: 0, last: shown.length - 1 }[asked.to]]
				if (to === undefined) break
				if (asked.select) library.setState(reaching(state(), shown, id, to))
				focus(to)
				break
			}
			case 'toggle':
				library.setState(toggled(state(), id))
				break
			case 'all':
				library.setState({ selected: new Set(shown), anchor: id })
				break
			case 'none':
				// Without anything to let go of it is for who is around the list.
				if (!clear()) return
				event.stopPropagation()
				break
			case 'undo':
				if (state().thrown === null) return
				actions.undo()
				break
			case 'rename':
				actions.rename(id)
				break
			case 'trash': {
				const at = shown.indexOf(id)
				const gone = new Set(ids)
				const next = shown.slice(at).find(each => !gone.has(each)) ?? shown.slice(0, at).findLast(each => !gone.has(each))
				if (next !== undefined) focus(next)
				actions.trash(ids)
				break
			}
			default:
				actions[asked.is](ids)
		}
		event.preventDefault()
	}

	function click(event: MouseEvent, id: string): void {
		if (event.ctrlKey || event.metaKey) library.setState(toggled(state(), id))
		else if (event.shiftKey) library.setState(reaching(state(), shown, state().anchor ?? id, id))
		else {
			clear()
			return
		}
		event.preventDefault()
	}

	function openMenu(event: MouseEvent, id: string): void {
		event.preventDefault()
		setMenu({ ids: meant(state(), shown, id), id, at: new DOMRect(event.clientX, event.clientY) })
	}

	return { press, click, openMenu, menu, closeMenu: () => setMenu(null), actions }
}
