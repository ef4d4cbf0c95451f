import { type RefCallback, useCallback, useRef } from 'react'
import { DIALOG } from './own-keys.ts'

/** So long what is drawn after something was done may take to come, or to be enabled again, ms. */
const PATIENCE_MS = 400
/** So many things that had the focus are known: more than a popup has. */
const KNOWN = 80

/** What had the focus, the newest first; nothing once somebody has left it by a click into nothing. */
let before: HTMLElement[] = []

const ROWS = 'li, tr, [role=option], [role=row]'
const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]'

/**
 * Whatever has the focus may be gone, or disabled, by what was done with it: a row that was deleted, a page that was left. The browser would
 * give the focus to nothing, and who uses keys or hears the window begins anew at its top. Here it goes to what stands in its place now,
 * else to what had it before. A person who leaves it by a click into nothing has left it. Ends when `signal` does.
 */
export function keepFocus(page: Document, signal: AbortSignal): void {
	let lost: Lost | null = null
	let waiting: Lost | null = null

	const later = () => {
		const was = lost
		if (was === null || was === waiting || hasFocus(page)) return
		waiting = was
		setTimeout(() => {
			waiting = null
			if (lost !== was || hasFocus(page)) return
			give(beside(was.element) ?? before.find(isUsable) ?? (was.seen ? firstOfView() : undefined), was)
		}, PATIENCE_MS)
	}
	const observer = new MutationObserver(records => {
		if (lost === null || hasFocus(page)) return
		if (isUsable(lost.element)) return give(lost.element, lost)
		if (lost.element.isConnected) return later()
		const heir = inPlaceOf(lost, records)
		if (heir) give(heir, lost)
		else later()
	})
	observer.observe(page.documentElement, { childList: true, subtree: true, attributeFilter: ['disabled'] })
	signal.addEventListener('abort', () => observer.disconnect())
	page.addEventListener(
		'focusin',
		({ target }) => {
			if (!(target instanceof HTMLElement)) return
			if (target.matches('[data-base-ui-focus-guard]')) {
				setTimeout(() => page.activeElement === target && goPast(target))
				return
			}
			lost = { element: target, above: ancestorsOf(target), seen: target.matches(':focus-visible') }
			before = [target, ...before.filter(each => each !== target && each.isConnected)].slice(0, KNOWN)
		},
		{ signal }
	)
	page.addEventListener(
		'focusout',
		({ target, relatedTarget }) => {
			const was = lost
			if (relatedTarget !== null || was?.element !== target) return
			// Said before it is gone, where it goes: whether it was left is known afterwards.
			setTimeout(() => {
				if (lost !== was || hasFocus(page)) return
				if (!isUsable(was.element)) return later()
				lost = null
				before = []
			})
		},
		{ signal }
	)
}

/** For a popup: whatever had the focus before it has it again, also where it was opened by a key. */
export function useFocusBefore(): { ref: RefCallback<HTMLElement>; finalFocus: () => HTMLElement | false } {
	const popup = useRef<HTMLElement>(null)
	// It is asked for when React has taken the popup back already.
	const ref = useCallback((element: HTMLElement | null) => {
		if (element !== null) popup.current = element
	}, [])
	return { ref, finalFocus: () => before.find(each => popup.current?.contains(each) !== true && isStop(each)) ?? false }
}

/** Where the keys go in the large part of the window: what scrolls. Not the first thing in it: keys would write in a field, or choose. */
export function firstOfView(frame: ParentNode | null = document.querySelector('main')): HTMLElement | undefined {
	const view = frame instanceof HTMLElement && frame.matches('.scroll') ? frame : frame?.querySelector<HTMLElement>('.scroll')
	if (view && view.tabIndex < 0) view.tabIndex = -1
	return view ?? undefined
}

/** What had the focus, and is looked after. */
interface Lost {
	readonly element: HTMLElement
	/** What it was in, the innermost first. */
	readonly above: readonly HTMLElement[]
	/** Whether it showed that it had it. */
	readonly seen: boolean
}

