import type { KeyboardEvent } from 'react'

const STEPS: Readonly<Record<string, 'next' | 'previous' | 'first' | 'last'>> = {
	ArrowDown: 'next',
	ArrowRight: 'next',
	ArrowUp: 'previous',
	ArrowLeft: 'previous',
	Home: 'first',
	End: 'last'
}

/**
 * Arrow keys, Home and End walk through what is marked `data-rove` within the element whose `onKeyDown` this is, in the order of the
 * marks (numbers). One of them has `tabIndex` 0, the others −1, so that the whole is one stop of the Tab key. Gives what was gone to.
 */
export function rove(event: KeyboardEvent<HTMLElement>): HTMLElement | null {
	const step = stepOf(event)
	if (step === null) return null
	const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-rove]')].sort(
		(a, b) => Number(a.dataset.rove) - Number(b.dataset.rove)
	)
	const at = all.indexOf(event.target as HTMLElement)
	if (at < 0) return null
	const to = all[steppedTo(at, all.length, step)]
	event.preventDefault()
	to?.focus()
	return to ?? null
}

/** What a key asks for; null when it is none of ours. */
export function stepOf(event: KeyboardEvent): 'next' | 'previous' | 'first' | 'last' | null {
	return event.altKey || event.ctrlKey || event.metaKey || event.shiftKey ? null : (STEPS[event.key] ?? null)
}

/** The index that a step leads to, within 0…`length` − 1. */
export function steppedTo(at: number, length: number, step: 'next' | 'previous' | 'first' | 'last'): number {
	const to = { next: at + 1, previous: at - 1, first: 0, last: length - 1 }[step]
	return Math.max(0, Math.min(length - 1, to))
}
