import { fail, type Problem } from '../../native-bridge/protocol/problem.ts'

/** Why a move was taken back, in words. Throws what is a bug. */
export function moveFailed(to: string, error: unknown): Problem {
	const { code } = error as NodeJS.ErrnoException
	if (code === undefined) throw error
	return fail(
		'move-failed',
		`The data folder could not be moved to ${to}: ${reason(code)}. Everything is where it was, and nothing is lost.`,
		{ to, code }
	).problem
}

function reason(code: string): string {
	if (code === 'ENOSPC' || code === 'EDQUOT') return 'there is not enough room'
	if (code === 'EVANISHED') return 'the folder is not there any more (is its drive still connected?)'
	if (code === 'EVERIFY') return 'a copy was not what had been written, so the drive may be failing'
	if (code === 'EFBIG') return 'a recording is larger than a file may be on that drive'
	return `the system says ${code}`
}
