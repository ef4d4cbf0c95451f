import { Toast } from '@base-ui/react/toast'
import { Replace } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '../../../messages/use-words.ts'
import { Button, MODIFIER } from '../../../ui/controls.tsx'
import type { Replaced } from '../use-editing.ts'

interface ReplaceRowProps {
	/** How many places there are. */
	readonly all: number
	/** Null where no place is the current one. */
	readonly onReplace: ((text: string) => void) | null
	readonly onReplaceAll: (text: string) => Replaced
}

/** What is to stand in place of what was found: one after the other by Enter, or all at once. */
export function ReplaceRow({ all, onReplace, onReplaceAll }: ReplaceRowProps) {
	const { t } = useWords()
	const toasts = Toast.useToastManager()
	const [text, setText] = useState('')
	const replaceAll = () => {
		if (all === 0) return
		const replaced = onReplaceAll(text)
		const toast = toasts.add({
			description: t('find.replaced', { n: all }),
			timeout: 10_000,
			onRemove: replaced.whenOvertaken(() => toasts.close(toast)),
			actionProps: {
				children: t('transcript.undo'),
				onClick: () => {
					toasts.close(toast)
					replaced.undo()
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
					else onReplace?.(text)
				}}
			/>
			<Button disabled={onReplace === null} title="Enter" onClick={() => onReplace?.(text)}>
				{t('find.replace')}
			</Button>
			<Button disabled={all === 0} title={`${MODIFIER}Enter`} onClick={replaceAll}>
				{t('find.replaceAll')}
			</Button>
		</div>
	)
}
