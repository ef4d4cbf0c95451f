import { type Ref, useEffect, useRef } from 'react'

interface NoteFieldProps {
	readonly label: string
	readonly placeholder: string
	readonly note: string
	/** Written and left: another note than before. */
	readonly onChange: (note: string) => void
	/** It was left, by whatever way. */
	readonly onLeave?: () => void
	readonly ref?: Ref<HTMLTextAreaElement>
}

const MOST = 2_000

/** A note of a line or two, written in place: Enter and leaving keep it, Escape takes it back. */
export function NoteField({ label, placeholder, note, onChange, onLeave, ref }: NoteFieldProps) {
	const written = useRef(note)
	const keep = useRef<() => void>(() => {})
	useEffect(() => {
		keep.current = () => {
			const tidy = written.current.trim()
			if (tidy !== note) onChange(tidy)
		}
	})
	useEffect(() => {
		written.current = note
	}, [note])
	// Taken off the screen while it is written: that is leaving too.
	useEffect(() => () => keep.current(), [])
	return (
		<textarea
			ref={ref}
			className="note-field"
			aria-label={label}
			placeholder={placeholder}
			rows={1}
			maxLength={MOST}
			dir="auto"
			// Changed elsewhere: shown.
			key={note}
			defaultValue={note}
			onChange={event => {
				written.current = event.currentTarget.value
			}}
			onBlur={() => {
				// Another window is in front: the field has the focus again when this one is.
				if (!document.hasFocus()) return
				keep.current()
				onLeave?.()
			}}
			onKeyDown={event => {
				if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
				event.preventDefault()
				event.stopPropagation()
				if (event.key === 'Escape') {
					written.current = note
					event.currentTarget.value = note
				}
				event.currentTarget.blur()
			}}
		/>
	)
}
