import * as v from 'valibot'
import { Edit } from '../../electron/contract/lines.ts'
import type { Client } from '../api/client.ts'
import { fail, type Problem } from '../api/problem.ts'

/** What stands for a segment of a channel, by its own first sample; null: what was heard. `to`: where it ended when this was made of it. */
export interface UnsavedEdit {
	readonly channel: string
	readonly from: number
	readonly to?: number | undefined
	readonly edit: Edit | null
}

export interface UnsavedEdits {
	/** Kept here and sent; it stands in place of what was set before. */
	set(edits: readonly UnsavedEdit[]): void
	/** Those of a channel that main has not said to have kept. */
	of(channel: string): readonly UnsavedEdit[]
	has(channel: string, from: number): boolean
	any(): boolean
	/** The line works: what the page before this one, or this one, could not send is sent. */
	connected(): void
}

/** So many characters in one message: main takes a million bytes. */
const AT_ONCE = 200_000
/** What a full disk refused is tried again after this long. */
export const AGAIN_MS = 5_000
const KEY = 'holdfast.unsaved-edits'
const Kept = v.array(v.object({ channel: v.string(), from: v.number(), to: v.optional(v.number()), edit: v.nullable(Edit) }))

/**
 * What was written and main has not kept yet. It is in the tab's own storage too, so that a page which crashes, or is loaded anew while main is away,
 * loses nothing.
 */
export function createUnsavedEdits(client: Pick<Client, 'request'>, storage: Storage, tell: (problem: Problem) => void): UnsavedEdits {
	const waiting = new Map(read(storage).map(each => [nameOf(each.channel, each.from), each]))
	const busy = new Set<string>()

	const keep = () => {
		try {
			if (waiting.size === 0) storage.removeItem(KEY)
			else storage.setItem(KEY, JSON.stringify([...waiting.values()]))
		} catch {
			// Storage is full or forbidden: this page holds it.
		}
	}
	const of = (channel: string) => [...waiting.values()].filter(each => each.channel === channel)
	const send = async (channel: string) => {
		const some = busy.has(channel) ? [] : firstOf(of(channel))
		if (some.length === 0) return
		busy.add(channel)
		const result = await client.request('edits.set', { transcript: channel, edits: some.map(({ channel: _, ...edit }) => edit) })
		busy.delete(channel)
		if (!result.ok && result.problem.code === 'ledger-write') {
			tell(notSaved())
			setTimeout(() => void send(channel), AGAIN_MS)
			return
		}
		for (const each of some) {
			const name = nameOf(channel, each.from)
			// Written on meanwhile: that is still to be sent.
			if (waiting.get(name) === each) waiting.delete(name)
		}
		keep()
		if (!result.ok) tell(result.problem)
		// Its words are told with it: nobody has them any more.
		for (const { from, edit } of some) if (!result.ok || result.value.gone.includes(from)) tellGone(edit)
		void send(channel)
	}
	const tellGone = (edit: Edit | null) => edit && tell(gone(edit.pieces.map(({ text }) => text).join(' ')))

	return {
		set(edits) {
			for (const each of edits) waiting.set(nameOf(each.channel, each.from), each)
			keep()
			for (const channel of new Set(edits.map(each => each.channel))) void send(channel)
		},
		of,
		has: (channel, from) => waiting.has(nameOf(channel, from)),
		any: () => waiting.size > 0,
		connected() {
			for (const channel of new Set([...waiting.values()].map(each => each.channel))) void send(channel)
		}
	}
}

function nameOf(channel: string, from: number): string {
	return `${channel} ${from}`
}

function firstOf(edits: readonly UnsavedEdit[]): readonly UnsavedEdit[] {
	let size = 0
	const end = edits.findIndex((each, n) => {
		size += JSON.stringify(each).length
		return n > 0 && size > AT_ONCE
	})
	return end < 0 ? edits : edits.slice(0, end)
}

function read(storage: Storage): UnsavedEdit[] {
	try {
		return v.parse(Kept, JSON.parse(storage.getItem(KEY) ?? '[]'))
	} catch {
		return []
	}
}

export function notSaved(): Problem {
	return fail(
		'edits-not-saved',
		'What you wrote could not be saved yet: is the disk full? It is kept in this window, and saved as soon as there is room.'
	).problem
}

function gone(text: string): Problem {
	return fail(
		'edits-gone',
		`The text that you were writing in was replaced or deleted at that moment. What you wrote is not in it: “${text}”`,
		{
			text
		}
	).problem
}
