import type { RelaunchOptions } from 'electron'
import { MAIN_RELAUNCHES, onceMore } from './limit.ts'

/**
 * How to start main again after it died of an exception at `now` (ms), or null when it has done so too often. The times travel on the
 * command line: no file that could be what it stumbles over.
 */
export function relaunchOptions(
	line: { readonly again: readonly string[]; readonly relaunched: readonly number[] },
	env: NodeJS.ProcessEnv,
	now: number
): RelaunchOptions | null {
	const times = onceMore(MAIN_RELAUNCHES, line.relaunched, now)
	return times === null ? null : againOptions([...line.again, `--relaunched=${times.join(',')}`], env)
}

/**
 * How to start the same program again with these arguments. An AppImage runs out of a mount that goes away with it, and a portable Windows program
 * out of a temporary folder: there the file itself is started (electron-userland/electron-builder#1727).
 */
export function againOptions(args: readonly string[], env: NodeJS.ProcessEnv): RelaunchOptions {
	if (env.APPIMAGE) return { execPath: env.APPIMAGE, args: ['--appimage-extract-and-run', ...args] }
	return env.PORTABLE_EXECUTABLE_FILE ? { execPath: env.PORTABLE_EXECUTABLE_FILE, args: [...args] } : { args: [...args] }
}
