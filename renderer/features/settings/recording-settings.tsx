import { SlidersHorizontal } from 'lucide-react'
import type { Settings } from '../../../electron/contract/settings.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Choice } from '../../ui/choice.tsx'
import { Button } from '../../ui/controls.tsx'
import { Tick } from '../../ui/tick.tsx'

const KEPT = ['both', 'wav', 'opus'] as const

/** How recordings are made, and what becomes of them. */
export function RecordingSettings() {
	const { settings, notices, place } = useApp()
	const { t } = useWords()
	const chosen = useFrom(settings, state => state.settings)
	const change = (some: Partial<Settings>) => void settings.change(some).then(problem => problem && notices.tell(problem))
	const kept = chosen?.keepAudio ?? 'both'
	return (
		<>
			<h2>{t('settings.recording')}</h2>
			<Button icon={<SlidersHorizontal size={15} />} onClick={() => place.show('microphone')}>
				{t('settings.microphoneOpen')}
			</Button>
			<Choice
				label={t('settings.keepAudio')}
				value={kept}
				disabled={chosen === null}
				options={KEPT.map(key => [key, t('settings.keepAudioIs', { kept: key })])}
				hint={t('settings.keepAudioHint', { kept })}
				onChoose={value => change({ keepAudio: value as Settings['keepAudio'] })}
			/>
			<Tick
				label={t('settings.polish')}
				hint={t('settings.polishHint')}
				on={chosen?.polish ?? true}
				disabled={chosen === null}
				onChange={polish => change({ polish })}
			/>
		</>
	)
}
