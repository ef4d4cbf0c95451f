import { type RefObject, useEffect } from 'react'
import { type Match, matcher } from '../matches.ts'
import type { Found } from './found.ts'

/** By then a list that was asked for a line far away has it where it stays, ms. */
const SETTLED_MS = 150

/**
 * What is looked for is lit in the lines that are in the page, however they come and go, and `current` more than the others; it is brought into sight,
 * also where its line is longer than the window. By the browser's own highlights: the text itself stays as it was drawn.
 */
export function useLitMatches(scroll: RefObject<HTMLElement | null>, query: string, current: Found | null): void {
	useEffect(() => {
		const root = scroll.current
		if (root === null || query.trim() === '' || !('highlights' in CSS)) return
		const matches = matcher(query)
		const light = () => {
			const others: Range[] = []
			let here: Range | null = null
			for (const line of root.querySelectorAll<HTMLElement>('.line[data-index]')) {
				const text = textIn(line)
				rangesIn(text, matches(text?.textContent ?? '')).forEach((range, nth) => {
					if (current?.nth === nth && String(current.line) === line.dataset.index) here = range
					else others.push(range)
				})
			}
			CSS.highlights.set('found', new Highlight(...others))
			CSS.highlights.set('found-here', new Highlight(...(here === null ? [] : [here])))
			return here as Range | null
		}
		light()
		let waiting = 0
		const observer = new MutationObserver(() => {
			cancelAnimationFrame(waiting)
			waiting = requestAnimationFrame(light)
		})
		observer.observe(root, { childList: true, subtree: true, characterData: true, attributeFilter: ['data-index'] })
		const settled = setTimeout(() => {
			const range = light()
			if (range !== null) bringIntoSight(root, range.getBoundingClientRect())
		}, SETTLED_MS)
		return () => {
			observer.disconnect()
			clearTimeout(settled)
			cancelAnimationFrame(waiting)
			CSS.highlights.delete('found')
			CSS.highlights.delete('found-here')
		}
	}, [scroll, query, current])
}

function textIn(line: Element): Element | null {
	return line.querySelector('.segment > p:not(.emptied)')
}

/** `matches` in order, without overlaps. */
function rangesIn(text: Element | null, matches: readonly Match[]): Range[] {
	if (text === null || matches.length === 0) return []
	const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
	let node = walker.nextNode() as Text | null
	let start = 0
	const at = (place: number): [Text, number] | null => {
		while (node !== null && place > start + node.length) {
			start += node.length
			node = walker.nextNode() as Text | null
		}
		return node && [node, place - start]
	}
	return matches.flatMap(({ from, to }) => {
		const begin = at(from)
		const end = begin && at(to)
		if (!begin || !end) return []
		const range = new Range()
		range.setStart(...begin)
		range.setEnd(...end)
		return [range]
	})
}

function bringIntoSight(root: Element, { top, bottom }: DOMRect): void {
	const frame = root.getBoundingClientRect()
	if (top < frame.top || bottom > frame.bottom) root.scrollBy({ top: (top + bottom) / 2 - (frame.top + frame.bottom) / 2 })
}
