import type { Desktop } from './desktop.ts'
import type { DeveloperAction } from './menu.ts'

/**
 * Lets Holdfast's own processes die or hang in the ways that Electron offers: what is then recorded is what this menu is for. `crash` and `hang`
 * are Electron's additions to `process`; main's own death can only be seen at its next start, or by a guardian.
 */
export function developerActions({ window, crash }: Pick<Desktop, 'window' | 'crash'>): Record<DeveloperAction, () => void> {
	return {
		reload: () => window.webContents.reload(),
		tools: () => window.webContents.toggleDevTools(),
		'crash-window': () => crash('window'),
		'crash-recorder': () => crash('recorder'),
		'crash-main': () => process.crash(),
		'hang-main': () => process.hang(),
		'throw-in-main': () => {
			throw new Error('thrown from the developer’s menu')
		}
	}
}
