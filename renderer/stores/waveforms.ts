import { createStore, type StoreApi } from 'zustand/vanilla'
import { MICROPHONE } from '../../electron/contract/audio-frame.ts'
import type { Client } from '../api/client.ts'

/** How loud a journal is, in columns; `known`: as far as main knows it, in samples. */
export interface Wave {
	readonly levels: readonly number[]
	readonly known: number
}

export type WaveformsStore = StoreApi<{ readonly waves: Readonly<Record<string, Wave>> }> & {
	/**
	 * Asks for the time from sample `from` to `to` of a journal in so many columns, again and again until all of it is known or the function it gives
	 * is called. What was known before stands until there is an answer.
	 */
	watch(journal: string, from: number, to: number, columns: number): () => void
}

/** What main is still making is asked for again after so long, ms: longer from time to time. */
const AGAIN_MS = 500
const LONGEST_MS = 5_000
/** So much may be missing at the end, in samples: nobody sees it. */
const UNSEEN = MICROPHONE.sampleRate

export function createWaveformsStore(
	client: Pick<Client, 'request'>,
	later: (run: () => void, ms: number) => void = setTimeout
): WaveformsStore {
	const store = createStore<{ readonly waves: Readonly<Record<string, Wave>> }>(() => ({ waves: {} }))
	return Object.assign(store, {
		watch(journal: string, from: number, to: number, columns: number) {
			let watched = true
			const ask = async (wait: number) => {
				if (!watched) return
				const answer = await client.request('transcript.waveform', { transcript: journal, from, to, columns })
				if (!watched || !answer.ok) return
				store.setState(({ waves }) => ({ waves: { ...waves, [journal]: answer.value } }))
				if (answer.value.known < to - UNSEEN) later(() => void ask(Math.min(LONGEST_MS, wait * 1.5)), wait)
			}
			void ask(AGAIN_MS)
			return () => {
				watched = false
			}
		}
	})
}
