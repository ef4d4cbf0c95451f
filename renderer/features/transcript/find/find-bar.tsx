import { ChevronDown, ChevronUp, Replace, Search, X } from 'lucide-react'
import { type KeyboardEvent as Pressed, type RefObject, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useApp, useFrom } from '../../../app-context.ts'
import { useWords } from '../../../messages/use-words.ts'
import type { PlaceState } from '../../../stores/place.ts'
import { IconButton, REPLACE_KEYS } from '../../../ui/controls.tsx'
import { DIALOG } from '../../../ui/own-keys.ts'
import type { Line } from '../arrange.ts'
import type { LineActions, Place } from '../use-editing.ts'
import { beside, type Found, firstFrom, foundIn, matchesOf } from './found.ts'
import { ReplaceRow } from './replace-row.tsx'
import { useLitMatches } from './use-lit-matches.ts'

interface FindBarProps {
	readonly lines: readonly Line[]
	/** What scrolls the lines. */
	readonly scroll: RefObject<HTMLElement | null>
	/** This line is to be brought into sight. */
	readonly onSeek: (line: number) => void
	readonly actions: Pick<LineActions, 'replace'>
}

/**
 * Finds words in the transcript that is open: Ctrl+F or ⌘F, on and back by Enter and F3; what had the focus before has it again afterwards. Ctrl+H, or
 * ⌥⌘F, puts others in their place.
 */
export function FindBar({ lines, scroll, onSeek, actions }: FindBarProps) {
	const { place } = useApp()
	const open = useFrom(place, isFinding)
	const replacing = useFrom(place, state => state.open === 'replace')
	const before = useRef<Element | null>(null)
	useEffect(() => {
		const pressed = (event: KeyboardEvent) => {
			const what = wanted(event)
			if (what === null) return
			// A dialog has words of its own, and the browser's search finds them.
			if (event.defaultPrevented || (event.target as Element).closest(DIALOG)) return
			event.preventDefault()
			place.show(what)
			document.querySelector<HTMLInputElement>('.find input')?.select()
		}
		addEventListener('keydown', pressed)
		// By a key, a button or the palette.
		const end = place.subscribe((now, was) => {
			if (isFinding(now) && !isFinding(was)) before.current = document.activeElement
		})
		return () => {
			removeEventListener('keydown', pressed)
			end()
		}
	}, [place])
	if (!open) return null
	const close = () => {
		place.show(null)
		const { current } = before
		before.current = null
		const back = current instanceof HTMLElement && current.isConnected && current !== document.body ? current : scroll.current
		back?.focus({ preventScroll: true })
	}
	return <Finding {...{ lines, scroll, onSeek, actions, replacing }} onClose={close} />
}

function isFinding({ open }: PlaceState): boolean {
	return open === 'find' || open === 'replace'
}

function wanted({ ctrlKey, metaKey, altKey, shiftKey, key, code }: KeyboardEvent): 'find' | 'replace' | null {
	if (shiftKey || !(ctrlKey || metaKey)) return null
	// ⌘H is the system's on a Mac.
	if (ctrlKey ? key.toLowerCase() === 'h' && !altKey : altKey && code === 'KeyF') return 'replace'
	return key.toLowerCase() === 'f' && !altKey ? 'find' : null
}

