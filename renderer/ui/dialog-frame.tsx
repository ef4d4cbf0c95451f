import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFocusBefore } from './keep-focus.ts'

interface DialogFrameProps {
	readonly title: string
	/** A sentence below the title. */
	readonly hint?: string
	/** The name of the button that closes it. */
	readonly close: string
	readonly className?: string
	readonly open: boolean
	readonly onClose: () => void
	readonly children: ReactNode
}

/** A dialog with its title and the way out; Escape and a click beside it close it too. Then the focus is where it was. */
export function DialogFrame({ title, hint, close, className = '', open, onClose, children }: DialogFrameProps) {
	const before = useFocusBefore()
	return (
		<Dialog.Root open={open} onOpenChange={shown => !shown && onClose()}>
			<Dialog.Portal>
				<Dialog.Backdrop className="backdrop" />
				<Dialog.Popup {...before} className={`popup dialog ${className}`}>
					<div className="dialog-head">
						<Dialog.Title>{title}</Dialog.Title>
						<Dialog.Close className="button quiet icon-only" aria-label={close}>
							<X size={16} />
						</Dialog.Close>
					</div>
					{hint !== undefined && <Dialog.Description className="hint">{hint}</Dialog.Description>}
					{children}
				</Dialog.Popup>
			</Dialog.Portal>
		</Dialog.Root>
	)
}
