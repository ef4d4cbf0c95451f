import { AlertDialog } from '@base-ui/react/alert-dialog'
import type { ReactNode } from 'react'

interface AskProps {
	/** What the button says, and what it is called where that is not enough. */
	readonly label: string
	readonly name?: string
	readonly icon?: ReactNode
	readonly disabled?: boolean
	readonly title: string
	readonly hint: string
	/** The way on and the way out. */
	readonly doIt: string
	readonly cancel: string
	readonly onSure: () => void
}

/** A button for what there is no way back from: it asks before. */
export function Ask({ label, name, icon, disabled = false, title, hint, doIt, cancel, onSure }: AskProps) {
	return (
		<AlertDialog.Root>
			<AlertDialog.Trigger className="button quiet" disabled={disabled} {...(name === undefined ? {} : { 'aria-label': name })}>
				{icon}
				{label}
			</AlertDialog.Trigger>
			<AlertDialog.Portal>
				<AlertDialog.Backdrop className="backdrop" />
				<AlertDialog.Popup className="popup dialog">
					<AlertDialog.Title>{title}</AlertDialog.Title>
					<AlertDialog.Description className="hint">{hint}</AlertDialog.Description>
					<div className="dialog-foot">
						<AlertDialog.Close className="button plain">{cancel}</AlertDialog.Close>
						<AlertDialog.Close className="button live" onClick={onSure}>
							{doIt}
						</AlertDialog.Close>
					</div>
				</AlertDialog.Popup>
			</AlertDialog.Portal>
		</AlertDialog.Root>
	)
}
