import { join } from 'node:path'
import { ok, type Result } from '../../../native-bridge/protocol/problem.ts'
import { takeLock } from '../../ledger/lock.ts'
import { openWhole } from '../../ledger/open.ts'
import { type Settled, settle } from '../../place/settle.ts'
import { LEDGER_FILE, settleLibrary } from './library-files.ts'

export type { Settled } from '../../place/settle.ts'

/**
 * Where the library is, when Holdfast looks into `home` first; a move that waited for a start is finished, and `alive` told each second or so
 * that it goes on. Problems: see `settle`.
 */
export async function placeOf(home: string, alive: () => void = () => {}): Promise<Result<Settled>> {
	return await settle(home, { lock: takeLock, close: closeLedger, settled: settleLibrary, alive })
}

/** Takes into the file what lies beside it, as an orderly end does. */
function closeLedger(library: string): Result<null> {
	const opened = openWhole(join(library, LEDGER_FILE))
	if (!opened.ok) return opened
	opened.value.close()
	return ok(null)
}
