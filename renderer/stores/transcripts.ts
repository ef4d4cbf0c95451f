import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CommandParams, CommandResult } from '../../electron/contract/commands.ts'
import type { RecordingAsk } from '../../electron/contract/recorder.ts'
import type { Mark, Transcript } from '../../electron/contract/records.ts'
import type { VersionText } from '../../electron/contract/versions.ts'
import type { Wish } from '../../electron/contract/wish.ts'
import type { Client } from '../api/client.ts'
import { ok, type Problem, type Result } from '../api/problem.ts'
import {
	changeDetail,
	gapKey,
	noTranscripts,
	replaced,
	type TranscriptsState,
	transcriptsAfter,
	withDetail,
	withLoaded,
	withOnly
} from './known-transcripts.ts'
import {
	type Change,
	type Detail,
	withEdits,
	withFailure,
	withMark,
	withoutMark,
	withoutVersion,
	withQuestion
} from './transcript-detail.ts'
import type { UnsavedDetails } from './unsaved-details.ts'
import type { UnsavedEdits } from './unsaved-edits.ts'

export type TranscriptsStore = StoreApi<TranscriptsState> & {
	/** Loads the text unless it is here already; from then on events keep it fresh. */
	open(id: string): Promise<void>
	/** After a snapshot, and when all of the open text was replaced: it is loaded again. What is shown stays meanwhile. */
	reopen(): void
	rename(id: string, title: string): Promise<Problem | null>
	cancel(id: string): Promise<Problem | null>
	retry(id: string): Promise<Problem | null>
	/** Heard again with that model, in that language (null: as the settings say); its text stands until all of the new one is there. */
	again(id: string, model: string, language: Wish['language']): Promise<Problem | null>
	/** Who speaks where is found out by voices; `called`: how they are called, `#` stands for a number. It comes by events. */
	findSpeakers(id: string, count: number | null, called: string): Promise<Problem | null>
	/** What was found before stays. */
	cancelSpeakers(id: string): Promise<Problem | null>
	/** Who was known to speak before the last search; said again, what that found. */
	undoSpeakers(id: string): Promise<Problem | null>
	/** Other sound of its file, each in a transcript of its own. */
	addChoices(id: string, choices: CommandParams<'files.add-choices'>['choices']): Promise<Result<CommandResult<'files.add-choices'>>>
	/** How it is heard from here on, while it is recorded or in the queue. */
	wish(id: string, wish: Wish): Promise<Problem | null>
	pause(id: string): Promise<Problem | null>
	resume(id: string): Promise<Problem | null>
	/** Before another of the queue, or behind all (null). */
	move(id: string, before: string | null): Promise<Problem | null>
	/** What ended without a word goes to the trash: gives their ids. */
	clearQueue(): Promise<Result<readonly string[]>>
	/** Out of the trash. */
	restore(id: string): Promise<Problem | null>
	/** Transcribes again what a gap has no text for, with another model if one is named; text comes, and the gap changes, by events. */
	retryGap(id: string, from: number, model?: string): Promise<Problem | null>
	/** Sets a mark or changes it: shown at once, as it was before when main refuses. */
	setMark(transcript: string, mark: Mark): Promise<Problem | null>
	removeMark(transcript: string, mark: Mark): Promise<Problem | null>
	/** What an earlier text of it read as. */
	version(id: string, version: string): Promise<Result<VersionText>>
	/** Brings it back; the text that stands becomes an earlier one. */
	restoreVersion(id: string, version: string): Promise<Problem | null>
	/** For ever. */
	removeVersion(id: string, version: string): Promise<Problem | null>
	/** Of the page that makes a recording, wherever that is. */
	ask(recording: string, what: RecordingAsk): Promise<Problem | null>
	addSample(): Promise<Result<Transcript>>
}

/** So many texts stay at hand, and the one that is heard: a long one takes 10 MB and more. */
const AT_HAND = 6

