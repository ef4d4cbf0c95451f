import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Added, Duplicate, LeftOut, Partial as PartialUpload, UploadPurpose } from '../../electron/contract/intake.ts'
import type { Wish } from '../../electron/contract/wish.ts'
import type { ChosenFiles } from '../api/chosen-files.ts'
import type { Client } from '../api/client.ts'
import { fail, type Problem, type Result } from '../api/problem.ts'
import type { UploadHears, UploadWait } from '../api/upload.ts'

/** A file on its way to main. It goes from the list when its transcript is there. */
export interface Upload {
	readonly id: string
	readonly name: string
	readonly bytes: number
	readonly sent: number
	/** `left`: a page that is gone began it; it goes on when the file is chosen again. */
	readonly state: 'waiting' | 'sending' | 'failed' | 'left'
	/** What it waits for while it is being sent. */
	readonly wait: UploadWait | null
	readonly problem: Problem | null
	/** When the file was last changed, ms since 1970: name, size and this tell that it is the same. */
	readonly changedAt: number
	readonly purpose: UploadPurpose
}

export interface UploadsState {
	readonly uploads: readonly Upload[]
	/** The upload whose transcript is to be shown when it is there: the first of those added, unless the user wants another, or goes elsewhere. */
	readonly wanted: string | null
	/** Files that are in the library already, until the user has said what is to become of them. */
	readonly duplicates: readonly Duplicate[]
}

export type UploadsStore = StoreApi<UploadsState> & {
	add(files: readonly File[], leftOut?: LeftOut): Promise<void>
	/** What is chosen of folders, as soon as they have been looked through. */
	addChosen(chosen: Promise<ChosenFiles>): Promise<void>
	/** By path, as the user wrote them. Gives what came of it. */
	addPaths(paths: readonly string[]): Promise<Result<Added>>
	/** The file of a transcript, which was not found where it was. */
	findSource(transcript: string, file: File): Promise<void>
	/** Duplicates are transcribed all the same, or left. */
	addAgain(): Promise<void>
	leave(): void
	want(id: string | null): void
	/** Makes a model of an archive on this machine; in Electron also of a folder. */
	importModel(file: File): Promise<void>
	/** Stops an upload, or takes one that failed or was left from the list. */
	cancel(id: string): void
	retry(id: string): void
	/** The line to main is there: what pages that are gone have left is taken up. */
	lookForLeft(): Promise<void>
}

/** How files reach main: by path in Electron, else as a stream of bytes. */
export interface FileCarrier {
	/** Null where only bytes can be had. */
	readonly pathsOf: ((files: File[]) => string[]) | null
	upload(file: File, as: { upload: string; purpose: UploadPurpose }, signal: AbortSignal, hears: UploadHears): Promise<Result<null>>
}

/** What the uploads ask of the rest of the window. */
export interface UploadsListener {
	/** Shows a transcript, as was just asked for. */
	open(transcript: string): void
	/** A transcript is here that is to be shown, unless the user has begun something else. */
	arrived(transcript: string): void
	tell(problem: Problem): void
	/** How files that are added now are to be heard; null: as the settings say. */
	wish(): Wish | null
}

/** Two files at once keep line and disk busy while one of them is being looked at; more would only share them. */
const AT_ONCE = 2
/** Paths in one request: main answers before the page looks stuck. */
const BATCH = 200

/** A file: by its path, or uploaded. */
interface Where {
	readonly path: string | null
	readonly upload: { upload: string; name: string } | null
}

interface Sent {
	readonly file: File
	abort: AbortController
	/** Resolves when it may become a transcript: those before it have, or don't hold it up any more. */
	turn: Promise<void>
	/** It holds up nobody any more. */
	pass: () => void
	/** As it was when it was added. */
	readonly wish: Wish | null
	readonly purpose: UploadPurpose
}

const TRANSCRIPT: UploadPurpose = { for: 'transcript' }

