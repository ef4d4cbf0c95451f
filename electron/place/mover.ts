import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../../native-bridge/log/log.ts'
import { fail, ok, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import type { AppEvent } from '../contract/events.ts'
import type { Folder, Move as Shown } from '../contract/moving.ts'
import { prepareTarget } from './arriving.ts'
import { EARLY } from './contents.ts'
import { moveFailed } from './failure.ts'
import { filesIn } from './files-in.ts'
import { leave, takeBack } from './leaving.ts'
import { refusal } from './may-move.ts'
import { mirror } from './mirror.ts'
import { ARRIVED_FILE, type Move, readPlace, writePlace } from './place-file.ts'
import { lookAt } from './target.ts'

export interface MoverDependencies {
	/** Which folder's `place.json` leads here, and the folder that is in use; null where it is not for us to move (a fire drill, the command line). */
	readonly seat: string | null
	readonly library: string
	/** What somebody wrote, as a path. */
	readonly written: (text: string) => string
	readonly isRecording: () => boolean
	/** Whose sound and video are transcribed as they come, or null. */
	readonly watched: () => string | null
	/** Whether the copy may take more of the disk: a recording comes first. */
	readonly hasRoom: () => boolean
	/** See `ledger/lock.ts`. */
	readonly lock: (path: string, waitMs: number) => (() => void) | null
	readonly emit: (event: AppEvent) => void
	/** Ends Holdfast in order and starts it again; null where nobody would. */
	readonly restart: (() => void) | null
	readonly log: Pick<Log, 'info' | 'warn'>
	/** What is to be deleted waits so long, until the start is over; ms. */
	readonly idleMs: number
}

/** Between two words on how far it is, ms. */
const TELL_MS = 250

/**
 * Moves the data folder while Holdfast runs, as far as that goes: copies what no longer changes, has Holdfast started again for the rest
 * (`settle`), deletes what is left behind. Each step is in `place.json` first, so a next life goes on with it.
 */
export class Mover {
	readonly #given: MoverDependencies
	#now: Shown | null = null
	#abort = new AbortController()
	/** Until it resolves something may still be written to the new folder. */
	#copying: Promise<void> = Promise.resolve()
	#later: NodeJS.Timeout | undefined
	/** One that was asked for is being looked at. */
	#begins = false

	constructor(given: MoverDependencies) {
		this.#given = given
	}

	get folder(): Folder {
		return { path: this.#given.library, move: this.#now }
	}

	/** What Holdfast has put anything into: nothing there is somebody's sound. */
	get folders(): readonly string[] {
		const move = this.#kept()
		return [this.#given.library, ...(move ? [move.from, move.to] : [])]
	}

	/** Why nothing can be recorded in this second, or null. */
	get inTheWay(): Problem | null {
		if (this.#now?.stage !== 'restarting') return null
		return fail('moving-now', 'Holdfast is starting again in its new folder. Record in a moment.').problem
	}

	/** Takes up what an earlier life left. */
	start(): void {
		const move = this.#kept()
		if (move?.problem) this.#given.emit({ type: 'notice', problem: move.problem })
		switch (move?.stage) {
			case 'copying':
			// It could not be finished, and not taken back either.
			case 'finishing':
				this.#copying = this.#copy(move)
				return
			case 'deleting':
				this.#show({ stage: 'deleting', from: move.from })
				this.#later = setTimeout(() => void this.#deleteOld(move), this.#given.idleMs)
				return
			case 'reverting':
				void this.#takeBack(move)
		}
	}

	/** Begins a move to the folder that somebody wrote or chose; answered when it is known that it can be done. */
	async move(text: string): Promise<Result<Folder>> {
		const { seat, isRecording } = this.#given
		if (seat === null) return fail('move-not-here', 'This library can’t be moved: it goes when its work is done.')
		if (this.#now !== null || this.#begins) return fail('move-under-way', 'The data folder is being moved already.')
		if (isRecording()) return fail('move-recording', 'Something is being recorded. Move the data folder when it has ended.')
		this.#begins = true
		try {
			return await this.#begin(this.#given.written(text), seat)
		} finally {
			this.#begins = false
		}
	}

	async #begin(path: string, seat: string): Promise<Result<Folder>> {
		const { library, watched } = this.#given
		try {
			const target = await lookAt(path, { library, seat, watched: watched() })
			const { files } = await filesIn(library)
			const problem = refusal(
				target,
				[...files.values()].reduce((sum, { size }) => sum + size, 0)
			)
			if (problem) return { ok: false, problem }
			const move: Move = { stage: 'copying', from: library, to: path, made: target.kind === 'missing', problem: null }
			await prepareTarget(path, move.made)
			await this.#keep(move)
			this.#copying = this.#copy(move)
			return ok(this.folder)
		} catch (error) {
			return { ok: false, problem: this.#failed(path, error) }
		}
	}

	/** Takes it back, while that is still possible. */
	cancel(): Result<Folder> {
		const move = this.#kept()
		const stage = this.#now?.stage
		if (move === null || (stage !== 'copying' && stage !== 'waiting'))
			return fail('move-too-late', 'This can’t be cancelled any more: the new folder is in use, or will be in a moment.')
		this.#abort.abort()
		this.#abort = new AbortController()
		this.#show({ stage: 'reverting', to: move.to })
		void this.#cancelled({ ...move, stage: 'reverting', problem: null })
		return ok(this.folder)
	}

	async #cancelled(move: Move): Promise<void> {
		await this.#keep(move).catch(() => {})
		await this.#copying
		await this.#takeBack(move)
	}

	/** To be called each second. */
	tend(): void {
		if (this.#now?.stage === 'waiting' && this.#now.recording && !this.#given.isRecording()) void this.#finish()
	}

	stop(): void {
		this.#abort.abort()
		clearTimeout(this.#later)
	}

	async #copy(move: Move): Promise<void> {
		const { from, to } = move
		const { signal } = this.#abort
		const began = performance.now()
		let told = 0
		let [doneFirst, first] = [0, true]
		const tell = (done: number, total: number) => {
			if (!this.#given.hasRoom()) throw Object.assign(new Error('A recording needs the room.'), { code: 'ENOSPC' })
			const now = performance.now()
			if (first) doneFirst = done
			if (signal.aborted || (!first && done < total && now - told < TELL_MS)) return
			first = false
			told = now
			const perSecond = now - began < 1_000 ? null : Math.round(((done - doneFirst) * 1000) / (now - began))
			this.#show({ stage: 'copying', to, done: Math.round(done), total, perSecond })
		}
		this.#show({ stage: 'copying', to, done: 0, total: 0, perSecond: null })
		this.#given.log.info({ to }, 'the data folder is being moved')
		try {
			await mirror({ from, to, only: EARLY, signal, tell })
		} catch (error) {
			if (signal.aborted) return
			await this.#fail(move, this.#failed(to, error))
			return
		}
		if (!signal.aborted) await this.#finish()
	}

	/** What still changes is copied when nobody has it open: by the next start. */
	async #finish(): Promise<void> {
		const move = this.#kept()
		if (move === null) return
		const { to } = move
		const { restart, isRecording } = this.#given
		if (isRecording()) {
			this.#show({ stage: 'waiting', to, recording: true })
			return
		}
		// From here on nothing can be recorded, nor taken back.
		this.#show({ stage: 'restarting', to })
		try {
			await this.#keep({ ...move, stage: 'finishing' })
		} catch (error) {
			await this.#fail(move, this.#failed(to, error))
			return
		}
		if (restart === null) this.#show({ stage: 'waiting', to, recording: false })
		// After the windows know.
		else this.#later = setTimeout(restart, TELL_MS)
	}

	#failed(to: string, error: unknown): Problem {
		this.#given.log.warn({ err: error }, 'the data folder could not be moved')
		return moveFailed(to, error)
	}

	async #fail(move: Move, problem: Problem): Promise<void> {
		this.#given.emit({ type: 'notice', problem })
		await this.#takeBack({ ...move, stage: 'reverting', problem: null })
	}

	async #takeBack(move: Move): Promise<void> {
		const { to, made } = move
		this.#show({ stage: 'reverting', to })
		try {
			await this.#keep({ ...move, problem: null })
			await takeBack(to, made && to !== this.#given.seat)
		} catch {
			// Its drive is gone: what lies there is no library, and is known as ours when the folder is chosen again.
		}
		await this.#end()
	}

	async #deleteOld(move: Move): Promise<void> {
		const { seat, lock, emit } = this.#given
		const problem = await leave({ from: move.from, to: move.to, seat, lock })
		if (problem) emit({ type: 'notice', problem })
		await this.#end()
	}

	async #end(): Promise<void> {
		const { seat, library } = this.#given
		try {
			if (seat !== null) await writePlace(seat, { library: this.#pointer, move: null })
			await rm(join(library, ARRIVED_FILE), { force: true })
		} catch {
			// The next life looks again, and finds nothing to do.
		}
		this.#now = null
		this.#given.emit({ type: 'move', move: null })
	}

	#show(move: Shown): void {
		this.#now = move
		this.#given.emit({ type: 'move', move })
	}

	#kept(): Move | null {
		const { seat } = this.#given
		try {
			return seat === null ? null : (readPlace(seat)?.move ?? null)
		} catch {
			// It was read at the start; what ails it now is no reason to end.
			return null
		}
	}

	async #keep(move: Move): Promise<void> {
		if (this.#given.seat !== null) await writePlace(this.#given.seat, { library: this.#pointer, move })
	}

	get #pointer(): string | null {
		return this.#given.library === this.#given.seat ? null : this.#given.library
	}
}
