import { constants } from 'node:fs'
import { copyFile, link, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'

/** Further numbers are not tried: something is wrong. */
const MOST_NAMES = 1_000

/**
 * Writes a text beside the file that it is of: `talk.txt` beside `talk.mp3`, or `talk 2.txt` where that is taken, and gives its path. Nothing is
 * written over; one that says just this is taken for ours, written before main was killed. It has its name only when all of it is there.
 */
export async function writeBeside(source: string, extension: string, bytes: Uint8Array): Promise<Result<string>> {
	const folder = dirname(source)
	const stem = basename(source, extname(source)) || basename(source)
	const part = join(folder, `.${stem.slice(0, 100)}.${extension}.holdfast-part`)
	try {
		await writeFile(part, bytes)
		for (let n = 1; n <= MOST_NAMES; n++) {
			const path = join(folder, `${stem}${n === 1 ? '' : ` ${n}`}.${extension}`)
			if (await takeName(part, path)) return ok(path)
			if ((await readFile(path).catch(() => null))?.equals(bytes)) return ok(path)
		}
		return notWritten(folder, 'EEXIST')
	} catch (error) {
		return notWritten(folder, (error as NodeJS.ErrnoException).code ?? 'unknown')
	} finally {
		await rm(part, { force: true }).catch(() => {})
	}
}

/** False: the name is taken. A link is made only where there is nothing; file systems that know none get a copy. */
async function takeName(part: string, path: string): Promise<boolean> {
	try {
		await link(part, path)
		return true
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
	}
	try {
		await copyFile(part, path, constants.COPYFILE_EXCL)
		return true
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
		throw error
	}
}

function notWritten(folder: string, code: string): ReturnType<typeof fail> {
	const name = basename(folder) || folder
	const why = /^(EACCES|EPERM|EROFS)$/.test(code)
		? 'Holdfast may not write there'
		: /^(ENOSPC|EDQUOT)$/.test(code)
			? 'its disk is full'
			: code === 'ENOENT'
				? 'it is not there any more'
				: `the system says ${code}`
	return fail(
		'beside-not-written',
		`The text of a file in the watched folder “${name}” could not be written beside it: ${why}. It is in the library, and is written as soon as that is possible.`,
		{ name, code }
	)
}