export function createUploadsStore(client: Client, carrier: FileCarrier, listener: UploadsListener): UploadsStore {
	const store = createStore<UploadsState>(() => ({ uploads: [], wanted: null, duplicates: [] }))
	const files = new Map<string, Sent>()
	const line: string[] = []
	let working = 0
	const idle: (() => void)[] = []
	/** Resolves when whoever is enqueued next may become a transcript. */
	let nextTurn: Promise<void> = Promise.resolve()

	const change = (id: string, fields: Partial<Upload>) =>
		store.setState(state => ({ uploads: state.uploads.map(each => (each.id === id ? { ...each, ...fields } : each)) }))
	const drop = (id: string) => {
		files.get(id)?.pass()
		files.delete(id)
		store.setState(state => ({ uploads: state.uploads.filter(each => each.id !== id) }))
	}
	/** Gives the first transcript that was made. */
	const take = ({ added, duplicates, leftOut, problems }: Added): string | null => {
		for (const problem of problems) listener.tell(problem)
		if (duplicates.length > 0) store.setState(state => ({ duplicates: [...state.duplicates, ...duplicates] }))
		tellLeftOut(leftOut)
		return added[0] ?? null
	}
	const tellLeftOut = ({ other, hidden }: LeftOut) => {
		if (other + hidden === 0) return
		const text = `${other + hidden} files of folders were left out: ${other} are no sound or video, ${hidden} are hidden.`
		listener.tell({ code: 'left-out', facts: { all: other + hidden, hidden }, text })
	}

	/** A file that is here becomes something else than a transcript. */
	const become = async (purpose: Exclude<UploadPurpose, { for: 'transcript' }>, where: Where): Promise<Problem | null> => {
		const { path, upload } = where
		const done =
			purpose.for === 'model'
				? await client.request('models.import', where)
				: await client.request('transcript.find-source', { transcript: purpose.transcript, path, upload: upload?.upload ?? null })
		return done.ok ? null : done.problem
	}
	const becomeFrom = async (purpose: Exclude<UploadPurpose, { for: 'transcript' }>, file: File): Promise<void> => {
		if (carrier.pathsOf === null) return addByUpload([file], purpose)
		const [path] = carrier.pathsOf([file])
		const problem = path ? await become(purpose, { path, upload: null }) : NO_PATH
		if (problem) listener.tell(problem)
	}

	const send = async (id: string): Promise<void> => {
		const entry = files.get(id)
		if (entry === undefined) return
		await bring(id, entry).finally(entry.pass)
	}
	const bring = async (id: string, entry: Sent): Promise<void> => {
		change(id, { state: 'sending', wait: null, problem: null })
		const { purpose } = entry
		const sent = await carrier.upload(entry.file, { upload: id, purpose }, entry.abort.signal, {
			sent: bytes => change(id, { sent: bytes }),
			waits: wait => {
				// For room on the disk, say: that may take long.
				if (wait !== null) entry.pass()
				change(id, { wait })
			}
		})
		if (!sent.ok) {
			if (sent.problem.code === 'upload-cancelled') {
				drop(id)
				void client.request('upload.discard', { upload: id })
			} else change(id, { state: 'failed', problem: sent.problem })
			return
		}
		if (purpose.for !== 'transcript') {
			const problem = await become(purpose, { path: null, upload: { upload: id, name: entry.file.name } })
			if (problem) change(id, { state: 'failed', problem })
			else drop(id)
			return
		}
		await entry.turn
		// Cancelled while it waited for those before it.
		if (entry.abort.signal.aborted) {
			drop(id)
			void client.request('upload.discard', { upload: id })
			return
		}
		const added = await client.request('files.add-uploads', { uploads: [{ upload: id, name: entry.file.name }], wish: entry.wish })
		const problem = added.ok ? added.value.problems[0] : added.problem
		if (problem) return change(id, { state: 'failed', problem })
		const first = added.ok ? take(added.value) : null
		if (first !== null && store.getState().wanted === id) listener.arrived(first)
		drop(id)
	}
	const work = async (): Promise<void> => {
		working++
		for (let id = line.shift(); id !== undefined; id = line.shift()) await send(id)
		working--
		if (working > 0) return
		for (const done of idle.splice(0)) done()
	}
	/** Two are sent at once, and the smaller is here first: the queue has them in the order in which they were given all the same. */
	const takeTurn = (): Pick<Sent, 'turn' | 'pass'> => {
		const { promise, resolve } = Promise.withResolvers<void>()
		const turn = nextTurn
		nextTurn = turn.then(() => promise)
		return { turn, pass: resolve }
	}
	/** Resolves when nothing is being sent any more. */
	const enqueue = (ids: readonly string[]): Promise<void> => {
		for (const id of ids) {
			const entry = files.get(id)
			if (entry) Object.assign(entry, takeTurn())
			line.push(id)
		}
		if (ids.length === 0) return Promise.resolve()
		const done = new Promise<void>(resolve => idle.push(resolve))
		while (working < AT_ONCE && line.length > 0) void work()
		return done
	}

	/** In batches, so that neither side is kept from anything else. Gives the first transcript. */
	const addByPath = async (paths: readonly string[], how: { again?: boolean } = {}): Promise<void> => {
		let first: string | null = null
		const wish = listener.wish()
		for (let n = 0; n < paths.length; n += BATCH) {
			const added = await client.request('files.add-paths', { paths: paths.slice(n, n + BATCH), wish, ...how })
			if (!added.ok) return listener.tell(added.problem)
			const made = take(added.value)
			if (first === null && made !== null) listener.arrived(made)
			first ??= made
		}
	}
	const addByUpload = (chosen: readonly File[], wanted: UploadPurpose = TRANSCRIPT): Promise<void> => {
		const left = store.getState().uploads.filter(each => each.state === 'left')
		const made = chosen.map((file): Upload => {
			// A page that is gone has sent a part of it.
			const known = left.findIndex(each => each.name === file.name && each.bytes === file.size && each.changedAt === file.lastModified)
			const [begun] = known < 0 ? [] : left.splice(known, 1)
			const id = begun?.id ?? crypto.randomUUID()
			// It is chosen again where all files are: it becomes what it was to become.
			const purpose = begun && wanted.for === 'transcript' ? begun.purpose : wanted
			files.set(id, { file, abort: new AbortController(), turn: Promise.resolve(), pass: () => {}, wish: listener.wish(), purpose })
			const facts = { name: file.name, bytes: file.size, changedAt: file.lastModified, sent: begun?.sent ?? 0, purpose }
			return { id, ...facts, state: 'waiting', wait: null, problem: null }
		})
		const ids = new Set(made.map(each => each.id))
		store.setState(state => ({
			uploads: [...state.uploads.filter(each => !ids.has(each.id)), ...made],
			wanted: wanted.for === 'transcript' ? (made[0]?.id ?? null) : state.wanted
		}))
		return enqueue(made.map(each => each.id))
	}
	const add = async (chosen: readonly File[], leftOut: LeftOut = { other: 0, hidden: 0 }): Promise<void> => {
		tellLeftOut(leftOut)
		if (chosen.length === 0) return
		if (carrier.pathsOf === null) return addByUpload(chosen)
		const paths = carrier.pathsOf([...chosen]).filter(path => path !== '')
		if (paths.length === 0) listener.tell(NO_PATH)
		await addByPath(paths)
	}

	return Object.assign(store, {
		add,
		async addChosen(chosen: Promise<ChosenFiles>) {
			const { files, leftOut } = await chosen
			await add(files, leftOut)
		},
		async addPaths(paths: readonly string[]) {
			const added = await client.request('files.add-paths', { paths: [...paths], written: true, wish: listener.wish() })
			if (!added.ok) return added
			// What is wrong with a path is said where it was written.
			const first = take({ ...added.value, problems: [] })
			if (first !== null) listener.open(first)
			return added
		},
		findSource: (transcript: string, file: File) => becomeFrom({ for: 'source', transcript }, file),
		importModel: (file: File) => becomeFrom({ for: 'model' }, file),
		async addAgain() {
			const { duplicates } = store.getState()
			store.setState({ duplicates: [] })
			await addByPath(
				duplicates.flatMap(each => each.path ?? []),
				{ again: true }
			)
			const uploads = duplicates.flatMap(({ upload, name }) => (upload === null ? [] : [{ upload, name }]))
			if (uploads.length === 0) return
			const added = await client.request('files.add-uploads', { uploads, again: true, wish: listener.wish() })
			const first = added.ok ? take(added.value) : null
			if (first !== null) listener.open(first)
			if (!added.ok) listener.tell(added.problem)
		},
		leave() {
			for (const { upload } of store.getState().duplicates) if (upload !== null) void client.request('upload.discard', { upload })
			store.setState({ duplicates: [] })
		},
		want: (id: string | null) => store.setState({ wanted: id }),
		cancel(id: string) {
			const upload = store.getState().uploads.find(each => each.id === id)
			if (upload?.state === 'sending') return files.get(id)?.abort.abort()
			drop(id)
			if (upload?.state !== 'waiting' || upload.sent > 0) void client.request('upload.discard', { upload: id })
		},
		retry(id: string) {
			const entry = files.get(id)
			if (entry === undefined) return
			entry.abort = new AbortController()
			change(id, { state: 'waiting', problem: null })
			void enqueue([id])
		},
		async lookForLeft() {
			if (carrier.pathsOf !== null) return
			const found = await client.request('uploads.list', {})
			if (!found.ok) return
			const others = found.value.filter(each => !files.has(each.upload) && !isDuplicate(store.getState(), each.upload))
			const left = others.filter(each => each.received < each.bytes).map(leftUpload)
			store.setState(state => ({ uploads: [...state.uploads.filter(each => each.state !== 'left'), ...left] }))
			// All of it is here: its page went before it could ask for the transcript.
			const here = others.filter(each => each.received >= each.bytes)
			for (const { upload, name, purpose } of here) {
				if (purpose.for === 'transcript') continue
				const problem = await become(purpose, { path: null, upload: { upload, name } })
				if (problem) listener.tell(problem)
			}
			const whole = here.filter(({ purpose }) => purpose.for === 'transcript').map(({ upload, name }) => ({ upload, name }))
			const added = whole.length === 0 ? null : await client.request('files.add-uploads', { uploads: whole, wish: listener.wish() })
			// What is in the library already is not asked about here, and left alone: its page may be there and ask. Main throws it away after a day.
			if (added?.ok) take({ ...added.value, duplicates: [] })
		}
	})
}

/** Whether this page has files that would not arrive without it. Those that another page left are no business of its. */
export function sendsFiles({ uploads }: UploadsState): boolean {
	return uploads.some(({ state }) => state === 'waiting' || state === 'sending')
}

const NO_PATH: Problem = fail(
	'no-path',
	'What was dropped is no file on this machine. Save it to a folder first, then add it from there.'
).problem

function leftUpload({ upload, name, bytes, received, changedAt, purpose }: PartialUpload): Upload {
	return { id: upload, name, bytes, sent: received, changedAt, purpose, state: 'left', wait: null, problem: null }
}

function isDuplicate({ duplicates }: UploadsState, upload: string): boolean {
	return duplicates.some(each => each.upload === upload)
}
