import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { useKeptOnLeaving } from './use-kept-on-leaving.ts'

interface NoteFieldProps {
	readonly label: string
	readonly placeholder: string
	readonly note: string
	/** Written and left: another note than before. */
	readonly onChange: (note: string) => void
	/** It was left, by whatever way. */
	readonly onLeave?: () => void
	readonly ref?: Ref<HTMLTextAreaElement | null>
}

const MOST = 2_000

/** A note of a line or two, written in place: Enter and leaving keep it, Escape takes it back. */
export function NoteField({ label, placeholder, note, onChange, onLeave, ref }: NoteFieldProps) {
	const field = useRef<HTMLTextAreaElement>(null)
	useImperativeHandle<HTMLTextAreaElement | null, HTMLTextAreaElement | null>(ref, () => field.current)
	const written = useRef(note)
	const dirty = useRef(false)
	/** What it was when the writing began. */
	const before = useRef<string | null>(null)
	const keep = () => {
		const tidy = written.current.trim()
		if (dirty.current && tidy !== note) onChange(tidy)
		dirty.current = false
	}
	useKeptOnLeaving(keep)
	// Changed elsewhere: shown, unless it is being written here.
	useEffect(() => {
		if (dirty.current || written.current.trim() === note) return
		written.current = note
		if (field.current) field.current.value = note
	}, [note])
	const write = (text: string) => {
		written.current = text
		dirty.current = true
	}
	return (
		<textarea
			ref={field}
			className="note-field"
			aria-label={label}
			placeholder={placeholder}
			rows={1}
			maxLength={MOST}
			dir="auto"
			defaultValue={note}
			onChange={event => write(event.currentTarget.value)}
			onFocus={() => {
				before.current ??= note
			}}
			onBlur={() => {
				// Another window is in front: the field has the focus again when this one is.
				if (!document.hasFocus()) return
				keep()
				before.current = null
				onLeave?.()
			}}
			onKeyDown={event => {
				if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
				event.preventDefault()
				event.stopPropagation()
				if (event.key === 'Escape') {
					event.currentTarget.value = before.current ?? note
					write(event.currentTarget.value)
				}
				event.currentTarget.blur()
			}}
		/>
	)
}
