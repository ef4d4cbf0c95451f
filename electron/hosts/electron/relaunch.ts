import type { RelaunchOptions } from 'electron'
import { MAIN_RELAUNCHES, onceMore } from './limit.ts'

/**
 * How to start main again after it died of an exception at `now` (ms), or null when it has done so too often. The times travel on the
 * command line: no file that could be what it stumbles over.
 *
 * An AppImage runs out of a mount that goes away with it, and a portable Windows program out of a temporary folder: there the file itself
 * is started (electron-userland/electron-builder#1727).
 */
export function relaunchOptions(
	line: { readonly again: readonly string[]; readonly relaunched: readonly number[] },
	env: NodeJS.ProcessEnv,
	now: number
): RelaunchOptions | null {
	const times = onceMore(MAIN_RELAUNCHES, line.relaunched, now)
	if (times === null) return null
	const args = [...line.again, `--relaunched=${times.join(',')}`]
	if (env.APPIMAGE) return { execPath: env.APPIMAGE, args: ['--appimage-extract-and-run', ...args] }
	return env.PORTABLE_EXECUTABLE_FILE ? { execPath: env.PORTABLE_EXECUTABLE_FILE, args } : { args }
}
