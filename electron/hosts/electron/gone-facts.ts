import type { Details } from 'electron'
import type { ExitFacts } from '../../forensics/exit-facts.ts'
import { readEnding } from './ending.ts'

/** What Electron says of the end of a page's process or of one of Chromium's own helpers: these have no `exit` event beside it. */
export type GoneDetails = Pick<Details, 'reason' | 'exitCode' | 'systemErrorCode'>

/** `pid`: as it was while the process lived; afterwards nobody tells. */
export function factsOfGone(details: GoneDetails, pid: number | null, platform: NodeJS.Platform): ExitFacts {
	if (details.reason === 'launch-failed') {
		const system = details.systemErrorCode === undefined ? '' : `, system error ${details.systemErrorCode}`
		const reason = `launch-failed, code ${details.exitCode}${system}`
		return { pid, code: null, signal: null, ntstatus: null, reason, neverStarted: true }
	}
	return { pid, ...readEnding({ code: details.exitCode, gone: details, asked: null, platform }), neverStarted: false }
}
