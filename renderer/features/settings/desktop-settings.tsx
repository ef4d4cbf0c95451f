import type { Settings } from '../../../electron/contract/settings.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Choice } from '../../ui/choice.tsx'
import { Tick } from '../../ui/tick.tsx'
import { KeysChoice } from './keys-choice.tsx'

/** What only the desktop app can do; nothing in a browser. */
export function DesktopSettings() {
	const { settings, notices, connection } = useApp()
	const { t } = useWords()
	const chosen = useFrom(settings, state => state.settings)
	const host = useFrom(connection, state => state.app?.host)
	if (host !== 'electron' || chosen === null) return null
	const change = (some: Partial<Settings>) => void settings.change(some).then(problem => problem && notices.tell(problem))
	const { recordKeys, whenClosed, openAtLogin, notify, graphics } = chosen
	return (
		<>
			<h2>{t('settings.desktop')}</h2>
			<KeysChoice
				label={t('settings.keys')}
				keys={recordKeys}
				hint={t('settings.keysHint')}
				onChoose={keys => change({ recordKeys: keys })}
			/>
			<Choice
				label={t('settings.closing')}
				value={whenClosed}
				options={(['quit', 'tray'] as const).map(key => [key, t('settings.closingIs', { closing: key })])}
				hint={t('settings.closingHint')}
				onChoose={value => change({ whenClosed: value as Settings['whenClosed'] })}
			/>
			<Tick label={t('settings.login')} hint={t('settings.loginHint')} on={openAtLogin} onChange={openAtLogin => change({ openAtLogin })} />
			<Tick label={t('settings.notify')} hint={t('settings.notifyHint')} on={notify} onChange={notify => change({ notify })} />
			<Choice
				label={t('settings.graphics')}
				value={graphics}
				options={(['auto', 'on', 'off'] as const).map(key => [key, t('settings.graphicsIs', { graphics: key })])}
				hint={t('settings.graphicsHint', { graphics })}
				onChoose={value => change({ graphics: value as Settings['graphics'] })}
			/>
		</>
	)
}
