import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../api/client.ts'
import { fail, type Problem, type Result } from '../api/problem.ts'

/** A file on its way to main. It goes from the list when its transcript is there. */
export interface Upload {
	readonly id: string
	readonly name: string
	readonly bytes: number
	readonly sent: number
	readonly state: 'waiting' | 'sending' | 'failed'
	readonly problem: Problem | null
}

export interface UploadsState {
	readonly uploads: readonly Upload[]
	/** The upload whose transcript is to be shown when it is there: the first of those added, unless the user wants another, or goes elsewhere. */
	readonly wanted: string | null
}

export type UploadsStore = StoreApi<UploadsState> & {
	add(files: readonly File[]): Promise<void>
	want(id: string | null): void
	/** Stops an upload, or takes a failed one from the list. */
	cancel(id: string): void
	retry(id: string): void
}

/** How files reach main: by path in Electron, else as a stream of bytes. */
export interface FileCarrier {
	/** Null where only bytes can be had. */
	readonly pathsOf: ((files: File[]) => string[]) | null
	upload(file: File, id: string, signal: AbortSignal, onProgress: (bytes: number) => void): Promise<Result<null>>
}

/** What the uploads ask of the rest of the window. */
export interface UploadsListener {
	/** Shows a transcript. */
	open(transcript: string): void
	tell(problem: Problem): void
}

export function createUploadsStore(client: Client, carrier: FileCarrier, listener: UploadsListener): UploadsStore {
	const store = createStore<UploadsState>(() => ({ uploads: [], wanted: null }))
	const files = new Map<string, { readonly file: File; abort: AbortController }>()
	/** One file after the other: two would only share the disk. */
	let line: Promise<void> = Promise.resolve()

	const change = (id: string, fields: Partial<Upload>) =>
		store.setState(state => ({ uploads: state.uploads.map(each => (each.id === id ? { ...each, ...fields } : each)) }))
	const drop = (id: string) => {
		files.delete(id)
		store.setState(state => ({ uploads: state.uploads.filter(each => each.id !== id) }))
	}

	const send = async (id: string): Promise<void> => {
		const entry = files.get(id)
		if (entry === undefined) return
		change(id, { state: 'sending', sent: 0, problem: null })
		const sent = await carrier.upload(entry.file, id, entry.abort.signal, bytes => change(id, { sent: bytes }))
		const added = sent.ok ? await client.request('files.add-uploads', { uploads: [{ upload: id, name: entry.file.name }] }) : sent
		if (added.ok) {
			const [transcript] = added.value
			if (transcript && store.getState().wanted === id) listener.open(transcript.id)
			return drop(id)
		}
		if (added.problem.code === 'upload-cancelled') drop(id)
		else change(id, { state: 'failed', problem: added.problem })
	}
	const enqueue = (id: string): Promise<void> => {
		line = line.then(() => send(id))
		return line
	}

	return Object.assign(store, {
		async add(chosen: readonly File[]) {
			if (chosen.length === 0) return
			if (carrier.pathsOf !== null) {
				const paths = carrier.pathsOf([...chosen]).filter(path => path !== '')
				const added =
					paths.length === 0
						? fail('no-path', 'What was dropped is no file on this machine. Save it to a folder first, then add it from there.')
						: await client.request('files.add-paths', { paths })
				const first = added.ok ? added.value[0] : undefined
				if (first) listener.open(first.id)
				if (!added.ok) listener.tell(added.problem)
				return
			}
			const ids = chosen.map(file => {
				const id = crypto.randomUUID()
				files.set(id, { file, abort: new AbortController() })
				store.setState(state => ({
					uploads: [...state.uploads, { id, name: file.name, bytes: file.size, sent: 0, state: 'waiting', problem: null }]
				}))
				return id
			})
			store.setState({ wanted: ids[0] ?? null })
			await Promise.all(ids.map(enqueue))
		},
		want: (id: string | null) => store.setState({ wanted: id }),
		cancel(id: string) {
			const upload = store.getState().uploads.find(each => each.id === id)
			if (upload?.state === 'sending') files.get(id)?.abort.abort()
			else drop(id)
		},
		retry(id: string) {
			const entry = files.get(id)
			if (entry === undefined) return
			entry.abort = new AbortController()
			change(id, { state: 'waiting', problem: null })
			void enqueue(id)
		}
	})
}
