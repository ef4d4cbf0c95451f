import { Menu } from '@base-ui/react/menu'
import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { isOver, type Transcript } from '../../../electron/contract/records.ts'
import { detects, type Wish } from '../../../electron/contract/wish.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { AgainDialog } from './again-dialog.tsx'

/** Hears all of it again with another model than the one that its text is from, or in another language. Nothing where there is none, or nothing to be heard. */
export function AgainMenu({ transcript }: { readonly transcript: Transcript }) {
	const { models, transcripts, notices } = useApp()
	const { t } = useWords()
	const all = useFrom(models, state => state.models) ?? []
	const others = all.filter(({ name }) => name !== transcript.model)
	const over = isOver(transcript.state)
	const [asks, setAsks] = useState(false)
	const inLanguages = all.some(detects)
	if (!over || !transcript.playable || transcript.polishing !== null || !(all.length > 1 || inLanguages)) return null
	const again = (model: string, language: Wish['language'] = null) =>
		void transcripts.again(transcript.id, model, language).then(problem => problem && notices.tell(problem))
	return (
		<>
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
							{inLanguages && (
								<Menu.Item className="menu-item" onClick={() => setAsks(true)}>
									<span>{t('wish.choose')}</span>
								</Menu.Item>
							)}
						</Menu.Popup>
					</Menu.Positioner>
				</Menu.Portal>
			</Menu.Root>
			<AgainDialog
				transcript={transcript}
				open={asks}
				onClose={() => setAsks(false)}
				onChoose={(model, language) => {
					setAsks(false)
					again(model, language)
				}}
			/>
		</>
	)
}