/** `edits`, `unsaved`: what was written in a channel, and beside the text, that main may not know of yet. `isHeard`: its text is needed by who plays it. */
export function createTranscriptsStore(
	client: Client,
	edits: Pick<UnsavedEdits, 'of'>,
	unsaved: Pick<UnsavedDetails, 'give' | 'of'>,
	isHeard: (transcript: string) => boolean
): TranscriptsStore {
	const store = createStore<TranscriptsState>(() => noTranscripts)
	/** The one that is open, and those that were before it. */
	let opened: readonly string[] = []

	const take = (result: Result<Transcript>): Problem | null => {
		if (!result.ok) return result.problem
		store.setState(state => transcriptsAfter(state, { type: 'transcript', transcript: result.value }))
		return null
	}
	const load = async (id: string) => {
		store.setState(state => withDetail(state, id, withQuestion(state.details[id])))
		const result = await client.request('transcript.get', { transcript: id })
		store.setState(state =>
			result.ok ? withUnsaved(withLoaded(state, result.value), id) : withDetail(state, id, withFailure(state.details[id], result.problem))
		)
	}
	const withUnsaved = (state: TranscriptsState, id: string) => {
		const channels = [id, ...(state.details[id]?.parts ?? []).map(part => part.id)]
		const changes = [...channels.map(channel => withEdits(channel, edits.of(channel))), ...unsaved.of(id)]
		return changes.reduce((after, change) => changeDetail(after, id, change), state)
	}
	const isFresh = (detail: Detail | undefined) => detail !== undefined && detail.status !== 'failed' && !detail.stale
	const change = (id: string, how: Change) => store.setState(state => changeDetail(state, id, how))

	return Object.assign(store, {
		async open(id: string) {
			opened = [id, ...opened.filter(each => each !== id)].slice(0, AT_HAND)
			store.setState(state => withOnly(state, each => opened.includes(each) || isHeard(each)))
			if (!isFresh(store.getState().details[id])) await load(id)
		},
		reopen() {
			const [openId] = opened
			if (openId !== undefined && !isFresh(store.getState().details[openId])) void load(openId)
		},
		rename: (id: string, title: string) => unsaved.give('transcript.rename', { transcript: id, title }),
		cancel: async (id: string) => take(await client.request('transcript.cancel', { transcript: id })),
		retry: async (id: string) => take(await client.request('transcript.retry', { transcript: id })),
		addChoices: (id: string, choices: CommandParams<'files.add-choices'>['choices']) =>
			client.request('files.add-choices', { transcript: id, choices }),
		again: async (id: string, model: string, language: Wish['language']) =>
			take(await client.request('transcript.again', { transcript: id, model, language })),
		findSpeakers: async (id: string, count: number | null, called: string) =>
			take(await client.request('speakers.find', { transcript: id, count, called })),
		cancelSpeakers: async (id: string) => take(await client.request('speakers.cancel', { transcript: id })),
		undoSpeakers: async (id: string) => take(await client.request('speakers.undo', { transcript: id })),
		wish: async (id: string, wish: Wish) => take(await client.request('transcript.wish', { transcript: id, wish })),
		pause: async (id: string) => take(await client.request('transcript.pause', { transcript: id })),
		resume: async (id: string) => take(await client.request('transcript.resume', { transcript: id })),
		async move(id: string, before: string | null) {
			const result = await client.request('queue.move', { transcript: id, before })
			return result.ok ? null : result.problem
		},
		async clearQueue() {
			const result = await client.request('queue.clear', {})
			return result.ok ? ok(result.value.transcripts) : result
		},
		restore: async (id: string) => take(await client.request('transcript.restore', { transcript: id })),
		async retryGap(id: string, from: number, model?: string) {
			store.setState(state => ({ retrying: new Set([...state.retrying, gapKey(id, from)]) }))
			const result = await client.request('gap.retry', { transcript: id, from, model })
			if (result.ok) return null
			store.setState(state => ({ retrying: replaced(state.retrying, gapKey(id, from), null) }))
			return result.problem
		},
		async setMark(id: string, mark: Mark) {
			const before = store.getState().details[id]?.marks.find(each => each.id === mark.id)
			change(id, withMark(mark))
			const problem = await unsaved.give('mark.set', { transcript: id, mark })
			if (problem) change(id, before === undefined ? withoutMark(mark.id) : withMark(before))
			return problem
		},
		async removeMark(id: string, mark: Mark) {
			change(id, withoutMark(mark.id))
			const problem = await unsaved.give('mark.remove', { transcript: id, mark: mark.id })
			if (problem) change(id, withMark(mark))
			return problem
		},
		async version(id: string, version: string) {
			const result = await client.request('version.get', { transcript: id, version })
			if (!result.ok && result.problem.code === 'no-version') change(id, withoutVersion(version))
			return result
		},
		restoreVersion: async (id: string, version: string) => take(await client.request('version.restore', { transcript: id, version })),
		async removeVersion(id: string, version: string) {
			const result = await client.request('version.delete', { transcript: id, version })
			if (!result.ok) return result.problem
			change(id, withoutVersion(version))
			return null
		},
		async ask(recording: string, what: RecordingAsk) {
			const result = await client.request('recording.ask', { recording, ask: what })
			return result.ok ? null : result.problem
		},
		async addSample() {
			const result = await client.request('sample.add', {})
			take(result)
			return result
		}
	})
}
