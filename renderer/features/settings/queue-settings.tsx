import type { Settings } from '../../../electron/contract/settings.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Choice } from '../../ui/choice.tsx'
import { NotifyChoice } from './notify-choice.tsx'

/** How files are worked on. */
export function QueueSettings() {
	const { settings, notices, connection } = useApp()
	const { t } = useWords()
	const chosen = useFrom(settings, state => state.settings)
	const host = useFrom(connection, state => state.app?.host)
	const twoFiles = chosen?.twoFiles ?? 'auto'
	return (
		<>
			<h2>{t('settings.files')}</h2>
			<Choice
				label={t('settings.twoFiles')}
				value={twoFiles}
				disabled={chosen === null}
				options={(['auto', 'on', 'off'] as const).map(key => [key, t('settings.twoFilesIs', { twoFiles: key })])}
				hint={t('settings.twoFilesHint', { twoFiles })}
				onChoose={value =>
					void settings.change({ twoFiles: value as Settings['twoFiles'] }).then(problem => problem && notices.tell(problem))
				}
			/>
			{host === 'browser' && <NotifyChoice />}
		</>
	)
}
