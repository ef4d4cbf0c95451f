import { Menu } from '@base-ui/react/menu'
import { ListFilter } from 'lucide-react'
import { useWords } from '../../messages/use-words.ts'
import { type Chosen, EVERYTHING, KINDS, ORDERS } from '../../stores/library-choice.ts'

interface ChooseMenuProps {
	readonly chosen: Chosen
	/** Those in use. */
	readonly tags: readonly string[]
	readonly onChoose: (chosen: Chosen) => void
}

/** No tag is empty. */
const ANY = ''

/** In which order the library stands, and what of it. What is chosen stands in the button, unless it is everything. */
export function ChooseMenu({ chosen, tags, onChoose }: ChooseMenuProps) {
	const { t } = useWords()
	const says = [
		...(chosen.kind === EVERYTHING.kind ? [] : [t(`library.kind.${chosen.kind}`)]),
		...(chosen.tag === null ? [] : [`#${chosen.tag}`]),
		...(chosen.order === EVERYTHING.order ? [] : [t(`library.order.${chosen.order}`)])
	]
	return (
		<Menu.Root>
			<Menu.Trigger className="button quiet choose-button">
				<ListFilter size={16} />
				<span>{says.length === 0 ? t('library.choose') : says.join(' · ')}</span>
			</Menu.Trigger>
			<Menu.Portal>
				<Menu.Positioner sideOffset={6} align="start" className="floating">
					<Menu.Popup className="popup menu" aria-label={t('library.choose')}>
						<Menu.RadioGroup value={chosen.order} onValueChange={order => onChoose({ ...chosen, order })}>
							{ORDERS.map(order => (
								<Menu.RadioItem key={order} value={order} className="menu-item">
									{t(`library.order.${order}`)}
								</Menu.RadioItem>
							))}
						</Menu.RadioGroup>
						<Menu.Separator className="menu-line" />
						<Menu.RadioGroup value={chosen.kind} onValueChange={kind => onChoose({ ...chosen, kind })}>
							{KINDS.map(kind => (
								<Menu.RadioItem key={kind} value={kind} className="menu-item">
									{t(`library.kind.${kind}`)}
								</Menu.RadioItem>
							))}
						</Menu.RadioGroup>
						{tags.length > 0 && (
							<>
								<Menu.Separator className="menu-line" />
								<Menu.RadioGroup value={chosen.tag ?? ANY} onValueChange={tag => onChoose({ ...chosen, tag: tag === ANY ? null : tag })}>
									<Menu.RadioItem value={ANY} className="menu-item">
										{t('library.anyTag')}
									</Menu.RadioItem>
									{tags.map(tag => (
										<Menu.RadioItem key={tag} value={tag} className="menu-item">
											<bdi>#{tag}</bdi>
										</Menu.RadioItem>
									))}
								</Menu.RadioGroup>
							</>
						)}
					</Menu.Popup>
				</Menu.Positioner>
			</Menu.Portal>
		</Menu.Root>
	)
}
