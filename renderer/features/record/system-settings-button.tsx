import type { Problem } from '../../api/problem.ts'
import { electronBridge } from '../../api/transport-electron.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button } from '../../ui/controls.tsx'
import { settingsPageFor } from './system-settings.ts'

/** Opens the page of the system's settings where this trouble can be mended. Only the desktop app can. */
export function SystemSettingsButton({ problem }: { readonly problem: Problem }) {
	const { t } = useWords()
	const bridge = electronBridge()
	const page = settingsPageFor(problem)
	if (bridge === null || page === null) return null
	return <Button onClick={() => bridge.sendDesktop({ type: 'open-settings', page })}>{t('settings.openSystem')}</Button>
}
