import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'

/** Sentences that come and go by themselves, at the foot of the window. */
export function Toasts({ name, dismiss }: { readonly name: string; readonly dismiss: string }) {
	const { toasts } = Toast.useToastManager()
	return (
		<Toast.Portal>
			<Toast.Viewport className="toasts" aria-label={name}>
				{toasts.map(toast => (
					<Toast.Root key={toast.id} toast={toast} className="toast">
						<Toast.Content className="toast-content">
							<Toast.Description />
							<Toast.Action className="button quiet" />
							<Toast.Close className="button quiet icon-only" aria-label={dismiss}>
								<X size={15} />
							</Toast.Close>
						</Toast.Content>
					</Toast.Root>
				))}
			</Toast.Viewport>
		</Toast.Portal>
	)
}