function Finding({
	lines,
	scroll,
	onSeek,
	actions,
	replacing,
	onClose
}: FindBarProps & { readonly replacing: boolean; readonly onClose: () => void }) {
	const { playback, place } = useApp()
	const { t, number } = useWords()
	const [typed, setTyped] = useState(chosenText)
	const query = useDeferredValue(typed)
	const found = useMemo(() => foundIn(lines, query), [lines, query])
	const [origin] = useState(() => firstInSight(scroll.current))
	const [at, setAt] = useState({ query: '', index: -1 })
	// What is written anew is looked for from where one was reading.
	const index = at.query === query ? at.index : firstFrom(found, origin)
	// None behind the last: what was put there may hold what is looked for, and would be replaced again.
	const current = found[index] ?? null
	useLitMatches(scroll, query, current)
	const line = current?.line ?? -1
	useEffect(() => {
		if (line >= 0 && playback.getState().playing) playback.setFollowing(false)
		if (line >= 0) onSeek(line)
	}, [line, onSeek, playback])
	const step = (by: 1 | -1) => {
		const next = beside(found, index, by)
		setAt({ query, index: next })
		// Also where it is the same again, and somebody has scrolled away from it.
		if (found[next]) onSeek(found[next].line)
	}
	useEffect(() => {
		const pressed = (event: KeyboardEvent) => {
			const again = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'g'
			if (event.key !== 'F3' && !again) return
			event.preventDefault()
			step(event.shiftKey ? -1 : 1)
		}
		addEventListener('keydown', pressed)
		return () => removeEventListener('keydown', pressed)
	})
	const replace = (text: string) => {
		actions.replace(placesOf(lines, found.slice(index, index + 1)), text)
		// What was put there may hold what is looked for: that was just replaced.
		setAt({ query, index: index + matchesOf(text, query) })
	}
	const inField = (event: Pressed) => {
		if (event.nativeEvent.isComposing || event.key !== 'Enter') return
		event.preventDefault()
		step(event.shiftKey ? -1 : 1)
	}
	const said =
		query.trim() === ''
			? ''
			: found.length === 0
				? t('find.none')
				: current === null
					? t('find.end', { all: found.length })
					: t('find.count', { n: number(index + 1), all: number(found.length) })
	return (
		<search
			className="find"
			aria-label={t('find.name')}
			onKeyDown={event => {
				if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
				event.stopPropagation()
				onClose()
			}}
		>
			<Search size={16} aria-hidden="true" />
			<input
				ref={selected}
				type="text"
				dir="auto"
				value={typed}
				placeholder={t('find.name')}
				aria-label={t('find.name')}
				spellCheck={false}
				onChange={event => setTyped(event.currentTarget.value)}
				onKeyDown={inField}
			/>
			<output className={found.length === 0 ? 'none' : undefined}>{said}</output>
			<IconButton name={t('find.previous')} icon={<ChevronUp size={16} />} disabled={found.length === 0} onClick={() => step(-1)} />
			<IconButton name={t('find.next')} icon={<ChevronDown size={16} />} disabled={found.length === 0} onClick={() => step(1)} />
			<IconButton
				name={t('find.replaceOpen', { keys: REPLACE_KEYS })}
				icon={<Replace size={16} />}
				aria-pressed={replacing}
				onClick={() => place.show(replacing ? 'find' : 'replace')}
			/>
			<IconButton name={t('find.close')} icon={<X size={16} />} onClick={onClose} />
			{replacing && (
				<ReplaceRow
					all={found.length}
					onReplace={current && replace}
					onReplaceAll={text => actions.replace(placesOf(lines, found), text)}
				/>
			)}
		</search>
	)
}

function placesOf(lines: readonly Line[], found: readonly Found[]): Place[] {
	return found.flatMap(({ line: index, from, to }) => {
		const line = lines[index]
		return line?.type === 'segment' ? [{ line, from, to }] : []
	})
}

function selected(field: HTMLInputElement | null): void {
	field?.focus({ preventScroll: true })
	field?.select()
}

/** Some words that are selected are what is looked for first. */
function chosenText(): string {
	const chosen = getSelection()?.toString().trim() ?? ''
	return chosen.length > 100 || chosen.includes('\n') ? '' : chosen
}

/** The first line of which something is in sight. */
function firstInSight(root: Element | null): number {
	const top = root?.getBoundingClientRect().top ?? 0
	const lines = Array.from(root?.querySelectorAll<HTMLElement>('.line[data-index]') ?? [])
	const inSight = lines.filter(line => line.getBoundingClientRect().bottom > top).map(line => Number(line.dataset.index))
	return Math.min(...inSight, Number.MAX_SAFE_INTEGER)
}
