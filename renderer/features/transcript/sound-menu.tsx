import { Menu } from '@base-ui/react/menu'
import { AudioLines } from 'lucide-react'
import type { Transcript } from '../../../electron/contract/records.ts'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { channelsOf, codecName, otherTracks } from './sounds.ts'

/** Other sound of the same file: its other tracks, and each channel by itself. Nothing where all of it is in this text. */
export function SoundMenu({ transcript }: { readonly transcript: Transcript }) {
	const { transcripts, notices, place } = useApp()
	const { t, language } = useWords()
	const tracks = otherTracks(transcript)
	const channels = channelsOf(transcript)
	if (transcript.kind !== 'file' || (tracks.length === 0 && channels === 0)) return null
	const named = (of: string) => t('sound.title', { title: transcript.title, of }).slice(0, 300)
	const add = async (choices: Parameters<typeof transcripts.addChoices>[1]) => {
		const made = await transcripts.addChoices(transcript.id, choices)
		const [first] = made.ok ? made.value.added : []
		if (!made.ok) notices.tell(made.problem)
		else if (first !== undefined) place.go({ at: 'transcript', id: first })
	}
	const track = transcript.sourceTrack
	return (
		<Menu.Root>
			<Menu.Trigger className="button quiet icon-only" aria-label={t('sound.name')} title={t('sound.name')}>
				<AudioLines size={16} />
			</Menu.Trigger>
			<Menu.Portal>
				<Menu.Positioner sideOffset={6} align="end" className="floating">
					<Menu.Popup className="popup menu" aria-label={t('sound.name')}>
						{tracks.map(({ at, track: { language: spoken, title, codec, channels } }) => {
							const name = t('sound.track', { n: at + 1, name: title ?? (spoken === null ? 'none' : language(spoken)) })
							return (
								<Menu.Item key={at} className="menu-item" onClick={() => void add([{ track: at, channel: null, title: named(name) }])}>
									<span>{name}</span>
									<small>{t('sound.kind', { codec: codecName(codec) ?? 'none', channels: channels ?? 0 })}</small>
								</Menu.Item>
							)
						})}
						{channels > 1 && (
							<Menu.Item
								className="menu-item"
								onClick={() =>
									void add(
										Array.from({ length: channels }, (_, channel) => ({
											track,
											channel,
											title: named(t('sound.channel', { n: channel + 1, of: channels }))
										}))
									)
								}
							>
								<span>{t('sound.each', { channels })}</span>
							</Menu.Item>
						)}
					</Menu.Popup>
				</Menu.Positioner>
			</Menu.Portal>
		</Menu.Root>
	)
}
