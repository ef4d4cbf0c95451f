import { join } from 'node:path'
import { fail, ok, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import { markArrived } from './arriving.ts'
import { holdsLibrary } from './contents.ts'
import { CopyDiffers } from './copy-file.ts'
import { moveFailed } from './failure.ts'
import { type Found, lookUp, namesIn } from './look-up.ts'
import { mirror } from './mirror.ts'
import { LOCK_FILE, writePlace } from './place-file.ts'

export interface SettleDependencies {
	/** See `ledger/lock.ts`. */
	readonly lock: (path: string, waitMs: number) => (() => void) | null
	/** Opens and closes the ledger in a folder, so that all of it is in its file; `already-running` when somebody has it, any other when it is damaged. */
	readonly close: (library: string) => Result<null>
	/** After a library was put into a folder: what it says of files beside it is made true there. */
	readonly settled: (library: string) => Result<null>
	/** It goes on. */
	readonly alive: () => void
	/** For tests: after each step that a death may follow. */
	readonly step?: (name: string) => void
}

export interface Settled {
	readonly seat: string
	readonly library: string
	/** To be called when the library is open: until then nobody else begins. */
	release(): void
}

/** Somebody who starts at the same moment has the lock for a second. */
const WAIT_MS = 3_000

/**
 * Where the library is, with a move that waited for this moment brought to its end: nobody has anything open. Whatever is wrong with the new
 * folder, the old one is used. Problems: those of `lookUp`, and `already-running`.
 */
export async function settle(home: string, dependencies: SettleDependencies): Promise<Result<Settled>> {
	for (;;) {
		const before = lookUp(home)
		if (!before.ok) return before
		const { seat, library } = before.value
		// Nothing that could be moved away meanwhile, and nothing is written where there is nothing.
		if (seat === library && !holdsLibrary(namesIn(seat))) return ok({ seat, library, release: () => {} })
		const release = dependencies.lock(join(seat, LOCK_FILE), WAIT_MS)
		if (release === null) return running(seat)
		// What was read before may have changed until we were alone.
		const found = lookUp(home)
		if (!found.ok || found.value.seat !== seat) {
			release()
			if (!found.ok) return found
			continue
		}
		const { move } = found.value
		if (move?.stage === 'deleting') markArrived(move.to)
		if (move?.stage !== 'finishing') return ok({ seat, library: found.value.library, release })
		// Who starts with the folder itself that is moved away looks there first, and has another seat.
		const releaseFrom = move.from === seat ? () => {} : dependencies.lock(join(move.from, LOCK_FILE), WAIT_MS)
		const finished = releaseFrom && (await finish(found.value, dependencies))
		const releaseBoth = () => {
			releaseFrom?.()
			release()
		}
		if (finished?.ok) return ok({ seat, library: finished.value, release: releaseBoth })
		releaseBoth()
		return finished ?? running(move.from)
	}
}

function running(path: string) {
	return fail(
		'already-running',
		'Holdfast is already running with this data folder. Use the window that is open, or start with --data and another folder.',
		{ path }
	)
}

/** Which folder is in use then; not ok only when somebody else has it. */
async function finish({ seat, move }: Found, { close, settled, alive, step }: SettleDependencies): Promise<Result<string>> {
	if (move === null) throw new Error('There is no move.')
	const { from, to } = move
	const closed = close(from)
	if (!closed.ok && closed.problem.code === 'already-running') return closed
	let problem: Problem | null = closed.ok ? null : closed.problem
	try {
		if (problem === null) {
			step?.('closed')
			await mirror({ from, to, only: null, signal: new AbortController().signal, tell: alive })
			step?.('copied')
			const done = settled(to)
			// What it was copied from was not.
			if (!done.ok) problem = done.problem.code === 'ledger-damaged' ? moveFailed(to, new CopyDiffers(to)) : done.problem
		}
		if (problem === null) {
			await writePlace(seat, { library: to === seat ? null : to, move: { ...move, stage: 'deleting' } })
			step?.('switched')
			markArrived(to)
			// Who starts with it comes to the new one, until it is gone. Where that can't be written it is looked at before it is deleted.
			if (from !== seat) await writePlace(from, { library: to, move: null }).catch(() => {})
			return ok(to)
		}
	} catch (error) {
		problem = moveFailed(to, error)
	}
	try {
		await writePlace(seat, { library: from === seat ? null : from, move: { ...move, stage: 'reverting', problem } })
	} catch {
		// Then it is tried again at the next start.
	}
	return ok(from)
}
