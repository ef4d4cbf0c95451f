import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Db } from './open.ts'

/**
 * Brings what was committed onto the platter, beside everything else: a commit alone waits for the system to write it, up to half a minute, and a
 * power cut takes it. What a person wrote can't be made again.
 */
export class LedgerSync {
	readonly #db: Db
	readonly #sync: (path: string) => Promise<void>
	/** Of the rows that this connection has ever changed (nobody else can), so many are on the platter. */
	#synced = 0
	#running: Promise<void> | null = null
	#isFolderSynced = false

	/** `sync`: writes a file, or a folder’s names, to the platter. */
	constructor(db: Db, sync: (path: string) => Promise<void> = toPlatter) {
		this.#db = db
		this.#sync = sync
	}

	/** Once a second. Does nothing when nothing was committed, or it is at it. Rejects when the disk fails: then it is tried again the next time. */
	async look(): Promise<void> {
		if (this.#running !== null || this.#changes() === this.#synced) return
		this.#running = this.#run().finally(() => {
			this.#running = null
		})
		await this.#running
	}

	/** When all that is committed now is on the platter. Rejects as `look` does. */
	async settled(): Promise<void> {
		await this.#running?.catch(() => {})
		await (this.#running ?? this.look())
	}

	async #run(): Promise<void> {
		const changes = this.#changes()
		await this.#sync(`${this.#db.name}-wal`)
		// The log is made anew at each start. Windows knows no syncing of a folder, and needs none.
		if (!this.#isFolderSynced && process.platform !== 'win32') await this.#sync(dirname(this.#db.name))
		this.#isFolderSynced = true
		this.#synced = changes
	}

	#changes(): number {
		return Number(this.#db.prepare('SELECT total_changes()').pluck().get())
	}
}

async function toPlatter(path: string): Promise<void> {
	let file: FileHandle
	try {
		file = await open(path, 'r+')
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EISDIR') throw error
		file = await open(path, 'r')
	}
	await file.datasync().finally(() => file.close())
}
