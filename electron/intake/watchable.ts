import { constants } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import { basename, isAbsolute, relative } from 'node:path'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import { writtenPath } from './written-path.ts'

/**
 * A folder that somebody wants to be watched, as they wrote it: its complete path, or why it can't be. `own`: where Holdfast keeps its own
 * audio, or moves it to, which would be transcribed again and again.
 */
export async function watchable(written: string, own: readonly string[]): Promise<Result<string>> {
	const path = writtenPath(written)
	const name = basename(path) || path
	if (!isAbsolute(path)) return fail('bad-path', `“${path}” is not a complete path.`, { path })
	try {
		if (!(await stat(path)).isDirectory()) return fail('watch-no-folder', `“${name}” is a file. Choose the folder it is in.`, { name })
		await access(path, constants.R_OK | constants.X_OK)
		for (const each of own) {
			const inside = relative(await realpath(each).catch(() => each), await realpath(path))
			if (inside === '' || (!inside.startsWith('..') && !isAbsolute(inside)))
				return fail('watch-own-folder', 'Holdfast keeps its own sound in this folder. Choose another one.')
		}
		return ok(path)
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
		if (code === 'ENOENT' || code === 'ENOTDIR')
			return fail('path-missing', `There is nothing at “${path}”. Is the path right, and its disk connected?`, { path })
		if (code === 'EACCES' || code === 'EPERM')
			return fail('path-forbidden', `“${path}” may not be read: this user has no permission for it.`, { path })
		return fail('path-unreadable', `“${path}” can’t be read: the system says ${code}.`, { path, code })
	}
}
