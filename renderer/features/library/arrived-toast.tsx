import { Toast } from '@base-ui/react/toast'
import { useEffect } from 'react'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'

/** A file that came while somebody was writing is said to be here, with the way to it; gone anywhere, it isn't offered any more. */
export function ArrivedToast() {
	const { place, transcripts } = useApp()
	const { t } = useWords()
	const { add, close } = Toast.useToastManager()
	const id = useFrom(place, state => state.offered)
	const title = useFrom(transcripts, state => (id === null ? undefined : state.transcripts?.[id]?.title))
	useEffect(() => {
		if (id === null || title === undefined) return
		const toast = add({
			description: t('library.arrived', { title }),
			timeout: 10_000,
			actionProps: { children: t('library.show'), onClick: () => place.go({ at: 'transcript', id }) }
		})
		return () => close(toast)
	}, [place, t, add, close, id, title])
	return null
}
