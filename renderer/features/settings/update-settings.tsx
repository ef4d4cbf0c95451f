import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Tick } from '../../ui/tick.tsx'

/** Whether it may be asked for a newer Holdfast. Nothing where nobody publishes one. */
export function UpdateSettings() {
	const { settings, notices, connection } = useApp()
	const { t } = useWords()
	const updateCheck = useFrom(settings, state => state.settings?.updateCheck ?? null)
	const from = useFrom(connection, state => state.app?.updates ?? null)
	if (from === null || updateCheck === null) return null
	return (
		<>
			<h2>{t('settings.updates')}</h2>
			<Tick
				label={t('settings.updateCheck')}
				hint={t('settings.updateCheckHint', { from })}
				on={updateCheck}
				onChange={wanted => void settings.change({ updateCheck: wanted }).then(problem => problem && notices.tell(problem))}
			/>
		</>
	)
}
