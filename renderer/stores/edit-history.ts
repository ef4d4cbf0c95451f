import type { Edit } from '../../electron/contract/lines.ts'
import type { SpeakerName } from '../../electron/contract/records.ts'

/** A segment of a channel, by its own first sample, and what stood for it before and stands for it after. */
export interface EditChange {
	readonly channel: string
	readonly from: number
	readonly before: Edit | null
	readonly after: Edit | null
}

/** What is undone at once. */
export interface Step {
	readonly changes: readonly EditChange[]
	readonly speakers: { readonly before: readonly SpeakerName[]; readonly after: readonly SpeakerName[] } | null
	/** The line that is being typed in, by its name; null for all that is done at once. */
	readonly typing: string | null
	/** ms: when it began, and when it was last added to. */
	readonly begun: number
	readonly at: number
}

/** All that was done in this session, and what of it was undone, last first. */
export interface History {
	readonly undo: readonly Step[]
	readonly redo: readonly Step[]
}

export const noHistory: History = { undo: [], redo: [] }

/** Typing that stops for so long is a step of its own, and none is longer than that, ms. */
const PAUSE_MS = 1_000
const MOST_MS = 5_000

/** One more step. What is typed in a line without a pause is one. */
export function withStep({ undo }: History, step: Step): History {
	const last = undo.at(-1)
	const goesOn =
		last !== undefined &&
		step.typing !== null &&
		last.typing === step.typing &&
		step.at - last.at < PAUSE_MS &&
		step.at - last.begun < MOST_MS &&
		step.speakers === null
	return { undo: goesOn ? [...undo.slice(0, -1), asOne(last, step)] : [...undo, step], redo: [] }
}

/** The step that is to be taken back, and the history then; null when there is none. */
export function undone({ undo, redo }: History): { history: History; step: Step } | null {
	const step = undo.at(-1)
	return step === undefined ? null : { history: { undo: undo.slice(0, -1), redo: [...redo, step] }, step: turned(step) }
}

export function redone({ undo, redo }: History): { history: History; step: Step } | null {
	const step = redo.at(-1)
	return step === undefined ? null : { history: { undo: [...undo, { ...step, typing: null }], redo: redo.slice(0, -1) }, step }
}

/** The names that stand after a step: it changes only those that it is about, whatever others were given since. */
export function namesAfter(now: readonly SpeakerName[], { before, after }: NonNullable<Step['speakers']>): readonly SpeakerName[] {
	const was = new Map(before.map(({ id, name }) => [id, name]))
	const changed = new Map(after.filter(({ id, name }) => was.get(id) !== name).map(each => [each.id, each]))
	const gone = (id: string) => was.has(id) && !after.some(each => each.id === id)
	const kept = now.filter(({ id }) => !gone(id)).map(each => changed.get(each.id) ?? each)
	return [...kept, ...[...changed.values()].filter(({ id }) => !now.some(each => each.id === id))]
}

function asOne(first: Step, second: Step): Step {
	const changes = new Map(first.changes.map(change => [nameOf(change), change]))
	for (const change of second.changes) changes.set(nameOf(change), { ...change, before: (changes.get(nameOf(change)) ?? change).before })
	return { ...second, begun: first.begun, changes: [...changes.values()] }
}

function nameOf({ channel, from }: EditChange): string {
	return `${channel} ${from}`
}

function turned(step: Step): Step {
	const { speakers } = step
	return {
		...step,
		changes: step.changes.map(change => ({ ...change, before: change.after, after: change.before })),
		speakers: speakers && { before: speakers.after, after: speakers.before }
	}
}
