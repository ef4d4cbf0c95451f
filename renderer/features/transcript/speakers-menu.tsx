import { Menu } from '@base-ui/react/menu'
import { Users } from 'lucide-react'
import { isOver, type Transcript } from '../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'

/** So many can be told to be there; more are found all the same. */
const COUNTS = [2, 3, 4, 5, 6, 7, 8]

/** Finds out who speaks where, by their voices. Nothing where there is nothing to be heard, or it is under way. */
export function SpeakersMenu({ transcript }: { readonly transcript: Transcript }) {
	const { models, transcripts, notices, place } = useApp()
	const { t } = useWords()
	const here = useFrom(models, state => state.voices.length > 0)
	const found = useFrom(transcripts, ({ details: { [transcript.id]: detail } }) =>
		detail === undefined ? false : [detail, ...detail.parts].some(({ turns }) => turns.length > 0)
	)
	const over = isOver(transcript.state)
	if (!over || !transcript.playable || transcript.findingSpeakers !== null) return null
	const tell = (problem: Awaited<ReturnType<typeof transcripts.findSpeakers>>) => problem && notices.tell(problem)
	const find = (count: number | null) => void transcripts.findSpeakers(transcript.id, count, t('voices.called')).then(tell)
	return (
		<Menu.Root onOpenChange={open => open && void models.load()}>
			<Menu.Trigger className="button quiet icon-only" aria-label={t('voices.find')} title={t('voices.find')}>
				<Users size={16} />
			</Menu.Trigger>
			<Menu.Portal>
				<Menu.Positioner sideOffset={6} align="end" className="floating">
					<Menu.Popup className="popup menu" aria-label={t('voices.find')}>
						{here ? (
							<>
								<Menu.Item className="menu-item" onClick={() => find(null)}>
									<span>{t('voices.asFound')}</span>
								</Menu.Item>
								{COUNTS.map(count => (
									<Menu.Item key={count} className="menu-item" onClick={() => find(count)}>
										<span>{t('voices.count', { count })}</span>
									</Menu.Item>
								))}
							</>
						) : (
							<Menu.Item className="menu-item" onClick={() => place.go({ at: 'models' })}>
								<span>{t('voices.getModel')}</span>
							</Menu.Item>
						)}
						{found && (
							<Menu.Item className="menu-item" onClick={() => void transcripts.undoSpeakers(transcript.id).then(tell)}>
								<span>{t('voices.undo')}</span>
							</Menu.Item>
						)}
					</Menu.Popup>
				</Menu.Positioner>
			</Menu.Portal>
		</Menu.Root>
	)
}
