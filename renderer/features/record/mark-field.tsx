import { Flag } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Mark } from '../../../electron/contract/records.ts'
import { useApp } from '../../app-context.ts'
import { clock } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import { NoteField } from '../../ui/note-field.tsx'

/** The mark that was just set, and room for a note. The recording goes on; whatever had the focus gets it back. */
export function MarkField({ mark, onDone }: { readonly mark: Mark; readonly onDone: () => void }) {
	const { recording } = useApp()
	const { t } = useWords()
	const field = useRef<HTMLTextAreaElement>(null)
	useEffect(() => {
		const before = document.activeElement
		field.current?.focus()
		return () => {
			if (document.activeElement === document.body && before instanceof HTMLElement) before.focus()
		}
	}, [])
	const place = clock(mark.sample)
	return (
		<div className="mark-field">
			<Flag size={14} aria-hidden="true" />
			<span className="mark-name">{t('record.markSet', { clock: place })}</span>
			<NoteField
				ref={field}
				label={t('mark.noteAt', { clock: place })}
				placeholder={t('record.markHint')}
				note={mark.note}
				onChange={note => recording.changeMark(mark.id, note)}
				onLeave={onDone}
			/>
		</div>
	)
}
