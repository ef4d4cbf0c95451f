import { useRef } from 'react'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button } from '../../ui/controls.tsx'

/** Asks where the file of a transcript lies now, and goes on with it. */
export function FindSource({ transcript }: { readonly transcript: string }) {
	const { uploads } = useApp()
	const { t } = useWords()
	const input = useRef<HTMLInputElement>(null)
	return (
		<>
			<Button onClick={() => input.current?.click()}>{t('transcript.find')}</Button>
			<input
				ref={input}
				type="file"
				hidden
				aria-label={t('transcript.find')}
				onChange={event => {
					const file = event.currentTarget.files?.[0]
					if (file) void uploads.findSource(transcript, file)
					event.currentTarget.value = ''
				}}
			/>
		</>
	)
}
