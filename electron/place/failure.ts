import { fail, type Problem } from '../../native-bridge/protocol/problem.ts'

/**
 * Why a move was taken back, in words. Of a bug too: it would meet each start of Holdfast again, and the library where it was is as good as
 * it was.
 */
export function moveFailed(to: string, error: unknown): Problem {
	const { code: said, path, message } = error as NodeJS.ErrnoException
	const code = typeof said === 'string' ? said : 'EBUG'
	const about = code === 'EBUG' ? String(message) : (path ?? to)
	return fail(
		'move-failed',
		`The data folder could not be moved to ${to}: ${reason(code, about)}. Everything is where it was, and nothing is lost.`,
		{ to, code, about }
	).problem
}

function reason(code: string, about: string): string {
	if (code === 'ENOSPC' || code === 'EDQUOT') return 'there is not enough room'
	if (code === 'EVANISHED') return 'the folder is not there any more (is its drive still connected?)'
	if (code === 'EVERIFY') return 'a copy was not what had been written, so the drive may be failing'
	if (code === 'EFBIG') return 'a recording is larger than a file may be on that drive'
	if (code === 'ELINK') return `${about} is a link to something outside, which would stay behind. Put what it leads to in its place`
	if (code === 'EBUG') return `Holdfast made a mistake (${about})`
	return `the system says ${code} (${about})`
}
