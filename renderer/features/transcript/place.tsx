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

/** Who speaks from here on, as the user calls them, else by the channel; nothing where nobody said. */
export function Speaker({ speaker, named }: { readonly speaker: Channel | null; readonly named: Named | null }) {
	const { t } = useWords()
	if (named)
		return (
			<span className="speaker named" dir="auto">
				{named.name}
			</span>
		)
	return speaker && <span className={`speaker ${speaker}`}>{t('transcript.speaker', { speaker })}</span>
}