function give(heir: HTMLElement | undefined, { seen }: Lost): void {
	heir?.focus({ preventScroll: true })
	if (seen) heir?.scrollIntoView({ block: 'nearest' })
}

function hasFocus({ activeElement, body }: Document): boolean {
	return activeElement !== null && activeElement !== body
}

/** A stop that nobody sees, behind a message: it gives the focus back to what had it before the message, which may be gone. */
function goPast(guard: HTMLElement): void {
	const all = usableIn(guard.ownerDocument.body)
	const behind = all.filter(each => follows(guard, each))
	const came = before[0]
	const heir = came === undefined || follows(came, guard) ? (behind[0] ?? all[0]) : all.filter(each => !behind.includes(each)).at(-1)
	heir?.focus()
}

function follows(element: Element, each: Element): boolean {
	return (element.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
}

/** What stands where this has gone from: what came for it, the next beside it, the one before it, or what it was in. */
function inPlaceOf({ element, above }: Lost, records: readonly MutationRecord[]): HTMLElement | undefined {
	const chain = [element, ...above]
	const at = chain.findIndex(each => each.isConnected)
	const [gone, frame] = [chain[at - 1], chain[at]]
	// A popup that closes gives the focus back by itself.
	if (gone === undefined || frame === undefined || frame === frame.ownerDocument.body) return
	// Only out of sight: with its row the reader does not move on to another.
	if (gone.matches('[data-index]')) return above.find(isUsable)
	const record = records.find(each => [...each.removedNodes].includes(gone))
	const came = records.filter(each => each.target === frame).flatMap(each => [...each.addedNodes])
	for (const next of [...came, ...siblings(record?.nextSibling, 'nextSibling'), ...siblings(record?.previousSibling, 'previousSibling')]) {
		const heir = next instanceof Element && next.isConnected ? (firstOfView(next) ?? alikeIn(next, element, gone.matches(ROWS))) : undefined
		if (heir) return heir
	}
	return
}

function siblings(first: Node | null | undefined, way: 'nextSibling' | 'previousSibling'): Node[] {
	const found: Node[] = []
	for (let node = first; node; node = node[way]) found.push(node)
	return found
}

/**
 * Of what can have the focus in it, what does the same as this did in its place. In the next row of a list it may be the first; elsewhere the first
 * may be a button that nobody has asked for, and the next key would press it.
 */
function alikeIn(frame: Element, lost: HTMLElement, isRow: boolean): HTMLElement | undefined {
	const all = usableIn(frame)
	const isAlike = (each: HTMLElement) => each.className === lost.className && each.textContent === lost.textContent
	return all.find(isAlike) ?? (isRow ? all.find(each => !each.matches('input, select, textarea')) : undefined)
}

/** What follows it in its form, row or section, else what comes before it there. */
function beside(element: HTMLElement): HTMLElement | undefined {
	const frame = element.isConnected ? element.closest(`form, li, section, article, ${DIALOG}`) : null
	if (frame === null) return
	const all = usableIn(frame)
	return all.find(each => follows(element, each)) ?? all.at(-1)
}

function stopsIn(frame: Element): HTMLElement[] {
	return [frame, ...frame.querySelectorAll(FOCUSABLE)].flatMap(each => (each instanceof HTMLElement && isStop(each) ? [each] : []))
}

function usableIn(frame: Element): HTMLElement[] {
	return stopsIn(frame).filter(isUsable)
}

/** Whether the Tab key stops there, as soon as no popup is in front of it. */
function isStop(element: HTMLElement): boolean {
	return (
		element.isConnected && element.tabIndex >= 0 && !element.matches(':disabled') && element.checkVisibility({ visibilityProperty: true })
	)
}

function isUsable(element: HTMLElement): boolean {
	return isStop(element) && element.closest('[inert], [aria-hidden=true]') === null
}

function ancestorsOf(element: Element): HTMLElement[] {
	const found: HTMLElement[] = []
	for (let each = element.parentElement; each !== null; each = each.parentElement) found.push(each)
	return found
}
