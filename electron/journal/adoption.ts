import { statSync } from 'node:fs'
import type { Log } from '../../native-bridge/log/log.ts'
import type { Result } from '../../native-bridge/protocol/problem.ts'
import { SAMPLE_RATE } from '../../native-bridge/protocol/units.ts'
import type { Transcripts } from '../ledger/transcripts.ts'
import type { Shelf } from './shelf.ts'

/** A page that was recording when main ended goes on with its recording before that, under its own name. */
const PAGES_COME_MS = 120_000

interface AdoptionDependencies {
	readonly ledger: Pick<Transcripts, 'get' | 'add' | 'saveJob'>
	readonly shelf: Pick<Shelf, 'kept' | 'samples' | 'journal' | 'copy'>
	/** Makes a journal again from its copy (`KeptAudio`). */
	readonly audio: { bringBack(id: string, then: (back: Result<null>) => void): void }
	/** A transcript has been made, and is to be heard. */
	readonly added: (id: string) => void
	readonly log: Log
}

/** Audio that no transcript knows, after a ledger was damaged: it becomes recordings, and is heard again. */
export class Adoption {
	readonly #deps: AdoptionDependencies
	/** Those with a copy only. Their journals come back one after the other: of all at once there may be no room. */
	readonly #copies: string[] = []
	#isBringing = false
	#now: string | null = null
	#looksAt = Number.POSITIVE_INFINITY

	constructor(deps: AdoptionDependencies) {
		this.#deps = deps
	}

	/** At the start of main, `now`: it looks two minutes after that. */
	start(now: number): void {
		this.#looksAt = now + PAGES_COME_MS
	}

	/** Once a second. */
	tend(now: number): void {
		if (now >= this.#looksAt) this.#look()
		if (this.#isBringing || !this.#isOver()) return
		const id = this.#copies.shift()
		if (id === undefined) return
		const { audio, shelf, log } = this.#deps
		this.#isBringing = true
		audio.bringBack(id, back => {
			this.#isBringing = false
			if (back.ok) this.#adopt(id, shelf.copy(id), 'replaced')
			else log.warn({ job: id, code: back.problem.code }, 'audio without a transcript could not be read')
		})
	}

	#look(): void {
		const { ledger, shelf } = this.#deps
		this.#looksAt = Number.POSITIVE_INFINITY
		for (const id of shelf.kept()) {
			if (ledger.get(id) !== null) continue
			if (shelf.samples(id) > 0) this.#adopt(id, shelf.journal(id), null)
			else this.#copies.push(id)
		}
	}

	/** Whether the last one needs its journal no more. */
	#isOver(): boolean {
		const state = this.#now === null ? undefined : this.#deps.ledger.get(this.#now)?.state
		return state === undefined || state === 'done' || state === 'failed' || state === 'cancelled'
	}

	#adopt(id: string, file: string, audioPlan: 'replaced' | null): void {
		const { ledger, shelf, added, log } = this.#deps
		const samples = shelf.samples(id)
		// About: a file is last written to when its recording ends.
		const createdAt = Math.round(statSync(file).mtimeMs - (samples / SAMPLE_RATE) * 1000)
		const title = `Found audio, ${new Date(createdAt).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })}`
		const made = { id, kind: 'recording', state: 'transcribing', title, createdAt, audioPlan } as const
		if (!ledger.add({ ...made, sourceName: null, sourcePath: null, device: null }).ok) return
		if (!ledger.saveJob(id, { samples, ended: true }).ok) return
		this.#now = id
		log.info({ job: id, samples }, 'audio without a transcript was found')
		added(id)
	}
}
