import { join } from 'node:path'
import { readCrumb } from '../../native-bridge/worker/breadcrumbs.ts'
import type { ExitRecord } from '../contract/exits.ts'
import { composeExitRecord, type Death, type LifeFacts, logTail } from '../forensics/exit-record.ts'
import { Spool } from '../forensics/spool.ts'

/** What the guardian itself knows of a main that died. */
export interface MainDeath extends Pick<Death, 'facts' | 'at' | 'during' | 'killedFor'> {
	readonly of: Omit<LifeFacts, 'role' | 'label' | 'model' | 'versions' | 'log'>
}

/** Notes of main's deaths, left in the spool of the data folder: the next main takes them in. The ledger is never opened here. */
export class Notes {
	readonly #dataDir: () => string | null
	#unwritten: ExitRecord[] = []

	/** Asked anew for each: it may have been moved. Null: its drive is away, and nothing is left in its place. */
	constructor(dataDir: () => string | null) {
		this.#dataDir = dataDir
	}

	/** Composes the record of a death and leaves it. On a disk that is full or away it is kept, and left by a later `retry`. */
	leave({ of, facts, at, during, killedFor }: MainDeath): ExitRecord {
		const dataDir = this.#dataDir()
		const crumb = dataDir === null ? null : readCrumb(join(dataDir, 'crumbs', 'main.crumb'))
		const record = composeExitRecord({
			of: {
				...of,
				role: 'main',
				label: 'main',
				model: null,
				versions: { node: process.version },
				log: dataDir === null ? [] : logTail(join(dataDir, 'logs'), 'main', facts.pid)
			},
			facts,
			at,
			seen: facts.neverStarted ? 'spawn-error' : 'guardian',
			during,
			killedFor,
			crumb: crumb?.pid === facts.pid ? crumb : null,
			// Only the ledger knows them: main fills them in when it takes the note in.
			jobs: []
		})
		// Under the life's id: should main have noticed the death by itself, what we saw takes the place of what it concluded.
		const note = { ...record, id: of.life }
		this.#unwritten.push(note)
		this.retry()
		return note
	}

	retry(): void {
		this.#unwritten = this.#unwritten.filter(note => !this.#write(note))
	}

	#write(note: ExitRecord): boolean {
		try {
			const dataDir = this.#dataDir()
			return dataDir !== null && new Spool(join(dataDir, 'spool')).leave(note)
		} catch {
			return false
		}
	}
}
