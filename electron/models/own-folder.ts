import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { syncFolder } from './unpack/describe.ts'

/** Every model's engine hears by this one whether anybody speaks; it lies beside the models. */
const DETECTOR = ['silero-vad', 'silero_vad.onnx'] as const

const Records = v.object({
	/** Sums of archives by their addresses, as they were when they were first installed. */
	seen: v.record(v.string(), v.string()),
	/** Licences that the user has accepted, by their ids. */
	accepted: v.array(v.string())
})

/**
 * The folder of the models that the user has brought. A model appears in it and goes from it by one rename: whatever dies, and when, there is all of
 * it or nothing. What is under way has a name that begins with a dot, and is swept away at the next start.
 */
export class OwnFolder {
	readonly path: string
	/** A folder for each model that is on its way. */
	readonly coming: string
	readonly #shipped: string

	constructor(path: string, shipped: string) {
		this.path = path
		this.coming = join(path, '.coming')
		this.#shipped = shipped
	}

	/** Leaves nothing of what a death cut off; what is still to be fetched stays. */
	sweep(): void {
		if (!existsSync(this.path)) return
		for (const name of readdirSync(this.path))
			if (/^\.(new|old)-/.test(name)) rmSync(join(this.path, name), { recursive: true, force: true })
	}

	/** An empty folder to make a model in. */
	async room(): Promise<string> {
		const folder = join(this.path, `.new-${randomUUID()}`)
		await mkdir(folder, { recursive: true, mode: 0o700 })
		return folder
	}

	/** What was made in `room` is model `id` from now on, in place of one of that name. */
	async place(made: string, id: string): Promise<void> {
		this.bringDetector()
		const target = join(this.path, id)
		const old = join(this.path, `.old-${randomUUID()}`)
		if (existsSync(target)) await rename(target, old)
		await rename(made, target)
		await syncFolder(this.path)
		await rm(old, { recursive: true, force: true })
	}

	async remove(id: string): Promise<void> {
		const old = join(this.path, `.old-${randomUUID()}`)
		await rename(join(this.path, id), old)
		await rm(old, { recursive: true, force: true })
	}

	/** The speech detector that came with Holdfast: engines look for it beside their model. */
	bringDetector(): void {
		const [from, to] = [join(this.#shipped, ...DETECTOR), join(this.path, ...DETECTOR)]
		if (existsSync(to) || !existsSync(from)) return
		mkdirSync(join(this.path, DETECTOR[0]), { recursive: true, mode: 0o700 })
		rmSync(`${to}.part`, { force: true })
		try {
			linkSync(from, `${to}.part`)
		} catch {
			// Another disk, or one without links.
			copyFileSync(from, `${to}.part`)
		}
		renameSync(`${to}.part`, to)
	}

	/** The sum of the archive there when it was first installed; null: never. */
	seen(url: string): string | null {
		return this.#records().seen[url] ?? null
	}

	remember(url: string, sha256: string): void {
		const records = this.#records()
		this.#keep({ ...records, seen: { ...records.seen, [url]: sha256 } })
	}

	accepted(licence: string): boolean {
		return this.#records().accepted.includes(licence)
	}

	accept(licence: string): void {
		const records = this.#records()
		if (!records.accepted.includes(licence)) this.#keep({ ...records, accepted: [...records.accepted, licence] })
	}

	#records(): v.InferOutput<typeof Records> {
		try {
			return v.parse(Records, JSON.parse(readFileSync(join(this.path, '.records.json'), 'utf8')))
		} catch {
			return { seen: {}, accepted: [] }
		}
	}

	#keep(records: v.InferOutput<typeof Records>): void {
		mkdirSync(this.path, { recursive: true, mode: 0o700 })
		const path = join(this.path, '.records.json')
		writeFileSync(`${path}.part`, JSON.stringify(records, null, '\t'), { mode: 0o600, flush: true })
		renameSync(`${path}.part`, path)
	}
}
