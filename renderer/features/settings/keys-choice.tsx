import { X } from 'lucide-react'
import { useId, useState } from 'react'
import { useWords } from '../../messages/use-words.ts'
import { Button, IconButton, MODIFIER } from '../../ui/controls.tsx'
import { keysOf, shownKeys } from './keys.ts'

interface KeysChoiceProps {
	readonly label: string
	readonly keys: string | null
	readonly hint: string
	readonly onChoose: (keys: string | null) => void
}

/** Keys to be chosen by pressing them: the button listens after a click, until Escape or until the focus is elsewhere. */
export function KeysChoice({ label, keys, hint, onChoose }: KeysChoiceProps) {
	const { t } = useWords()
	const id = useId()
	const [state, setState] = useState<'shows' | 'listens' | 'too-few'>('shows')
	const isMac = MODIFIER === '⌘'
	const pressed = (event: React.KeyboardEvent) => {
		if (state === 'shows' || event.key === 'Tab') return
		// Nothing else is done with them: neither the window's own shortcuts nor the popup's.
		event.preventDefault()
		event.stopPropagation()
		if (event.key === 'Escape') return setState('shows')
		const chosen = keysOf(event.nativeEvent)
		if (chosen === 'held') return
		if (chosen === 'too-few') return setState('too-few')
		setState('shows')
		onChoose(chosen)
	}
	return (
		<div className="choice">
			<span id={`${id}-label`} className="label">
				{label}
			</span>
			<span className="keys-choice">
				<Button
					aria-labelledby={`${id}-label ${id}-keys`}
					aria-describedby={`${id}-hint`}
					aria-pressed={state !== 'shows'}
					onClick={() => setState(state === 'shows' ? 'listens' : 'shows')}
					onKeyDown={pressed}
					onBlur={() => setState('shows')}
				>
					<span id={`${id}-keys`}>
						{state !== 'shows' ? t('settings.keysPress') : keys === null ? t('settings.keysNone') : shownKeys(keys, isMac)}
					</span>
				</Button>
				{keys !== null && <IconButton name={t('settings.keysClear')} icon={<X size={14} />} onClick={() => onChoose(null)} />}
			</span>
			<p id={`${id}-hint`} className="hint" role="status">
				{state === 'too-few' ? t('settings.keysTooFew', { modifiers: isMac ? '⌃, ⌥, ⌘' : 'Ctrl, Alt' }) : hint}
			</p>
		</div>
	)
}
