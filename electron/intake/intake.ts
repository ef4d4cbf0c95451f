import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename, extname, isAbsolute } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { SourceFacts } from '../../native-bridge/protocol/messages.ts'
import { fail, ok, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import type { Added, Duplicate } from '../contract/intake.ts'
import type { Wish } from '../contract/wish.ts'
import type { FileFacts, NotedSource, Sources } from '../ledger/sources.ts'
import type { Transcripts } from '../ledger/transcripts.ts'
import { fingerprintOf } from './fingerprint.ts'
import { Fingerprints } from './fingerprints.ts'
import { gather } from './gather.ts'
import type { Uploads } from './uploads.ts'
import { writtenPath } from './written-path.ts'

interface IntakeDependencies {
	readonly ledger: Transcripts
	readonly sources: Sources
	readonly uploads: Uploads
	readonly uploadPath: (upload: string) => string | null
	/** Folders that are not looked through: our own. */
	readonly except: () => readonly string[]
	/** Transcripts are in the ledger: their jobs may begin. */
	readonly added: (ids: readonly string[]) => void
	readonly now: () => number
}

/** Sound of a file, by the places of a track and of one of its channels (null: the one it marks, all mixed). */
interface Sound {
	readonly track: number | null
	readonly channel: number | null
}

/** And what its transcript is called. */
export interface SoundChoice extends Sound {
	readonly title: string
}

interface How {
	/** What is here already becomes a transcript too. */
	readonly again: boolean
	readonly sound: Sound
	/** How each is to be heard; null: as the settings say. */
	readonly wish: Wish | null
}

const MARKED: Sound = { track: null, channel: null }

/** A file that was given: by path, or as an upload that lies at `path`. */
interface Given {
	readonly path: string
	readonly name: string
	readonly upload: string | null
}

type Outcome = { readonly added: string } | { readonly duplicate: Duplicate } | { readonly problem: Problem }

/** Main is not kept longer at a time with making transcripts, in ms: recordings come in between. */
const TURN_MS = 8

/** From what the user gives to jobs: folders are looked through, files that are there already are told, the rest become transcripts. */
export class Intake {
	readonly #deps: IntakeDependencies
	readonly #fingerprints: Fingerprints
	/** One after the other: of two alike that come at once one is a duplicate. */
	#line: Promise<unknown> = Promise.resolve()

	constructor(deps: IntakeDependencies) {
		this.#deps = deps
		this.#fingerprints = new Fingerprints(deps.sources)
	}

	/** Files and folders by path. `written`: as a person writes them; then what is not there is a problem, else a transcript that says so. */
	addPaths(
		paths: readonly string[],
		{ again = false, written = false, sound = MARKED, wish = null }: Partial<How> & { readonly written?: boolean } = {}
	): Promise<Added> {
		// Another sound of a file that is here is another text.
		const how = { again: again || sound.track !== null || sound.channel !== null, sound, wish }
		return this.#inLine(async () => {
			const made = nothing()
			for (const said of paths) {
				const path = written ? writtenPath(said) : said
				if (written && path === '') continue
				if (!isAbsolute(path)) {
					made.problems.push(notComplete(path))
					continue
				}
				const facts = await stat(path).catch((error: NodeJS.ErrnoException) => error)
				if (facts instanceof Error && written) made.problems.push(notThere(path, facts.code ?? 'unknown'))
				else if (!(facts instanceof Error) && facts.isDirectory()) await this.#addFolder(made, path, how)
				else await this.#addTo(made, [{ path, name: basename(path), upload: null }], how)
			}
			return made
		})
	}

	/** Uploads that are here, under the names that their page gives. */
	addUploads(uploads: readonly { upload: string; name: string }[], again: boolean, wish: Wish | null = null): Promise<Added> {
		return this.#inLine(async () => {
			const made = nothing()
			for (const { upload, name: said } of uploads) {
				const [path, name] = [this.#deps.uploadPath(upload), basename(said)]
				// Asked twice: the line broke before the answer came. By now it may be read already, and gone.
				if (path !== null && this.#deps.sources.has(path)) continue
				if (path === null || (await factsOf(path)) === null) made.problems.push(notHere(name))
				else await this.#addTo(made, [{ path, name, upload }], { again, sound: MARKED, wish })
			}
			return made
		})
	}

	/** One file, even if it is there already. */
	async addFile(path: string): Promise<Result<string>> {
		const { added, problems } = await this.addPaths([path], { again: true })
		const [problem] = problems
		return added[0] !== undefined ? ok(added[0]) : problem ? { ok: false, problem } : fail('not-added', 'The file could not be added.')
	}

	/** The file of a transcript again, for other sound of it: ids of the transcripts that were made, one of each choice. */
	async addChoices(of: string, choices: readonly SoundChoice[]): Promise<Result<string[]>> {
		const { ledger, sources, added, now } = this.#deps
		const row = ledger.get(of)
		const [path, name] = [row?.sourcePath, row?.sourceName]
		const facts = path ? await factsOf(path) : null
		if (!path || !name || !facts)
			return fail(
				'source-gone',
				'The file is not there any more, so no other sound of it can be read. Add it once more: then choose again.'
			)
		const fingerprint = sources.get(of)?.fingerprint ?? null
		const ids: string[] = []
		for (const { track, channel, title } of choices) {
			const id = randomUUID()
			const made = ledger.add({
				...{ id, kind: 'file', title, createdAt: now(), state: 'queued', sourceName: name, sourcePath: path, device: null },
				choice: { sourceTrack: track, sourceChannel: channel },
				wish: row?.wish ?? null
			})
			if (!made.ok) {
				added(ids)
				return made
			}
			sources.note(id, facts, fingerprint)
			ids.push(id)
		}
		added(ids)
		return ok(ids)
	}

	/** The file of a transcript lies at `path` now. Problem `other-file` where its content is another. */
	async moved(id: string, path: string, upload: string | null): Promise<Result<null>> {
		const noted = this.#deps.sources.get(id)
		const facts = await factsOf(path)
		if (facts === null) return { ok: false, problem: upload === null ? notThere(path, 'ENOENT') : notHere(basename(path)) }
		const same =
			noted === null ||
			(noted.bytes === facts.bytes && (noted.fingerprint === null || noted.fingerprint === (await fingerprintOf(path, facts.bytes))))
		if (!same)
			return fail('other-file', 'This is another file than the one that was added: its content differs. Add it by itself to transcribe it.')
		const kept = this.#deps.sources.moved(id, path, facts)
		if (kept.ok && upload !== null) await this.#deps.uploads.claimed(upload)
		return kept
	}

	/** The file of a transcript has been opened: what is to be said when it is not as it was when it was added. */
	opened(id: string, now: Pick<SourceFacts, 'bytes' | 'changedAt'>): Problem[] {
		const noted = this.#deps.sources.get(id)
		if (noted === null || now.bytes === null || now.changedAt === null) return []
		if (noted.bytes === now.bytes && noted.changedAt === now.changedAt) return []
		this.#deps.sources.note(id, { bytes: now.bytes, changedAt: now.changedAt }, null)
		this.#fingerprints.later(id)
		return [changedSince(noted.bytes, now.bytes)]
	}

	/** Main ends. */
	stop(): void {
		this.#fingerprints.stop()
	}

	async #addFolder(made: Made, folder: string, how: How): Promise<void> {
		const { files, leftOut, problems } = await gather(folder, { except: this.#deps.except() })
		made.leftOut.other += leftOut.other
		made.leftOut.hidden += leftOut.hidden
		made.problems.push(...problems)
		if (files.length === 0 && problems.length === 0) made.problems.push(noneIn(folder))
		await this.#addTo(
			made,
			files.map(path => ({ path, name: basename(path), upload: null })),
			how
		)
	}

	async #addTo(made: Made, given: readonly Given[], how: How): Promise<void> {
		let began = performance.now()
		let told = made.added.length
		// Together: each time the whole line is looked at, which may be long.
		const tell = () => {
			this.#deps.added(made.added.slice(told))
			told = made.added.length
		}
		for (const file of given) {
			const outcome = await this.#add(file, how)
			if ('added' in outcome) made.added.push(outcome.added)
			else if ('duplicate' in outcome) {
				made.duplicates.push(outcome.duplicate)
				// Its page asks what is to become of it: no other finds it among what pages that are gone have left.
				if (file.upload !== null) await this.#deps.uploads.claimed(file.upload)
			} else made.problems.push(outcome.problem)
			if (performance.now() - began < TURN_MS) continue
			tell()
			await turn()
			began = performance.now()
		}
		tell()
	}

	async #add(given: Given, { again, sound, wish }: How): Promise<Outcome> {
		const { path, name, upload } = given
		const facts = await factsOf(path)
		// An upload goes when its sound is in the journal: it is known by then or never.
		let fingerprint = upload !== null && facts ? await fingerprintOf(path, facts.bytes) : null
		if (facts && !again) {
			const alike = this.#deps.sources.ofSize(facts.bytes)
			if (alike.length > 0) {
				const there = alike.find(each => each.path === path && each.changedAt === facts.changedAt)
				if (there) return { duplicate: duplicate(given, there) }
				fingerprint ??= await fingerprintOf(path, facts.bytes)
				for (const each of alike)
					if (fingerprint !== null && fingerprint === (await this.#fingerprints.of(each))) return { duplicate: duplicate(given, each) }
			}
		}
		const { ledger, sources, uploads, now } = this.#deps
		const id = randomUUID()
		const title = basename(name, extname(name)) || name
		const made = ledger.add({
			id,
			kind: 'file',
			title,
			createdAt: now(),
			state: 'queued',
			sourceName: name,
			sourcePath: path,
			device: null,
			choice: { sourceTrack: sound.track, sourceChannel: sound.channel },
			wish
		})
		if (!made.ok) return { problem: made.problem }
		if (facts) sources.note(id, facts, fingerprint)
		if (facts && fingerprint === null) this.#fingerprints.later(id)
		if (upload !== null) await uploads.claimed(upload)
		return { added: id }
	}

	#inLine<T>(work: () => Promise<T>): Promise<T> {
		const done = this.#line.then(work)
		this.#line = done.catch(() => {})
		return done
	}
}

