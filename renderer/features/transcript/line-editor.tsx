import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { clock } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import { useKeptOnLeaving } from '../../ui/use-kept-on-leaving.ts'
import type { SpokenLine } from './arrange.ts'
import { type LineActions, tidy } from './use-editing.ts'

/** What is typed is saved at once, and then no oftener, ms: killed at any moment, it loses less than half a second. */
const SAVE_MS = 400

interface LineEditorProps {
	readonly line: SpokenLine
	/** Where the caret is at first. */
	readonly caret: number
	readonly actions: LineActions
}

/**
 * One line of the text, written in place. Enter splits it at the caret, Backspace at its beginning joins it to the line before, Escape takes back what
 * was done in it, Ctrl or ⌘ with Enter leaves it.
 */
export function LineEditor({ line, caret, actions }: LineEditorProps) {
	const { t } = useWords()
	const field = useRef<HTMLTextAreaElement>(null)
	const [text, setText] = useState(line.segment.text)
	const began = useRef(text)
	const { dirty, typed, flush } = useSaving(line, text, actions, setText)

	useLayoutEffect(() => {
		const element = field.current
		element?.focus({ preventScroll: true })
		element?.setSelectionRange(Math.min(caret, element.value.length), Math.min(caret, element.value.length))
	}, [caret])

	const leave = () => {
		flush()
		field.current?.closest('.segment')?.querySelector<HTMLElement>('.line-more')?.focus()
		actions.leave(line)
	}
	const pressed = (event: KeyboardEvent<HTMLTextAreaElement>) => {
		if (event.nativeEvent.isComposing) return
		const { selectionStart: start, selectionEnd: end, value } = event.currentTarget
		const command = event.ctrlKey || event.metaKey
		const key = event.key.toLowerCase()
		const act = (): boolean => {
			if (key === 'enter' && command) leave()
			else if (key === 'escape') {
				typed(began.current)
				leave()
			} else if (command && key === 'z') {
				flush()
				if (event.shiftKey) actions.redo()
				else actions.undo()
			} else if (command && key === 'y') {
				flush()
				actions.redo()
			} else if (key === 'enter' && value.slice(end).trim() === '') {
				flush()
				actions.step(line, 1)
			} else if (key === 'enter') {
				if (start !== end || value.slice(0, start).trim() === '') return true
				dirty.current = false
				actions.split(line, value, start)
			} else if (key === 'backspace' && start === 0 && end === 0 && actions.before(line) !== null) {
				dirty.current = false
				actions.joinBefore(line, value)
			} else if (key === 'delete' && start === value.length && end === start) {
				flush()
				actions.joinAfter(line, value)
			} else if (key === 'arrowup' && end === 0) {
				flush()
				actions.step(line, -1)
			} else if (key === 'arrowdown' && start === value.length) {
				flush()
				actions.step(line, 1)
			} else return false
			return true
		}
		if (!act()) return
		event.preventDefault()
		event.stopPropagation()
	}
	return (
		<textarea
			ref={field}
			className="line-text"
			aria-label={t('edit.lineAt', { clock: clock(line.from) })}
			aria-keyshortcuts="Enter Escape Control+Enter"
			rows={1}
			maxLength={20_000}
			dir="auto"
			lang={line.segment.language}
			value={text}
			onChange={event => typed(event.currentTarget.value.replace(/\s*\n\s*/g, ' '), (event.nativeEvent as InputEvent).isComposing)}
			onCompositionEnd={event => typed(event.currentTarget.value)}
			onKeyDown={pressed}
			onBlur={() => {
				flush()
				// Another window is in front: the field has the focus again when this one is.
				if (document.hasFocus()) actions.leave(line)
			}}
		/>
	)
}

/** Saves what is typed: at once, then each `SAVE_MS`, and whenever the field or the page goes. What is changed elsewhere comes in, unless something is unsaved. */
function useSaving(line: SpokenLine, text: string, actions: LineActions, setText: (text: string) => void) {
	const dirty = useRef(false)
	const latest = useRef({ line, text, actions })
	const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
	const saved = useRef(0)
	useLayoutEffect(() => {
		latest.current = { line, text: latest.current.text, actions }
	})
	const flush = useCallback((emptied = true) => {
		if (timer.current !== null) clearTimeout(timer.current)
		timer.current = null
		const { line, text, actions } = latest.current
		// A line that is emptied to be written anew would be gone from under the caret.
		if (!dirty.current || (text.trim() === '' && !emptied)) return
		dirty.current = false
		saved.current = performance.now()
		actions.write(line, text)
	}, [])
	const typed = useCallback(
		(now: string, composing = false) => {
			setText(now)
			latest.current = { ...latest.current, text: now }
			dirty.current = true
			if (composing || timer.current !== null) return
			const left = saved.current + SAVE_MS - performance.now()
			if (left <= 0) flush(false)
			else timer.current = setTimeout(() => flush(false), left)
		},
		[flush, setText]
	)
	const known = line.segment.text
	useEffect(() => {
		if (dirty.current || tidy(latest.current.text).trimEnd() === known) return
		latest.current = { ...latest.current, text: known }
		setText(known)
	}, [known, setText])
	useKeptOnLeaving(flush)
	return { dirty, typed, flush }
}
