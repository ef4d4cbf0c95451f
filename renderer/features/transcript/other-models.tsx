import { Menu } from '@base-ui/react/menu'
import { ChevronDown } from 'lucide-react'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'

/** The models besides the usual one, for what that one can't do. Nothing where there are none. `name`: what is tried, for those who only hear it. */
export function OtherModels({ name, onChoose }: { readonly name: string; readonly onChoose: (model: string) => void }) {
	const { models } = useApp()
	const { t } = useWords()
	const others = (useFrom(models, state => state.models) ?? []).filter(model => !model.loaded)
	if (others.length === 0) return null
	return (
		<Menu.Root onOpenChange={open => open && void models.load()}>
			<Menu.Trigger className="link" aria-label={name}>
				{t('transcript.otherModel')}
				<ChevronDown size={13} aria-hidden="true" />
			</Menu.Trigger>
			<Menu.Portal>
				<Menu.Positioner sideOffset={6} align="end" className="floating">
					<Menu.Popup className="popup menu" aria-label={name}>
						{others.map(model => (
							<Menu.Item key={model.id} className="menu-item" onClick={() => onChoose(model.id)}>
								<span>{t('transcript.withModel', { model: model.name })}</span>
							</Menu.Item>
						))}
					</Menu.Popup>
				</Menu.Positioner>
			</Menu.Portal>
		</Menu.Root>
	)
}
