import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CommandResult } from '../../electron/contract/commands.ts'
import type { ExportFormat } from '../../electron/contract/records.ts'
import type { Client } from '../api/client.ts'
import type { Result } from '../api/problem.ts'

export interface ExportsState {
	/** Formats main offers; empty until it has told. */
	readonly formats: readonly ExportFormat[]
}

export type ExportsStore = StoreApi<ExportsState> & {
	load(): Promise<void>
	/** The whole transcript as a file's name and text. */
	write(transcript: string, format: string): Promise<Result<CommandResult<'transcript.export'>>>
}

export function createExportsStore(client: Client): ExportsStore {
	const store = createStore<ExportsState>(() => ({ formats: [] }))
	return Object.assign(store, {
		async load() {
			const result = await client.request('exports.formats', {})
			if (result.ok) store.setState({ formats: result.value })
		},
		write: (transcript: string, format: string) => client.request('transcript.export', { transcript, format })
	})
}
