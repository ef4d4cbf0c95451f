import { Menu } from '@base-ui/react/menu'
import { RefreshCw } from 'lucide-react'
import { isOver, type Transcript } from '../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'

/** Hears all of it again with another model than the one that its text is from. Nothing where there is none, or nothing to be heard. */
export function AgainMenu({ transcript }: { readonly transcript: Transcript }) {
	const { models, transcripts, notices } = useApp()
	const { t } = useWords()
	const all = useFrom(models, state => state.models) ?? []
	const others = all.filter(({ name }) => name !== transcript.model)
	const over = isOver(transcript.state)
	if (!over || !transcript.playable || transcript.polishing !== null || all.length < 2) return null
	const again = (model: string) => void transcripts.again(transcript.id, model).then(problem => problem && notices.tell(problem))
	return (
		<Menu.Root onOpenChange={open => open && void models.load()}>
			<Menu.Trigger className="button quiet icon-only" aria-label={t('transcript.again')} title={t('transcript.again')}>
				<RefreshCw size={16} />
			</Menu.Trigger>
			<Menu.Portal>
				<Menu.Positioner sideOffset={6} align="end" className="floating">
					<Menu.Popup className="popup menu" aria-label={t('transcript.again')}>
						{others.map(model => (
							<Menu.Item key={model.id} className="menu-item" onClick={() => again(model.id)}>
								<span>{t('transcript.withModel', { model: model.name })}</span>
							</Menu.Item>
						))}
					</Menu.Popup>
				</Menu.Positioner>
			</Menu.Portal>
		</Menu.Root>
	)
}
