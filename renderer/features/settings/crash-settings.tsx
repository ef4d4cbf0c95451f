import type { Settings } from '../../../electron/contract/settings.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Choice } from '../../ui/choice.tsx'

/** Days to choose from; another number, set by hand in the file, is shown too. */
const DAYS = [7, 30, 90, 365]
const FOR_EVER = 'ever'

/** How Holdfast keeps itself alive, and how long it remembers. */
export function CrashSettings() {
	const { settings, notices } = useApp()
	const { t } = useWords()
	const chosen = useFrom(settings, state => state.settings)
	const change = (some: Partial<Settings>) => void settings.change(some).then(problem => problem && notices.tell(problem))
	const standby = chosen?.standby ?? 'auto'
	const days = chosen?.keepCrashesDays ?? null
	const offered = days === null || DAYS.includes(days) ? DAYS : [...DAYS, days].sort((a, b) => a - b)
	return (
		<>
			<h2>{t('settings.crashes')}</h2>
			<Choice
				label={t('settings.standby')}
				value={standby}
				disabled={chosen === null}
				options={(['auto', 'on', 'off'] as const).map(key => [key, t('settings.standbyIs', { standby: key })])}
				hint={t('settings.standbyHint', { standby })}
				onChoose={value => change({ standby: value as Settings['standby'] })}
			/>
			<Choice
				label={t('settings.keep')}
				value={days === null ? FOR_EVER : String(days)}
				disabled={chosen === null}
				options={[...offered.map((n): [string, string] => [String(n), t('settings.keepDays', { n })]), [FOR_EVER, t('settings.keepEver')]]}
				hint={t('settings.keepHint')}
				onChoose={value => change({ keepCrashesDays: value === FOR_EVER ? null : Number(value) })}
			/>
		</>
	)
}
