import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Edit } from '../../electron/contract/lines.ts'
import type { SpeakerName } from '../../electron/contract/records.ts'
import type { Problem } from '../api/problem.ts'
import { type History, namesAfter, noHistory, redone, type Step, undone, withStep } from './edit-history.ts'
import { changeDetail } from './known-transcripts.ts'
import { type Detail, withEdits, withSpeakers } from './transcript-detail.ts'
import type { TranscriptsStore } from './transcripts.ts'
import type { UnsavedDetails } from './unsaved-details.ts'
import type { UnsavedEdits } from './unsaved-edits.ts'

export interface EditsState {
	/** By transcript, what can be undone in it. */
	readonly histories: Readonly<Record<string, History>>
}

/** What is made of a segment of a channel, by its place in the whole. */
export interface Wish {
	readonly channel: string
	readonly from: number
	readonly edit: Edit | null
}

export type EditsStore = StoreApi<EditsState> & {
	/** Shown and saved at once, and one step to be undone. `typing` names the line that is being typed in: that goes on as one step. */
	make(whole: string, wishes: readonly Wish[], typing?: string): void
	/** The names of who speaks, and with them what is made of segments. */
	name(whole: string, speakers: readonly SpeakerName[], wishes?: readonly Wish[]): void
	/** Gives what was changed by it; null when there is nothing. */
	undo(whole: string): Step | null
	redo(whole: string): Step | null
}

/** What the user makes of texts. */
export function createEditsStore(
	transcripts: TranscriptsStore,
	unsaved: Pick<UnsavedEdits, 'set'>,
	details: Pick<UnsavedDetails, 'give'>,
	{ now, tell }: { now: () => number; tell: (problem: Problem) => void }
): EditsStore {
	const store = createStore<EditsState>(() => ({ histories: {} }))
	const detailOf = (whole: string) => transcripts.getState().details[whole]
	const historyOf = (whole: string) => store.getState().histories[whole] ?? noHistory
	const remember = (whole: string, history: History) =>
		store.setState(({ histories }) => ({ histories: { ...histories, [whole]: history } }))

	const apply = (whole: string, { changes, speakers }: Pick<Step, 'changes' | 'speakers'>) => {
		if (changes.length > 0) {
			for (const channel of new Set(changes.map(change => change.channel))) {
				const ends = endsIn(detailOf(whole), channel)
				const edits = changes
					.filter(change => change.channel === channel)
					.map(({ from, after }) => ({ from, to: ends.get(from), edit: after }))
				transcripts.setState(state => changeDetail(state, whole, withEdits(channel, edits)))
				unsaved.set(edits.map(edit => ({ channel, ...edit })))
			}
		}
		if (speakers === null) return
		const names = namesAfter(detailOf(whole)?.speakers ?? speakers.before, speakers)
		transcripts.setState(state => changeDetail(state, whole, withSpeakers(names)))
		void details.give('speakers.set', { transcript: whole, speakers: [...names] }).then(problem => problem && tell(problem))
	}
	const step = (whole: string, wishes: readonly Wish[], typing: string | null, speakers: Step['speakers']) => {
		const detail = detailOf(whole)
		if (detail === undefined) return
		const changes = wishes.map(({ channel, from, edit }) => ({
			channel,
			from: from - offsetOf(detail, channel),
			before: holderIn(detail, channel).own.get(from) ?? null,
			after: edit
		}))
		if (changes.length === 0 && speakers === null) return
		const at = now()
		const made = { changes, speakers, typing, begun: at, at }
		remember(whole, withStep(historyOf(whole), made))
		apply(whole, made)
	}
	const back = (whole: string, how: typeof undone) => {
		const taken = how(historyOf(whole))
		if (taken === null) return null
		remember(whole, taken.history)
		apply(whole, taken.step)
		return taken.step
	}

	transcripts.subscribe(({ details }, before) => {
		for (const [whole, history] of Object.entries(store.getState().histories)) {
			const [now, was] = [details[whole], before.details[whole]]
			// Of a text that is at hand no more nobody knows whether it is replaced meanwhile.
			if (was && now?.edition !== was.edition && !(now && standsIn(was, now, history))) remember(whole, noHistory)
		}
	})

	return Object.assign(store, {
		make: (whole: string, wishes: readonly Wish[], typing?: string) => step(whole, wishes, typing ?? null, null),
		name: (whole: string, speakers: readonly SpeakerName[], wishes: readonly Wish[] = []) =>
			step(whole, wishes, null, { before: detailOf(whole)?.speakers ?? [], after: speakers }),
		undo: (whole: string) => back(whole, undone),
		redo: (whole: string) => back(whole, redone)
	})
}

function holderIn(detail: Detail, channel: string) {
	return detail.parts.find(part => part.id === channel) ?? detail
}

/** All text was replaced: what was done in it can be taken back where all that was changed is as it was, else it would be put into another text. */
function standsIn(was: Detail, now: Detail, { undo, redo }: History): boolean {
	const changes = [...undo, ...redo].flatMap(step => step.changes)
	return Array.from(new Set(changes.map(change => change.channel))).every(channel => {
		const [before, after] = [was, now].map(detail => textsIn(detail, channel))
		return changes.every(({ channel: of, from }) => of !== channel || before?.(from) === after?.(from))
	})
}

/** What was heard in a segment of a channel and what was made of it, by its own first sample: the same where both are. */
function textsIn(detail: Detail, channel: string): (from: number) => string {
	const { segments, own } = holderIn(detail, channel)
	const offset = offsetOf(detail, channel)
	const heard = new Map(segments.map(({ from, text }) => [from, text]))
	return from => {
		const edit = own.get(from + offset)
		return JSON.stringify([heard.get(from + offset), edit?.joined, edit?.pieces.map(({ text, speaker }) => [text, speaker])])
	}
}

/** Where segments of a channel end, by their own first sample. */
function endsIn(detail: Detail | undefined, channel: string): ReadonlyMap<number, number> {
	if (detail === undefined) return new Map()
	const offset = offsetOf(detail, channel)
	return new Map(holderIn(detail, channel).segments.map(({ from, to }) => [from - offset, to - offset]))
}

/** What the places of a channel are ahead of its own. */
export function offsetOf(detail: Pick<Detail, 'parts'>, channel: string): number {
	return detail.parts.find(part => part.id === channel)?.offset ?? 0
}
