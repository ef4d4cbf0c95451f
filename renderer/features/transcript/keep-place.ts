import type { Virtualizer } from '@tanstack/react-virtual'
import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from 'react'
import { type Line, lineOf } from './arrange.ts'

/**
 * When all text is replaced at once (`edition` counts how often), the reader stays at the same moment of the recording: neither what is in
 * sight nor what has the focus moves away. Gives what the list must do when something in it gets the focus.
 */
export function useKeptPlace(
	lines: readonly Line[],
	edition: number,
	virtual: Virtualizer<HTMLElement, Element>,
	list: RefObject<HTMLElement | null>
): (event: FocusEvent) => void {
	const seen = useRef({ edition, lines, starts: [] as { from: number; start: number }[] })
	const focused = useRef<number | null>(null)
	useLayoutEffect(() => {
		const before = seen.current
		const top = virtual.scrollOffset ?? 0
		seen.current = {
			edition,
			lines,
			starts: virtual.getVirtualItems().map(item => ({ from: lines[item.index]?.from ?? 0, start: item.start }))
		}
		if (before.edition === edition) return
		const anchor = before.starts.findLast(each => each.start <= top)
		// Above the first line is the head, which did not change.
		if (anchor === undefined) return
		const place = virtual.getOffsetForIndex(lineOf(lines, anchor.from), 'start')
		if (place !== undefined) virtual.scrollToOffset(place[0] + top - anchor.start)
		const at = focused.current
		if (at === null || document.activeElement !== document.body) return
		requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-index="${lineOf(lines, at)}"] button`)?.focus())
	})
	return event => {
		const index = (event.target as Element).closest<HTMLElement>('[data-index]')?.dataset.index
		focused.current = index === undefined ? null : (lines[Number(index)]?.from ?? null)
	}
}
