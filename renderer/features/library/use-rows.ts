import { defaultRangeExtractor, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type FocusEvent, type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'

interface Rows<E extends HTMLElement> {
	readonly list: RefObject<E | null>
	readonly virtual: Virtualizer<HTMLElement, Element>
	/** For a row: where it stands in the list. */
	placeOf(start: number): { transform: string }
	/** Brings the row into sight, and gives the focus to the link in it. */
	readonly focus: (index: number) => void
	readonly onFocus: (event: FocusEvent) => void
	readonly onBlur: () => void
}

/** Rows of the sidebar of which only those in sight exist, and the one that has the focus. Each row carries its number as `data-index`. */
export function useRows<E extends HTMLElement>(
	count: number,
	estimateSize: (index: number) => number,
	keyOf: (index: number) => string
): Rows<E> {
	const list = useRef<E>(null)
	const focused = useRef(-1)
	const [margin, setMargin] = useState(0)
	const scroller = () => list.current?.closest<HTMLElement>('.side') ?? null
	// What stands above grows and shrinks: the list must know where it begins. Setting the same number draws nothing anew.
	useLayoutEffect(() => {
		const side = scroller()
		if (side && list.current)
			setMargin(Math.round(list.current.getBoundingClientRect().top - side.getBoundingClientRect().top + side.scrollTop))
	})
	const virtual = useVirtualizer<HTMLElement, Element>({
		count,
		getScrollElement: scroller,
		estimateSize,
		overscan: 8,
		scrollMargin: margin,
		getItemKey: keyOf,
		rangeExtractor: range => {
			const shown = defaultRangeExtractor(range)
			const kept = focused.current
			return kept === -1 || kept >= count || shown.includes(kept) ? shown : [...shown, kept].sort((a, b) => a - b)
		}
	})
	const focus = useCallback(
		(index: number) => {
			virtual.scrollToIndex(index, { align: 'auto' })
			const link = () => list.current?.querySelector<HTMLElement>(`[data-index="${index}"] a`)
			// At once, for the next key may come before the next frame; else it is there when the list has been drawn where it is now.
			const here = link()
			if (here) here.focus()
			else requestAnimationFrame(() => link()?.focus())
		},
		[virtual]
	)
	return {
		list,
		virtual,
		placeOf: start => ({ transform: `translateY(${start - margin}px)` }),
		focus,
		onFocus: event => {
			focused.current = Number(event.target.closest<HTMLElement>('[data-index]')?.dataset.index ?? -1)
		},
		onBlur: () => {
			focused.current = -1
		}
	}
}
