import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ExportedFile, ExportOptions, ExportPreview, SavedFile } from '../../electron/contract/exporting.ts'
import type { ExportFormat } from '../../electron/contract/records.ts'
import type { Client } from '../api/client.ts'
import type { Result } from '../api/problem.ts'

export interface ExportsState {
	/** Formats main offers; empty until it has told. */
	readonly formats: readonly ExportFormat[]
	/** Transcripts that are to be exported, when it is not the one that is open. */
	readonly asked: readonly string[] | null
}

/** A file to be kept: its name, kind and what is in it. */
export interface Written {
	readonly name: string
	readonly mime: string
	readonly contents: string | Uint8Array<ArrayBuffer>
}

export type ExportsStore = StoreApi<ExportsState> & {
	load(): Promise<void>
	/** Before the dialog is shown: about these; null: about the one that is open. */
	ask(transcripts: readonly string[] | null): void
	/** These transcripts as one file: one of the format, or a zip of several. */
	write(transcripts: readonly string[], format: string, options: ExportOptions): Promise<Result<Written>>
	/** As `write`, of any size: to be fetched soon. */
	save(transcripts: readonly string[], format: string, options: ExportOptions): Promise<Result<SavedFile>>
	/** How the file of this transcript will begin. */
	preview(transcript: string, format: string, options: ExportOptions): Promise<Result<ExportPreview>>
}

export function createExportsStore(client: Client): ExportsStore {
	const store = createStore<ExportsState>(() => ({ formats: [], asked: null }))
	return Object.assign(store, {
		async load() {
			const result = await client.request('exports.formats', {})
			if (result.ok) store.setState({ formats: result.value })
		},
		ask: (asked: readonly string[] | null) => store.setState({ asked }),
		async write(transcripts: readonly string[], format: string, options: ExportOptions): Promise<Result<Written>> {
			const made = await client.request('transcripts.export', { transcripts: [...transcripts], format, options })
			if (!made.ok) return made
			return { ok: true, value: { name: made.value.name, mime: made.value.mime, contents: contentsOf(made.value) } }
		},
		save: (transcripts: readonly string[], format: string, options: ExportOptions) =>
			client.request('transcripts.save', { transcripts: [...transcripts], format, options }),
		preview: (transcript: string, format: string, options: ExportOptions) =>
			client.request('export.preview', { transcript, format, options })
	})
}

/** What goes into the file. */
export function contentsOf({ text, encoding }: Pick<ExportedFile, 'text' | 'encoding'>): Written['contents'] {
	return encoding === 'utf8' ? text : Uint8Array.from(atob(text), sign => sign.charCodeAt(0))
}
