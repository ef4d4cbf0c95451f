import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { App } from 'electron'
import { fail, type Problem } from '../../../native-bridge/protocol/problem.ts'

export interface LoginItemOptions {
	readonly app: Pick<App, 'isPackaged' | 'setLoginItemSettings'>
	readonly platform: NodeJS.Platform
	readonly env: NodeJS.ProcessEnv
	readonly home: string
	/** Holdfast's own program. */
	readonly program: string
}

/**
 * Has Holdfast started with the user's session, without a window, or no longer. Gives what to say when that can't be done.
 *
 * Electron does it on macOS and Windows. On Linux it is a file of our own in the place that desktops look into (XDG autostart).
 */
export function setLoginItem(wanted: boolean, { app, platform, env, home, program }: LoginItemOptions): Problem | null {
	// A checkout's program is Electron's own: it would open an empty Electron.
	if (!app.isPackaged) {
		if (!wanted) return null
		return fail('login-not-installed', 'Only an installed Holdfast can be started at login; this one was started from its source folder.')
			.problem
	}
	if (platform === 'darwin') app.setLoginItemSettings({ openAtLogin: wanted })
	else if (platform === 'win32') app.setLoginItemSettings({ openAtLogin: wanted, args: ['--hidden'] })
	else
		return setAutostart(
			wanted,
			join(env.XDG_CONFIG_HOME || join(home, '.config'), 'autostart', 'holdfast.desktop'),
			env.APPIMAGE ?? program
		)
	return null
}

function setAutostart(wanted: boolean, path: string, program: string): Problem | null {
	try {
		if (!wanted) rmSync(path, { force: true })
		else {
			mkdirSync(dirname(path), { recursive: true })
			writeFileSync(path, autostartEntry(program))
		}
		return null
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
		return fail('login-not-set', `Whether Holdfast is started at login could not be changed: ${path} can’t be written (${code}).`, {
			path,
			code
		}).problem
	}
}

/** Desktop Entry Specification 1.5: in a quoted argument of `Exec`, `"`, `` ` ``, `$` and `\` are escaped, and then, as in any string, `\` again; `%` is doubled. */
export function autostartEntry(program: string): string {
	const quoted = program
		.replace(/["`$\\]/g, '\\$&')
		.replaceAll('\\', '\\\\')
		.replaceAll('%', '%%')
	return `[Desktop Entry]\nType=Application\nName=Holdfast\nExec="${quoted}" --hidden\nTerminal=false\nX-GNOME-Autostart-enabled=true\n`
}
