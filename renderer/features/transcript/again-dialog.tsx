import { useState } from 'react'
import type { Transcript } from '../../../electron/contract/records.ts'
import { NO_WISH, type Wish } from '../../../electron/contract/wish.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWishWords } from '../../messages/use-wish-words.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button } from '../../ui/controls.tsx'
import { DialogFrame } from '../../ui/dialog-frame.tsx'
import { WishFields } from '../../ui/wish-fields.tsx'

interface AgainDialogProps {
	readonly transcript: Transcript
	readonly open: boolean
	readonly onClose: () => void
	readonly onChoose: (model: string, language: Wish['language']) => void
}

/** Which model is to hear it again, and in which language: also the same model in another one. */
export function AgainDialog({ open, onClose, ...rest }: AgainDialogProps) {
	const { t } = useWords()
	return (
		<DialogFrame title={t('wish.again')} hint={t('transcript.againHint')} close={t('app.close')} open={open} onClose={onClose}>
			<AgainForm {...rest} />
		</DialogFrame>
	)
}

function AgainForm({ transcript, onChoose }: Pick<AgainDialogProps, 'transcript' | 'onChoose'>) {
	const { models } = useApp()
	const { t } = useWords()
	const all = useFrom(models, state => state.models) ?? []
	const [wished, setWished] = useState<Wish>(() => ({ ...NO_WISH, model: all.find(({ name }) => name === transcript.model)?.id ?? null }))
	const { wish, labels, languages, models: able, with: changed } = useWishWords(wished)
	// Here a model is chosen in any case.
	const named = able.filter(([id]) => id !== '')
	const model = wish.model ?? named[0]?.[0] ?? null
	return (
		<>
			<div className="wish-form">
				<WishFields
					{...{ labels, languages, models: named }}
					chosen={{ ...wish, model }}
					onChoose={some => setWished(changed({ model, ...some }))}
				/>
			</div>
			<div className="dialog-foot">
				<Button kind="primary" disabled={model === null} onClick={() => model !== null && onChoose(model, wish.language)}>
					{t('wish.againNow')}
				</Button>
			</div>
		</>
	)
}
