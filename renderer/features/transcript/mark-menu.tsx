import { Menu } from '@base-ui/react/menu'
import { Flag } from 'lucide-react'
import type { Mark } from '../../../electron/contract/records.ts'
import { useApp } from '../../app-context.ts'
import { clock } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'

/** The marks of a transcript; choosing one shows its place. */
export function MarkMenu({ transcript, marks }: { readonly transcript: string; readonly marks: readonly Mark[] }) {
	const { place } = useApp()
	const { t } = useWords()
	const set = marks.filter(mark => mark.kind === 'mark')
	if (set.length === 0) return null
	return (
		<Menu.Root>
			<Menu.Trigger className="button quiet">
				<Flag size={15} />
				{t('mark.list', { n: set.length })}
			</Menu.Trigger>
			<Menu.Portal>
				<Menu.Positioner sideOffset={6} align="end" className="floating">
					<Menu.Popup className="popup menu marks">
						{set.map(mark => (
							<Menu.Item
								key={mark.id}
								className="menu-item"
								onClick={() => place.swap({ at: 'transcript', id: transcript, sample: mark.sample })}
							>
								<span dir="auto">{mark.note === '' ? t('mark.unnamed') : mark.note}</span>
								<small>{clock(mark.sample)}</small>
							</Menu.Item>
						))}
					</Menu.Popup>
				</Menu.Positioner>
			</Menu.Portal>
		</Menu.Root>
	)
}
