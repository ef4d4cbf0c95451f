import type { Log } from '../../native-bridge/log/log.ts'
import { fail, type Problem } from '../../native-bridge/protocol/problem.ts'
import { isNewer, newestRelease } from './newest.ts'
import type { UpdateSource } from './source.ts'

interface UpdateWatchDependencies {
	readonly source: UpdateSource
	/** This Holdfast's. */
	readonly version: string
	/** The user has agreed to it. */
	readonly isWanted: () => boolean
	readonly tell: (problem: Problem) => void
	readonly log: Log
}

/** Not among what a start has to do. */
const FIRST_MS = 60_000
const EVERY_MS = 24 * 3_600_000

/** Looks once a day whether there is a newer Holdfast, and says so once. It fetches and installs nothing. */
export class UpdateWatch {
	readonly #deps: UpdateWatchDependencies
	#told: string | null = null
	#timer: NodeJS.Timeout | null = null

	constructor(deps: UpdateWatchDependencies) {
		this.#deps = deps
	}

	start(): void {
		this.#next(FIRST_MS)
	}

	stop(): void {
		if (this.#timer) clearTimeout(this.#timer)
		this.#timer = null
	}

	/** Asks now, if the user agreed. */
	async look(): Promise<void> {
		const { source, version, isWanted, log } = this.#deps
		if (!isWanted()) return
		const newest = await newestRelease(source)
		// It may have been taken back meanwhile.
		if (!isWanted()) return
		if (!newest.ok) {
			log.info({ code: newest.problem.code }, 'no word of updates')
			// Without a network there is nothing to say each day.
			if (newest.problem.code === 'update-unsigned') this.#say(newest.problem.code, newest.problem)
			return
		}
		const { version: found, page } = newest.value
		if (!isNewer(found, version)) return
		const text = `Holdfast ${found} is there; this is ${version}. You get it at ${page}`
		this.#say(found, fail('update-there', text, { found, version, page }).problem)
	}

	#say(what: string, problem: Problem): void {
		if (this.#told === what) return
		this.#told = what
		this.#deps.tell(problem)
	}

	#next(ms: number): void {
		this.#timer = setTimeout(() => {
			void this.look().finally(() => this.#timer && this.#next(EVERY_MS))
		}, ms)
		this.#timer.unref()
	}
}
