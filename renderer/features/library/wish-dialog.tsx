import { useState } from 'react'
import type { Wish } from '../../../electron/contract/wish.ts'
import { useWishWords } from '../../messages/use-wish-words.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button } from '../../ui/controls.tsx'
import { DialogFrame } from '../../ui/dialog-frame.tsx'
import { WishFields } from '../../ui/wish-fields.tsx'

interface WishDialogProps {
	readonly title: string
	readonly hint: string
	/** As it is now. */
	readonly wish: Wish
	readonly open: boolean
	readonly onClose: () => void
	/** It is to be so. */
	readonly onChoose: (wish: Wish) => void
}

/** With which model, and in which language, something is heard. Closed without “Done” it stays as it was. */
export function WishDialog({ title, hint, wish, open, onClose, onChoose }: WishDialogProps) {
	const { t } = useWords()
	return (
		<DialogFrame title={title} hint={hint} close={t('app.close')} open={open} onClose={onClose}>
			<WishForm
				wished={wish}
				onChoose={chosen => {
					onChoose(chosen)
					onClose()
				}}
			/>
		</DialogFrame>
	)
}

function WishForm({ wished, onChoose }: { readonly wished: Wish; readonly onChoose: (wish: Wish) => void }) {
	const { t } = useWords()
	const [now, setNow] = useState(wished)
	const { wish, labels, languages, models, with: changed } = useWishWords(now)
	return (
		<>
			<div className="wish-form">
				<WishFields {...{ labels, languages, models }} chosen={wish} onChoose={some => setNow(changed(some))} />
			</div>
			<div className="dialog-foot">
				<Button kind="primary" onClick={() => onChoose(wish)}>
					{t('wish.done')}
				</Button>
			</div>
		</>
	)
}
