import { join } from 'node:path'
import type { Result } from '../../../native-bridge/protocol/problem.ts'
import { copyClosedLedger, moveUploads } from '../../ledger/copy.ts'
import { LEDGER_FILE } from '../../place/contents.ts'

export { LEDGER_FILE }

/** Copies the ledger of a data folder that nobody has open; `already-running` when somebody has. */
export async function copyLibrary(dataDir: string, to: string): Promise<Result<null>> {
	return await copyClosedLedger(join(dataDir, LEDGER_FILE), to)
}

/** After a library was put into `dataDir`: what it says of files beside it is made true there. */
export function settleLibrary(dataDir: string): Result<null> {
	return moveUploads(join(dataDir, LEDGER_FILE), join(dataDir, 'uploads'))
}
