import type { Channel } from '../../../electron/contract/records.ts'
import { clock } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'

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

/** Who speaks from here on; nothing where that is as before. */
export function Speaker({ speaker }: { readonly speaker: Channel | null }) {
	const { t } = useWords()
	return speaker && <span className={`speaker ${speaker}`}>{t('transcript.speaker', { speaker })}</span>
}
