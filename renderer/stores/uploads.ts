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
}

export type UploadsStore = StoreApi<UploadsState> & {
	/** Gives the ids of the transcripts as they come, the first one first; null when none did. */
	add(files: readonly File[]): Promise<string | null>
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

export function createUploadsStore(client: Client, carrier: FileCarrier, tell: (problem: Problem) => void): UploadsStore {
	const store = createStore<UploadsState>(() => ({ uploads: [] }))
	const files = new Map<string, { readonly file: File; abort: AbortController }>()
	/** One file after the other: two would only share the disk. */
	let line: Promise<unknown> = Promise.resolve()

	const change = (id: string, fields: Partial<Upload>) =>
		store.setState(state => ({ uploads: state.uploads.map(each => (each.id === id ? { ...each, ...fields } : each)) }))
	const drop = (id: string) => {
		files.delete(id)
		store.setState(state => ({ uploads: state.uploads.filter(each => each.id !== id) }))
	}

	const send = async (id: string): Promise<string | null> => {
		const entry = files.get(id)
		if (entry === undefined) return null
		change(id, { state: 'sending', sent: 0, problem: null })
		const sent = await carrier.upload(entry.file, id, entry.abort.signal, bytes => change(id, { sent: bytes }))
		const added = sent.ok ? await client.request('files.add-uploads', { uploads: [{ upload: id, name: entry.file.name }] }) : sent
		if (added.ok) {
			drop(id)
			return added.value[0]?.id ?? null
		}
		if (added.problem.code === 'upload-cancelled') drop(id)
		else change(id, { state: 'failed', problem: added.problem })
		return null
	}
	const enqueue = (id: string): Promise<string | null> => {
		const sent = line.then(() => send(id))
		line = sent
		return sent
	}

	return Object.assign(store, {
		async add(chosen: readonly File[]) {
			if (chosen.length === 0) return null
			if (carrier.pathsOf !== null) {
				const paths = carrier.pathsOf([...chosen]).filter(path => path !== '')
				const added =
					paths.length === 0
						? fail('no-path', 'What was dropped is no file on this machine. Save it to a folder first, then add it from there.')
						: await client.request('files.add-paths', { paths })
				if (added.ok) return added.value[0]?.id ?? null
				tell(added.problem)
				return null
			}
			const ids = chosen.map(file => {
				const id = crypto.randomUUID()
				files.set(id, { file, abort: new AbortController() })
				store.setState(state => ({
					uploads: [...state.uploads, { id, name: file.name, bytes: file.size, sent: 0, state: 'waiting', problem: null }]
				}))
				return id
			})
			const [first] = await Promise.all(ids.map(enqueue))
			return first ?? null
		},
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
