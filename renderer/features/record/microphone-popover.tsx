import { Popover } from '@base-ui/react/popover'
import { SlidersHorizontal } from 'lucide-react'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { MicrophonePanel } from './microphone-panel.tsx'

const popover = Popover.createHandle()
/** Two buttons open it: beside the large Record button, and in the head of a narrow window, where that one is hidden. */
const idOf = (narrow: boolean) => (narrow ? 'microphone-narrow' : 'microphone-wide')
const NARROW = '(max-width: 760px)'

export function MicrophoneButton({ narrow = false }: { readonly narrow?: boolean }) {
	const { t } = useWords()
	return (
		<Popover.Trigger
			handle={popover}
			id={idOf(narrow)}
			className={narrow ? 'button quiet icon-only' : 'button plain icon-only aside'}
			aria-label={t('microphone.name')}
			title={t('microphone.name')}
		>
			<SlidersHorizontal size={16} />
		</Popover.Trigger>
	)
}

/** What is recorded, and whether it is heard. The microphone is open for it only while this is. */
export function MicrophonePopover() {
	const { place } = useApp()
	const { t } = useWords()
	const open = useFrom(place, state => state.open === 'microphone')
	return (
		<Popover.Root
			handle={popover}
			open={open}
			triggerId={open ? idOf(matchMedia(NARROW).matches) : null}
			onOpenChange={shown => place.show(shown ? 'microphone' : null)}
		>
			<Popover.Portal>
				<Popover.Positioner sideOffset={8} side="bottom" align="start" className="floating">
					<Popover.Popup className="popup microphone" aria-label={t('microphone.name')}>
						<MicrophonePanel onDone={() => place.show(null)} />
					</Popover.Popup>
				</Popover.Positioner>
			</Popover.Portal>
		</Popover.Root>
	)
}
