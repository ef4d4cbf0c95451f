import { Toast } from '@base-ui/react/toast'
import { Replace } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '../../../messages/use-words.ts'
import { Button, MODIFIER } from '../../../ui/controls.tsx'

interface ReplaceRowProps {
	/** How many places there are. */
	readonly all: number
	readonly onReplace: (text: string) => void
	readonly onReplaceAll: (text: string) => void
	readonly onUndo: () => void
}

/** What is to stand in place of what was found: one after the other by Enter, or all at once. */
export function ReplaceRow({ all, onReplace, onReplaceAll, onUndo }: ReplaceRowProps) {
	const { t } = useWords()
	const toasts = Toast.useToastManager()
	const [text, setText] = useState('')
	const replaceAll = () => {
		if (all === 0) return
		onReplaceAll(text)
		const toast = toasts.add({
			description: t('find.replaced', { n: all }),
			timeout: 10_000,
			actionProps: {
				children: t('transcript.undo'),
				onClick: () => {
					toasts.close(toast)
					onUndo()
				}
			}
		})
	}
	return (
		<div className="replace-row">
			<Replace size={16} aria-hidden="true" />
			<input
				type="text"
				dir="auto"
				value={text}
				maxLength={1_000}
				placeholder={t('find.replaceWith')}
				aria-label={t('find.replaceWith')}
				onChange={event => setText(event.currentTarget.value)}
				onKeyDown={event => {
					if (event.nativeEvent.isComposing || event.key !== 'Enter') return
					event.preventDefault()
					if (event.ctrlKey || event.metaKey) replaceAll()
					else if (all > 0) onReplace(text)
				}}
			/>
			<Button disabled={all === 0} title="Enter" onClick={() => onReplace(text)}>
				{t('find.replace')}
			</Button>
			<Button disabled={all === 0} title={`${MODIFIER}Enter`} onClick={replaceAll}>
				{t('find.replaceAll')}
			</Button>
		</div>
	)
}
