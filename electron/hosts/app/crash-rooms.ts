import { join } from 'node:path'
import type { Log } from '../../../native-bridge/log/log.ts'
import type { AppEvent } from '../../contract/events.ts'
import type { BundleSources } from '../../forensics/bundle.ts'
import { Dumps } from '../../forensics/dumps.ts'
import { CrashHistory } from '../../forensics/history.ts'
import { DeathRecorder } from '../../forensics/recorder.ts'
import { Spool } from '../../forensics/spool.ts'
import type { Exits } from '../../ledger/exits.ts'

interface CrashRoomsOptions extends Omit<BundleSources, 'kept'> {
	readonly exits: Exits
	/** Where dumps are. */
	readonly crashes: string
	/** The host's own crash reporter, where it has one; else our own capture is used. */
	readonly reporter: { readonly folders: readonly string[]; readonly waitMs: number } | null
	readonly emit: (event: AppEvent) => void
	readonly log: Log
}

interface CrashRooms {
	readonly recorder: DeathRecorder
	readonly history: CrashHistory
	/** Main's end is no death any more. */
	crashesEnd(): void
}

/** What records deaths, main's own bugs among them, and what shows them. */
export function crashRooms({ exits, crashes, reporter, emit, log, ...sources }: CrashRoomsOptions): CrashRooms {
	const folders = reporter?.folders ?? [join(crashes, 'pending')]
	const kept = join(crashes, 'kept')
	const spool = new Spool(join(sources.dataDir, 'spool'))
	const dumps = new Dumps({ sources: folders, waitMs: reporter?.waitMs ?? 0, kept, log })
	const recorder = new DeathRecorder({ exits, spool, dumps, emit, log })
	// A main that dies of its own bug says so itself.
	const lastWords = (error: Error) => {
		log.fatal({ error: error.stack }, 'uncaught exception')
		recorder.mainDying(error, sources.logs)
	}
	process.on('uncaughtExceptionMonitor', lastWords)
	const history = new CrashHistory({ exits, spool, sources: { ...sources, kept }, unclaimedDumps: folders, emit, log })
	return {
		recorder,
		history,
		crashesEnd() {
			recorder.mainEnding()
			process.off('uncaughtExceptionMonitor', lastWords)
		}
	}
}
