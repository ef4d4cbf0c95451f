import type { Channel } from '../../../electron/contract/records.ts'
import { clock } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import type { Named } from './arrange.ts'

/** When a line is heard: a button where that can be listened to. */
export function Place({ sample, onPlay }: { readonly sample: number; readonly onPlay: ((sample: number) => void) | null }) {
	const { t } = useWords()
	const at = clock(sample)
	if (onPlay === null) return <span className="place">{at}</span>
	return (
		<button type="button" className="place" aria-label={t('transcript.playFrom', { clock: at })} onClick={() => onPlay(sample)}>
			{at}
		</button>
	)
}

interface SpeakerProps {
	/** By the channel. */
	readonly speaker: Channel | null
	/** As the user calls them. */
	readonly named?: Named | null
	/** Null where nobody can be named yet. */
	readonly onPress: ((at: Element) => void) | null
}

/** Who speaks from here on; nothing where nobody said. */
export function Speaker({ speaker, named = null, onPress }: SpeakerProps) {
	const { t } = useWords()
	const name = named?.name ?? (speaker && t('transcript.speaker', { speaker }))
	const className = `speaker ${named ? 'named' : speaker}`
	if (name === null) return null
	if (onPress === null) return <span className={className}>{name}</span>
	return (
		<button type="button" className={className} dir="auto" aria-haspopup="menu" onClick={event => onPress(event.currentTarget)}>
			{name}
		</button>
	)
}
