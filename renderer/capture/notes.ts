import type { Mark } from '../../electron/contract/records.ts'
import type { Problem } from '../api/problem.ts'

export type GapCause = 'not-recorded' | 'device-lost'

/** What main is to know of a recording beside its audio. Saying it twice is harmless. */
export type Note =
	| { readonly type: 'mark'; readonly recording: string; readonly mark: Mark }
	| { readonly type: 'no-mark'; readonly recording: string; readonly mark: string }
	| { readonly type: 'gap'; readonly recording: string; readonly from: number; readonly to: number; readonly cause: GapCause }

/** Notes that main has not answered, oldest first: kept as audio is, however long main is away. */
export type Notes = readonly Kept[]
interface Kept {
	/** What a later note about the same thing replaces. */
	readonly about: string
	/** Counts up: an answer to what was replaced meanwhile says nothing. */
	readonly n: number
	readonly note: Note
	/** When main was asked; null: not since the line came up. */
	readonly askedAt: number | null
	/** Refusals so far. */
	readonly refused: number
}

/** A note that main can't keep (disk full) is told again after this long. */
const AGAIN_MS = 1_000
/** Main does not know the recording (it was deleted), or the note can't be right: the audio goes on without it. */
const MOST_REFUSALS = 5

export const noNotes: Notes = []

function about(note: Note): string {
	return note.type === 'gap' ? `${note.recording} gap ${note.from}` : `mark ${note.type === 'mark' ? note.mark.id : note.mark}`
}

export function noted(notes: Notes, note: Note): Notes {
	const key = about(note)
	const n = Math.max(0, ...notes.map(each => each.n)) + 1
	return [...notes.filter(each => each.about !== key), { about: key, n, note, askedAt: null, refused: 0 }]
}

/** What to tell main now: all that it was not asked of yet, of recordings it knows, and what it refused a while ago. */
export function notesToTell(notes: Notes, at: number, isOpen: (recording: string) => boolean): [Notes, readonly Kept[]] {
	const due = notes.filter(
		each => isOpen(each.note.recording) && (each.askedAt === null || (each.refused > 0 && at - each.askedAt >= AGAIN_MS))
	)
	if (due.length === 0) return [notes, []]
	return [notes.map(each => (due.includes(each) ? { ...each, askedAt: at } : each)), due]
}

/** Main has answered note `n`. */
export function noteAnswered(notes: Notes, n: number, problem: Problem | null): Notes {
	if (problem === null) return notes.filter(each => each.n !== n)
	// Full disks get room again; what main can't find it will not find later.
	const counts = problem.code === 'no-transcript' || problem.code === 'bad-request'
	return notes
		.map(each => (each.n === n ? { ...each, refused: each.refused + (counts || each.refused === 0 ? 1 : 0) } : each))
		.filter(each => each.refused < MOST_REFUSALS)
}

/** The line dropped: answers to what was asked will not come. */
export function notesUnasked(notes: Notes): Notes {
	return notes.map(each => ({ ...each, askedAt: null }))
}

/** Recording `old` was closed at sample `from`; what lies behind belongs to `fresh`. */
export function notesMoved(notes: Notes, old: string, from: number, fresh: string): Notes {
	return notes.map(each => {
		const { note } = each
		if (note.recording !== old) return each
		const moved = moveNote(note, from, fresh)
		return moved === note ? each : { ...each, about: about(moved), note: moved, askedAt: null }
	})
}

function moveNote(note: Note, from: number, fresh: string): Note {
	switch (note.type) {
		case 'mark':
			return note.mark.sample < from ? note : { ...note, recording: fresh, mark: { ...note.mark, sample: note.mark.sample - from } }
		case 'gap':
			return note.to <= from ? note : { ...note, recording: fresh, from: Math.max(0, note.from - from), to: note.to - from }
		case 'no-mark':
			return note
		default:
			return note satisfies never
	}
}