/** As it grows. */
interface Made {
	readonly added: string[]
	readonly duplicates: Duplicate[]
	readonly leftOut: { other: number; hidden: number }
	readonly problems: Problem[]
}

function nothing(): Made {
	return { added: [], duplicates: [], leftOut: { other: 0, hidden: 0 }, problems: [] }
}

async function factsOf(path: string): Promise<FileFacts | null> {
	const facts = await stat(path).catch(() => null)
	return facts?.isFile() ? { bytes: facts.size, changedAt: Math.round(facts.mtimeMs) } : null
}

function duplicate({ path, name, upload }: Given, { id, title }: NotedSource): Duplicate {
	return { name, path: upload === null ? path : null, upload, transcript: id, title }
}

function notComplete(path: string): Problem {
	return fail('bad-path', `“${path}” is not a complete path. It begins with ${process.platform === 'win32' ? 'a drive (C:\\)' : '/'}.`, {
		path
	}).problem
}

function notThere(path: string, code: string): Problem {
	if (code === 'EACCES' || code === 'EPERM')
		return fail('path-forbidden', `“${path}” may not be read: this user has no permission for it.`, { path }).problem
	if (code === 'ENOENT' || code === 'ENOTDIR')
		return fail('path-missing', `There is nothing at “${path}”. Is the path right, and its disk connected?`, { path }).problem
	return fail('path-unreadable', `“${path}” can’t be read: the system says ${code}.`, { path, code }).problem
}

function notHere(name: string): Problem {
	return fail('no-upload', `“${name}” did not arrive completely. Drop it again.`, { name }).problem
}

function changedSince(was: number, is: number): Problem {
	const how = was === is ? 'changed' : is > was ? 'grown' : 'shrunk'
	const what = { changed: 'was changed', grown: 'had grown', shrunk: 'had become shorter' }[how]
	const text = `The file ${what} between being added and being read: what it held then is what is transcribed. Add it again if there is more now.`
	return { code: 'source-changed-since', text, facts: { how } }
}

function noneIn(folder: string): Problem {
	const name = basename(folder) || folder
	return fail('folder-without-media', `There is no sound or video file in “${name}”.`, { name }).problem
}
