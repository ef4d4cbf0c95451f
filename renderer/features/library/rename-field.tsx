import { useRef } from 'react'
import type { Transcript } from '../../../electron/contract/records.ts'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'

/** A title that is written in the list: Enter and leaving keep it, Escape takes it back. `onDone`: the list may have its focus again. */
export function RenameField({ transcript: { id, title }, onDone }: { readonly transcript: Transcript; readonly onDone: () => void }) {
	const { library, transcripts, notices } = useApp()
	const { t } = useWords()
	const over = useRef(false)
	const end = (written: string) => {
		if (over.current) return
		over.current = true
		library.setState({ renaming: null })
		const tidy = written.replace(/\s+/g, ' ').trim()
		if (tidy !== '' && tidy !== title) void transcripts.rename(id, tidy).then(problem => problem && notices.tell(problem))
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
			onBlur={event => document.hasFocus() && end(event.currentTarget.value)}
			onKeyDown={event => {
				event.stopPropagation()
				if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
				event.preventDefault()
				end(event.key === 'Enter' ? event.currentTarget.value : title)
				onDone()
			}}
		/>
	)
}
