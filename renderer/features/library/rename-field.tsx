import { useRef } from 'react'
import type { Transcript } from '../../../electron/contract/records.ts'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { useKeptOnLeaving } from '../../ui/use-kept-on-leaving.ts'

/** A title that is written in the list: Enter and leaving keep it, Escape takes it back. `onDone`: the list may have its focus again. */
export function RenameField({ transcript: { id, title }, onDone }: { readonly transcript: Transcript; readonly onDone: () => void }) {
	const { library, transcripts, notices } = useApp()
	const { t } = useWords()
	const over = useRef(false)
	const before = useRef(title)
	const written = useRef(title)
	const keep = () => {
		const tidy = written.current.replace(/\s+/g, ' ').trim()
		if (!over.current && tidy !== '' && tidy !== title) void transcripts.rename(id, tidy).then(problem => problem && notices.tell(problem))
	}
	useKeptOnLeaving(keep)
	const end = () => {
		keep()
		if (!over.current) library.setState({ renaming: null })
		over.current = true
	}
	return (
		<input
			className="rename"
			aria-label={t('transcript.title')}
			maxLength={300}
			spellCheck={false}
			dir="auto"
			defaultValue={title}
			ref={field => {
				if (field && document.activeElement !== field && !over.current) field.select()
			}}
			onChange={event => {
				written.current = event.currentTarget.value
			}}
			onBlur={() => document.hasFocus() && end()}
			onKeyDown={event => {
				event.stopPropagation()
				if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
				event.preventDefault()
				if (event.key === 'Escape') written.current = before.current
				end()
				onDone()
			}}
		/>
	)
}
