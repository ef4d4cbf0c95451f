import { useState } from 'react'
import type { SpeakerName } from '../../../electron/contract/records.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button } from '../../ui/controls.tsx'
import { DialogFrame } from '../../ui/dialog-frame.tsx'

interface SpeakerDialogProps {
	/** Who is to be called otherwise; null: somebody new. */
	readonly speaker: SpeakerName | null
	readonly onName: (name: string) => void
	readonly onClose: () => void
}

/** Asks for a name. */
export function SpeakerDialog({ speaker, onName, onClose }: SpeakerDialogProps) {
	const { t } = useWords()
	const [name, setName] = useState(speaker?.name ?? '')
	const done = () => {
		if (name.trim() === '') return
		onName(name.trim())
		onClose()
	}
	return (
		<DialogFrame
			title={speaker === null ? t('speaker.newTitle') : t('speaker.renameTitle', { name: speaker.name })}
			{...(speaker === null ? {} : { hint: t('speaker.renameHint') })}
			close={t('app.close')}
			className="small"
			open
			onClose={onClose}
		>
			<form
				className="name-form"
				onSubmit={event => {
					event.preventDefault()
					done()
				}}
			>
				<input
					className="field"
					aria-label={t('speaker.name')}
					placeholder={t('speaker.name')}
					maxLength={100}
					dir="auto"
					value={name}
					// biome-ignore lint/a11y/noAutofocus: the one thing that the dialog asks for
					autoFocus
					onFocus={event => event.currentTarget.select()}
					onChange={event => setName(event.currentTarget.value)}
				/>
				<Button kind="primary" type="submit" disabled={name.trim() === ''}>
					{t('speaker.keep')}
				</Button>
			</form>
		</DialogFrame>
	)
}
