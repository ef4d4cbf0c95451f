import { randomUUID } from 'node:crypto'
import { readFile, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Log } from '../../native-bridge/log/log.ts'
import { MODEL_FILE, parseModel } from '../../native-bridge/protocol/model.ts'
import { fail, ok, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import type { AppEvent } from '../contract/events.ts'
import type { Install } from '../contract/models.ts'
import { type CatalogueEntry, downloadBytes } from './catalogue/entry.ts'
import { bytesBefore, type Coming, dropComing, keepComing, readComing } from './coming.ts'
import type { ProxyEnvironment } from './download/line.ts'
import type { Patience } from './download/patience.ts'
import { Speed } from './download/speed.ts'
import type { Models } from './models.ts'
import type { OwnFolder } from './own-folder.ts'
import { readable } from './recognise/recognise.ts'
import { sourcesOf } from './sources.ts'
import { inThread } from './unpack/in-thread.ts'

export interface InstallerDependencies {
	readonly own: OwnFolder
	readonly models: Models
	/** What can be had, now. */
	readonly catalogue: () => readonly CatalogueEntry[]
	/** As the user has set them: another place for archives, a proxy. */
	readonly wanted: () => { readonly mirror: string | null; readonly proxy: string | null }
	readonly proxies: ProxyEnvironment
	readonly patience: Patience
	/** Free bytes of the disk of that folder; null: nobody knows. */
	readonly free: (folder: string) => Promise<number | null>
	readonly emit: (event: AppEvent) => void
	readonly log: Log
	readonly now: () => number
}

/** How often progress is told. */
const TELL_MS = 250

type Row = { -readonly [K in keyof Install]: Install[K] }

interface Job {
	/** Null: it is imported, and ends with this life of main. */
	coming: Coming | null
	row: Row
	/** Of what is being worked on. */
	abort: AbortController | null
	speed: Speed
	toldAt: number
}

/**
 * Brings models here, one after the other, and takes them away. Nothing is fetched that nobody asked for; what was asked for is gone on with after a
 * death. What goes wrong is told on the model's row, not as a notice.
 */
export class Installer {
	readonly #deps: InstallerDependencies
	readonly #jobs = new Map<string, Job>()
	#working: Promise<void> | null = null
	readonly #imports = new Set<Promise<unknown>>()
	#stopped = false

	constructor(deps: InstallerDependencies) {
		this.#deps = deps
	}

	/** Goes on with what an earlier life was asked for. */
	start(): void {
		this.#deps.own.sweep()
		for (const coming of readComing(this.#deps.own.coming)) {
			const { entry, is, problem } = coming
			this.#jobs.set(
				entry.id,
				this.#job(
					{
						...fresh(entry.id, entry.model.name),
						state: is,
						problem,
						bytes: bytesBefore(this.#deps.own.coming, entry.id, coming.have + 1),
						total: downloadBytes(entry) ?? coming.facts?.total ?? null
					},
					coming
				)
			)
		}
		this.#work()
	}

	/** What is under way goes on at the next start. */
	async stop(): Promise<void> {
		this.#stopped = true
		for (const job of this.#jobs.values()) job.abort?.abort()
		await Promise.allSettled([this.#working, ...this.#imports])
	}

	list(): Install[] {
		return [...this.#jobs.values()].map(job => ({ ...job.row }))
	}

	/** Problems: `no-model`, `licence`, and `no-install` for `acceptChanged` of what did not change. */
	install(id: string, { acceptLicence = false, acceptChanged = false }): Result<null> {
		const { own, catalogue } = this.#deps
		const job = this.#jobs.get(id)
		if (acceptChanged) {
			if (!job?.coming || job.row.state !== 'changed') return gone()
			const sum = job.coming.problem?.facts.sha256
			this.#change(job, { is: 'waiting', takes: typeof sum === 'string' ? sum : null, problem: null })
			return this.#queue(job)
		}
		if (job) return ok(null)
		const entry = catalogue().find(each => each.id === id)
		if (!entry) return fail('model-not-offered', 'This model can’t be had here.')
		if (!entry.licence.open && !own.accepted(entry.licence.id)) {
			if (!acceptLicence) {
				const facts = { model: entry.model.name, licence: entry.licence.name }
				return fail(
					'licence',
					`${entry.model.name} may be used under its licence only (${entry.licence.name}). Read and accept it first.`,
					facts
				)
			}
			own.accept(entry.licence.id)
		}
		const coming: Coming = { entry, is: 'waiting', problem: null, takes: null, again: false, have: 0, facts: null }
		const made = this.#job({ ...fresh(id, entry.model.name), total: downloadBytes(entry) }, coming)
		this.#jobs.set(id, made)
		return this.#queue(made)
	}

	/** What has come is kept. */
	pause(id: string): Result<null> {
		const job = this.#jobs.get(id)
		if (!job?.coming) return gone()
		this.#change(job, { is: 'paused' })
		job.abort?.abort()
		this.#tell(job, { state: 'paused', bytesPerSecond: null, secondsLeft: null })
		return ok(null)
	}

	/** Also after it failed. */
	resume(id: string): Result<null> {
		const job = this.#jobs.get(id)
		if (!job?.coming) return gone()
		if (job.row.state !== 'paused' && job.row.state !== 'failed') return ok(null)
		this.#change(job, { is: 'waiting', problem: null })
		return this.#queue(job)
	}

	/** Nothing of it stays. */
	cancel(id: string): Result<null> {
		const job = this.#jobs.get(id)
		if (!job) return gone()
		this.#jobs.delete(id)
		job.abort?.abort()
		// While it is still being written to, whoever works on it drops it when it is done.
		if (job.coming && !job.abort) dropComing(this.#deps.own.coming, id)
		this.#deps.emit({ type: 'install-removed', id })
		return ok(null)
	}

	/** Problems: `no-model`, `model-shipped`, `model-in-use`, `model-not-removed`. */
	async remove(id: string): Promise<Result<null>> {
		const { own, models, emit } = this.#deps
		const model = models.find(id)
		if (!model) return fail('no-model', 'This model is not here any more. Choose another one.', { model: id })
		if (model.modelDir !== own.path) return fail('model-shipped', `${model.name} came with Holdfast and stays.`, { model: model.name })
		if (models.chosen.id === id || models.next?.id === id)
			return fail('model-in-use', `The engine works with ${model.name}. Choose another model, then delete this one.`, {
				model: model.name
			})
		try {
			await own.remove(id)
		} catch (error) {
			const { code = 'unknown' } = error as NodeJS.ErrnoException
			return fail('model-not-removed', `${model.name} could not be deleted (${code}). Is it in use?`, { model: model.name, code })
		}
		emit({ type: 'models' })
		return ok(null)
	}

	/** Files of it that are not as they were. Problems: `no-model`, `model-unsummed`, those of reading. */
	async verify(id: string): Promise<Result<{ damaged: string[] }>> {
		const model = this.#deps.models.find(id)
		if (!model) return fail('no-model', 'This model is not here any more. Choose another one.', { model: id })
		const folder = join(model.modelDir, id)
		const described = parseModel(await readFile(join(folder, MODEL_FILE), 'utf8').catch(() => ''))
		if (!described || !model.verifiable)
			return fail('model-unsummed', `Nobody noted what the files of ${model.name} must be.`, { model: model.name })
		return await inThread({ task: 'verify', folder, files: described.files }, new AbortController().signal)
	}

	/**
	 * Makes a model of an archive or a folder on this machine; `name` is what the user calls it. Answers when it is sure that there is something;
	 * what becomes of it stands on its row. `after` is called when the source is not needed any more.
	 */
	async import(path: string, name: string, after: () => Promise<void> = async () => {}): Promise<Result<null>> {
		const stats = await stat(path).catch(() => null)
		if (stats === null) return fail('path-missing', `There is nothing at ${path}. Was it moved or renamed?`, { path })
		const row: Row = {
			...fresh(`import-${randomUUID()}`, readable(name)),
			imported: true,
			state: 'waiting',
			total: stats.isFile() ? stats.size : null
		}
		const job = this.#job(row, null)
		this.#jobs.set(row.id, job)
		this.#tell(job, {})
		const importing = this.#import(job, path, name)
			.then(result => this.#over(job, result))
			.finally(after)
			.catch(error => this.#deps.log.error({ error: String(error) }, 'an import broke'))
			.finally(() => this.#imports.delete(importing))
		this.#imports.add(importing)
		return ok(null)
	}

	async #import(job: Job, path: string, name: string): Promise<Result<string>> {
		const { own, catalogue, models, free } = this.#deps
		const abort = new AbortController()
		job.abort = abort
		const known = catalogue().find(each => basename(new URL(each.archive.url).pathname) === name || each.model.origin === name)
		const id = known?.id ?? freeId(readable(name), taken => models.find(taken) !== null || this.#jobs.has(taken))
		const room = await own.room()
		try {
			const there = await free(own.path)
			const all = (job.row.total ?? 0) * 2
			if (there !== null && there < all) {
				const [needed, left] = [Math.ceil(all / 1e6), Math.ceil(there / 1e6)]
				return fail(
					'disk-space',
					`There is not enough room for ${job.row.name}: about ${needed} MB are needed, ${left} MB are free. Make room and try again.`,
					{ model: job.row.name, needed, free: left }
				)
			}
			this.#tell(job, { state: 'unpacking' })
			const expected = known?.model ?? null
			const made = await inThread({ task: 'unpack', from: path, into: room, name, expected }, abort.signal, bytes =>
				this.#progress(job, 'unpacking', bytes, job.row.total)
			)
			if (!made.ok) return made
			await own.place(room, id)
			return ok(id)
		} finally {
			await rm(room, { recursive: true, force: true })
		}
	}

	#queue(job: Job): Result<null> {
		if (job.coming) keepComing(this.#deps.own.coming, job.coming)
		this.#tell(job, { state: 'waiting', problem: null })
		this.#work()
		return ok(null)
	}

	#work(): void {
		if (this.#working || this.#stopped) return
		const next = [...this.#jobs.values()].find(job => job.coming && job.row.state === 'waiting' && job.abort === null)
		if (!next) return
		this.#working = this.#fetch(next)
			.catch(error =>
				this.#over(
					next,
					fail('install-broke', `The model could not be installed: ${(error as Error).message}.`, { reason: (error as Error).message })
				)
			)
			.finally(() => {
				this.#working = null
				this.#work()
			})
	}

	async #fetch(job: Job): Promise<void> {
		const { own, wanted, proxies, patience, free, log } = this.#deps
		const { coming } = job
		if (!coming) return
		const { id } = coming.entry
		const abort = new AbortController()
		job.abort = abort
		const { mirror, proxy } = wanted()
		// Loaded when it is needed: the library for it takes a tenth of a second, in which a dead main is to be back.
		const [{ installModel }, { lineOut }] = await Promise.all([import('./install-model.ts'), import('./download/line.ts')])
		const dispatcher = lineOut(proxy, proxies)
		log.info({ model: id }, 'fetching a model')
		try {
			const result = await installModel({
				coming,
				own,
				sources: url => sourcesOf(url, mirror),
				dispatcher,
				patience,
				signal: abort.signal,
				free: () => free(own.path),
				tell: (state, bytes, total) => this.#progress(job, state, bytes, total),
				keep: change => this.#jobs.get(id) === job && this.#change(job, change)
			})
			log.info({ model: id, result: result.ok ? 'installed' : result.problem.code }, 'fetched')
			job.abort = null
			if (this.#jobs.get(id) !== job) dropComing(own.coming, id)
			else if (!abort.signal.aborted) this.#over(job, result)
		} finally {
			job.abort = null
			await dispatcher.destroy().catch(() => {})
		}
	}

	#over(job: Job, result: Result<string>): void {
		const { own, emit } = this.#deps
		if (this.#jobs.get(job.row.id) !== job || this.#stopped) return
		job.abort = null
		if (result.ok) {
			this.#jobs.delete(job.row.id)
			if (job.coming) dropComing(own.coming, result.value)
			emit({ type: 'models' })
			emit({ type: 'install-removed', id: job.row.id, installed: result.value })
			return
		}
		const state = result.problem.code === 'archive-changed' ? 'changed' : 'failed'
		this.#change(job, { is: state, problem: result.problem })
		this.#tell(job, { state, problem: result.problem, bytesPerSecond: null, secondsLeft: null })
	}

	#progress(job: Job, state: Row['state'], bytes: number, total: number | null): void {
		// What a pause has cut off says a last word.
		if (job.abort?.signal.aborted) return
		const now = this.#deps.now()
		if (state === 'downloading') job.speed.mark(now, bytes)
		const steps = state !== job.row.state
		Object.assign(job.row, { state, bytes, total })
		job.row.bytesPerSecond = state === 'downloading' ? job.speed.bytesPerSecond() : null
		job.row.secondsLeft = state === 'downloading' ? job.speed.secondsLeft(total) : null
		if (!steps && now - job.toldAt < TELL_MS) return
		job.toldAt = now
		this.#tell(job, {})
	}

	#tell(job: Job, change: Partial<Row>): void {
		Object.assign(job.row, change)
		if (this.#jobs.get(job.row.id) === job) this.#deps.emit({ type: 'install', install: { ...job.row } })
	}

	#change(job: Job, change: Partial<Coming>): void {
		if (!job.coming) return
		job.coming = { ...job.coming, ...change }
		keepComing(this.#deps.own.coming, job.coming)
	}

	#job(row: Row, coming: Coming | null): Job {
		return { coming, row, abort: null, speed: new Speed(), toldAt: 0 }
	}
}

function fresh(id: string, name: string): Row {
	return { id, name, state: 'waiting', imported: false, bytes: 0, total: null, bytesPerSecond: null, secondsLeft: null, problem: null }
}

function freeId(name: string, isTaken: (id: string) => boolean): string {
	const plain =
		name
			.replace(/[^\w.-]+/g, '-')
			.replace(/^[^\w]+/, '')
			.slice(0, 90) || 'model'
	for (let n = 1; ; n++) {
		const id = n === 1 ? plain : `${plain}-${n}`
		if (!isTaken(id) && id !== 'silero-vad') return id
	}
}

function gone(): { ok: false; problem: Problem } {
	return fail('no-install', 'This model is not on its way any more.')
}
