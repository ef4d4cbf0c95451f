import { useState } from 'react'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Tick } from '../../ui/tick.tsx'

/** In a browser, which has to be asked first, and may have been told no. */
export function NotifyChoice() {
	const { settings, notices } = useApp()
	const { t } = useWords()
	const wanted = useFrom(settings, state => state.settings?.notify ?? false)
	const [permission, setPermission] = useState<NotificationPermission>(() =>
		'Notification' in window ? Notification.permission : 'denied'
	)
	const change = async (notify: boolean) => {
		if (notify && permission !== 'granted') {
			const answer = await Notification.requestPermission()
			setPermission(answer)
			if (answer !== 'granted') return
		}
		const problem = await settings.change({ notify })
		if (problem) notices.tell(problem)
	}
	return (
		<Tick
			label={t('settings.notify')}
			hint={t(permission === 'denied' ? 'settings.notifyDenied' : 'settings.notifyHint')}
			on={wanted && permission === 'granted'}
			disabled={permission === 'denied'}
			onChange={on => void change(on)}
		/>
	)
}
