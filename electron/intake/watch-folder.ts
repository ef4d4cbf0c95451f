import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Log } from '../../native-bridge/log/log.ts'
import { fail, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import type { JobState } from '../contract/records.ts'
import type { Wish } from '../contract/wish.ts'
import type { Landed } from '../ledger/landed.ts'
import type { FileFacts } from '../ledger/sources.ts'
import { writeBeside } from './beside.ts'
import { gather } from './gather.ts'
import type { Intake } from './intake.ts'
import { afterLook, type Landing } from './landing.ts'

/** Between two looks, at least; a folder that takes long to look through is looked at less often. */
const LOOK_MS = 2_000
const LOOKS_PER_PAUSE = 20

interface WatchDependencies {
	readonly landed: Landed
	readonly intake: Pick<Intake, 'addPaths'>
	/** The folder that is to be watched, or null, the format in which texts are written, and how they are heard (null: as the settings say). */
	readonly wanted: () => { readonly folder: string | null; readonly format: string; readonly wish: Wish | null }
	/** Null: there is no such transcript any more. */
	readonly stateOf: (transcript: string) => JobState | null
	readonly exported: (transcript: string, format: string) => Promise<Result<{ extension: string; bytes: Uint8Array }>>
	/** Folders in which nothing lands: our own. */
	readonly except: () => readonly string[]
	readonly tell: (problem: Problem) => void
	readonly log: Log
	readonly now: () => number
}

/**
 * The watched folder: what lands there is transcribed, and its text written beside it. Its content is listed again and again, and nothing
 * else: a listing sees network drives as well as disks, and misses nothing that came while Holdfast was away; whether a file still grows can't be
 * told without looking twice anyway. (`fs.watch` is silent on most network drives, and chokidar polls there too.)
 */
export class WatchFolder {
	readonly #deps: WatchDependencies
	#landing: Landing = new Map()
	/** What landed; null until it was asked for. */
	#known: Map<string, FileFacts> | null = null
	#timer: NodeJS.Timeout | null = null
	#looking: Promise<void> | null = null
	/** What was said and is still so: it is not said again. */
	readonly #said = new Set<string>()
	#stopped = false

	constructor(deps: WatchDependencies) {
		this.#deps = deps
	}

	/** Looks now, and goes on looking while a folder is wanted. Also when another one is. */
	start(): void {
		if (this.#stopped) return
		if (this.#timer) clearTimeout(this.#timer)
		this.#timer = null
		void this.look()
	}

	/** One look, and what comes of it. */
	async look(): Promise<void> {
		// Another folder may be wanted since that look began.
		if (this.#looking) await this.#looking
		const began = performance.now()
		this.#looking ??= this.#look().finally(() => {
			this.#looking = null
		})
		await this.#looking
		if (this.#stopped || this.#timer || this.#deps.wanted().folder === null) return
		const pause = Math.max(LOOK_MS, (performance.now() - began) * LOOKS_PER_PAUSE)
		this.#timer = setTimeout(() => {
			this.#timer = null
			void this.look()
		}, pause)
		this.#timer.unref()
	}

	stop(): void {
		this.#stopped = true
		if (this.#timer) clearTimeout(this.#timer)
	}

	async #look(): Promise<void> {
		const { landed, wanted, log, now } = this.#deps
		const { folder } = wanted()
		const isNew = folder !== landed.folder()
		if (folder === null) {
			if (isNew) landed.begin(null, new Map())
			this.#landing = new Map()
			this.#known = null
			return
		}
		const there = await this.#filesIn(folder)
		// Meanwhile main has been told to end, or to watch another one.
		if (there === null || this.#stopped || wanted().folder !== folder) return
		if (isNew) {
			// What is in it now had not landed.
			if (landed.begin(folder, there).ok) log.info({ files: there.size }, 'watching a folder')
			this.#landing = new Map()
			this.#known = null
			return
		}
		this.#known ??= landed.seen()
		const [landing, arrived] = afterLook(this.#landing, { at: now(), there, known: this.#known })
		this.#landing = landing
		for (const path of arrived) {
			const facts = there.get(path)
			if (facts && !this.#stopped) await this.#take(path, facts)
		}
		for (const { path, transcript } of landed.due()) if (!this.#stopped) await this.#write(path, transcript)
	}

	/** Null: it can't be looked through now. */
	async #filesIn(folder: string): Promise<Map<string, FileFacts> | null> {
		const { files, problems } = await gather(folder, { except: this.#deps.except() })
		const unreadable = problems.find(problem => problem.facts.path === folder)
		this.#say('unreadable', unreadable ? cannotWatch(folder, String(unreadable.facts.code)) : null)
		if (unreadable) return null
		const there = new Map<string, FileFacts>()
		for (const path of files) {
			const facts = await stat(path).catch(() => null)
			if (facts?.isFile()) there.set(path, { bytes: facts.size, changedAt: Math.round(facts.mtimeMs) })
		}
		return there
	}

	async #take(path: string, facts: FileFacts): Promise<void> {
		const { added, duplicates, problems } = await this.#deps.intake.addPaths([path], { wish: this.#deps.wanted().wish })
		// Content that is there already needs no second transcript: the text of the first is written.
		const transcript = added[0] ?? duplicates[0]?.transcript ?? null
		if (transcript === null && problems.some(problem => problem.code === 'ledger-write')) return
		if (this.#deps.landed.add(path, facts, transcript).ok) this.#known?.set(path, facts)
		for (const problem of problems) this.#deps.tell(problem)
	}

	/** One whose job is not done keeps waiting: it may be tried again. */
	async #write(path: string, transcript: string): Promise<void> {
		const { stateOf, exported, wanted, landed, log } = this.#deps
		if (stateOf(transcript) !== 'done') return
		const text = await exported(transcript, wanted().format)
		if (!text.ok) return this.#say(path, text.problem)
		const written = await writeBeside(path, text.value.extension, text.value.bytes)
		if (written.ok) landed.settled(path)
		else log.warn({ code: written.problem.code, ...written.problem.facts, name: null }, 'not written beside')
		this.#say('beside', written.ok ? null : written.problem)
	}

	/** `problem` null: it is all right again. */
	#say(what: string, problem: Problem | null): void {
		if (problem === null) this.#said.delete(what)
		else if (!this.#said.has(what)) {
			this.#said.add(what)
			this.#deps.tell(problem)
		}
	}
}

function cannotWatch(folder: string, code: string): Problem {
	const name = basename(folder) || folder
	const why = /^(EACCES|EPERM)$/.test(code)
		? 'this user has no permission for it'
		: code === 'ENOENT'
			? 'it is not there. Is its disk connected'
			: `the system says ${code}`
	const text = `The watched folder “${name}” can’t be looked through: ${why}${code === 'ENOENT' ? '?' : '.'} What lands there meanwhile is transcribed when it can.`
	return fail('watch-unreadable', text, { name, code }).problem
}
