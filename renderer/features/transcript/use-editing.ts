import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { type Line, linesOf, partsOf, together } from '../../../electron/contract/lines.ts'
import type { SegmentRecord, SpeakerName } from '../../../electron/contract/records.ts'
import { useApp } from '../../app-context.ts'
import type { Step } from '../../stores/edit-history.ts'
import { offsetOf } from '../../stores/edits.ts'
import type { Detail } from '../../stores/transcript-detail.ts'
import { type Line as Arranged, neighbour, type SpokenLine } from './arrange.ts'
import { type Editing, editingOf, indexIn } from './editing.ts'
import {
	inTurn,
	joinedTo,
	linesFrom,
	type Made,
	replacedIn,
	rewritten,
	type Source,
	type Stretches,
	split,
	spokenBy,
	unwritten,
	withMade
} from './rewrite.ts'

/** Something is to be brought into sight; `n` tells one wish from the next. */
export interface Shown {
	readonly channel: string
	/** In the whole. */
	readonly from: number
	readonly n: number
}

/** A stretch of a line's text. */
export interface Place {
	readonly line: SpokenLine
	readonly from: number
	readonly to: number
}

export interface Replaced {
	/** Takes it back, and nothing else. */
	undo(): void
	/** Calls when something else is the last step: it can't be taken back alone any more. Gives the end of listening. */
	whenOvertaken(call: () => void): () => void
}

export interface LineActions {
	edit(line: SpokenLine, caret: number): void
	/** `text` is what the line reads from now on. */
	write(line: SpokenLine, text: string): void
	leave(line: SpokenLine): void
	/** On with the next line, or the one before. */
	step(line: SpokenLine, by: 1 | -1): void
	split(line: SpokenLine, text: string, at: number): void
	joinBefore(line: SpokenLine, text: string): void
	joinAfter(line: SpokenLine, text: string): void
	/** Null where it can’t be joined to the line before. */
	before(line: SpokenLine): SpokenLine | null
	restore(line: SpokenLine): void
	speak(line: SpokenLine, speaker: string | null): void
	/** Somebody new says it. */
	introduce(line: SpokenLine, name: string): void
	/** Everywhere in the transcript. Without a name nobody is called so any more. */
	rename(speaker: string, name: string): void
	/** `text` stands in place of all of these, in the order of the lines: one step. */
	replace(places: readonly Place[], text: string): Replaced
	undo(): void
	redo(): void
	sourceOf(line: SpokenLine): Source
}

/** Writing in the lines of a transcript. `lines` are those that are shown. */
export function useEditing(id: string, lines: RefObject<readonly Arranged[]>) {
	const app = useApp()
	const [editing, setEditing] = useState<Editing | null>(null)
	const [shown, setShown] = useState<Shown | null>(null)
	const now = useRef(editing)
	useEffect(() => {
		now.current = editing
	}, [editing])
	const actions = useMemo(
		() =>
			actionsOn(app, id, lines, {
				editing: () => now.current,
				setEditing,
				show: step => setShown(before => placeOf(app, id, step, before))
			}),
		[app, id, lines]
	)
	return { editing, setEditing, shown, actions }
}

interface Focus {
	editing(): Editing | null
	setEditing(to: Editing | null | ((now: Editing | null) => Editing | null)): void
	show(step: Step): void
}

type Stores = Pick<ReturnType<typeof useApp>, 'transcripts' | 'edits'>

function actionsOn({ transcripts, edits }: Stores, id: string, lines: RefObject<readonly Arranged[]>, focus: Focus): LineActions {
	const detail = () => transcripts.getState().details[id]
	const sourceOf = ({ segment }: SpokenLine): Source => sourceIn(detail(), segment.transcript)
	const make = ({ segment }: SpokenLine, made: readonly Made[], typing?: string) =>
		edits.make(
			id,
			made.map(({ from, edit }) => ({ channel: segment.transcript, from, edit })),
			typing
		)
	const written = (source: Source, line: SpokenLine, text: string): Made[] => {
		const wanted = tidy(text)
		return wanted === line.whole.text ? [] : rewritten(source, line.whole, wanted)
	}
	const indexOf = (line: SpokenLine): number => indexIn(lines.current, line)
	const spokenAt = (index: number): SpokenLine | null => {
		const found = lines.current[index]
		return found?.type === 'segment' ? found : null
	}
	const before = (line: SpokenLine) => {
		const index = indexOf(line)
		const at = neighbour(lines.current, index, -1)
		const found = spokenAt(at)
		// What happened between two lines stands between them; what happened within the first is below it while it is written in.
		const apart = lines.current.slice(at + 1, index).some(each => each.from >= (found?.whole.to ?? 0))
		const follows = found !== null && at < index && !apart && line.cut === 0 && found.segment.transcript === line.segment.transcript
		return follows && joinedTo(sourceOf(line), found.whole, line.whole) !== null ? found : null
	}
	/** `typed`: the one of them that is being written in, and what it reads. */
	const join = (first: SpokenLine, second: SpokenLine, typed: { line: SpokenLine; text: string }) => {
		const source = sourceOf(first)
		const texts = [first, second].map(line => (line === typed.line ? tidy(typed.text) : line.whole.text))
		const made = inTurn(source, written(source, typed.line, typed.text), then =>
			joinedTo(then, linesFrom(then, first.whole)[0] ?? first.whole, linesFrom(then, second.whole)[0] ?? second.whole)
		)
		make(first, made)
		focus.setEditing(editingOf(first.whole, together(texts[0] ?? '', texts[1] ?? '').length - (texts[1] ?? '').length))
	}
	const back = (step: Step | null) => {
		const [change] = step?.changes ?? []
		if (step === null || change === undefined) return
		focus.show(step)
		if (focus.editing() === null) return
		const from = change.from + offsetOf(detail() ?? { parts: [] }, change.channel)
		const { segments, edits: written } = sourceIn(detail(), change.channel)
		const line = linesOf(segments, written).find(each => partsOf(each).some(part => part.segment === from))
		focus.setEditing(line === undefined ? null : editingOf(line, Number.POSITIVE_INFINITY))
	}
	return {
		sourceOf,
		before,
		edit: (line, caret) => focus.setEditing(editingOf(line.whole, line.start + caret)),
		write: (line, text) => make(line, written(sourceOf(line), line, text), line.name),
		leave: line => focus.setEditing(now => (now?.name === line.name ? null : now)),
		step(line, by) {
			const to = spokenAt(neighbour(lines.current, indexOf(line), by))
			if (to) focus.setEditing(editingOf(to.whole, by > 0 ? 0 : Number.POSITIVE_INFINITY))
		},
		split(line, text, at) {
			const source = sourceOf(line)
			const place = tidy(`${text.slice(0, at)}\u0001`).length - 1
			const made = inTurn(source, written(source, line, text), then => split(then, linesFrom(then, line.whole)[0] ?? line.whole, place))
			make(line, made)
			const after = linesFrom(withMade(source, made), line.whole)[1]
			if (after) focus.setEditing(editingOf(after, 0))
		},
		joinBefore(line, text) {
			const first = before(line)
			if (first) join(first, line, { line, text })
		},
		joinAfter(line, text) {
			const second = spokenAt(neighbour(lines.current, indexOf(line), 1))
			if (second && before(second) !== null) join(line, second, { line, text })
		},
		restore: line => make(line, unwritten(line.whole)),
		speak: (line, speaker) => make(line, spokenBy(sourceOf(line), line.whole, speaker)),
		introduce(line, name) {
			const known = detail()?.speakers ?? []
			const speaker = known.find(each => each.name === name) ?? { id: crypto.randomUUID(), name }
			const wishes = spokenBy(sourceOf(line), line.whole, speaker.id).map(each => ({ ...each, channel: line.segment.transcript }))
			edits.name(id, known.includes(speaker) ? known : [...known, speaker], wishes)
		},
		rename(speaker, name) {
			const known: readonly SpeakerName[] = detail()?.speakers ?? []
			const others = known.filter(each => each.id !== speaker)
			const isKnown = others.length < known.length
			const renamed = known.map(each => (each.id === speaker ? { ...each, name } : each))
			edits.name(id, name === '' ? others : isKnown ? renamed : [...known, { id: speaker, name }])
		},
		replace(places, text) {
			const channels = new Map<string, Map<Line, Stretches & { at: { from: number; to: number }[] }>>()
			for (const { line, from, to } of places) {
				const lines = channels.get(line.segment.transcript) ?? new Map()
				const stretches = lines.get(line.whole) ?? { line: line.whole, at: [] }
				stretches.at.push({ from: from + line.start, to: to + line.start })
				channels.set(line.segment.transcript, lines.set(line.whole, stretches))
			}
			const wishes = Array.from(channels, ([channel, lines]) =>
				replacedIn(sourceIn(detail(), channel), [...lines.values()], text).map(each => ({ ...each, channel }))
			)
			edits.make(id, wishes.flat())
			const last = () => edits.getState().histories[id]?.undo.at(-1)
			const step = last()
			return {
				undo: () => step !== undefined && step === last() && back(edits.undo(id)),
				whenOvertaken: call => edits.subscribe(() => step !== last() && call())
			}
		},
		undo: () => back(edits.undo(id)),
		redo: () => back(edits.redo(id))
	}
}

function sourceIn(detail: Detail | undefined, channel: string): Source {
	const none = { segments: [] as readonly SegmentRecord[], edits: new Map() }
	return detail?.parts.find(part => part.id === channel) ?? detail ?? none
}

function placeOf({ transcripts }: Stores, id: string, { changes: [change] }: Step, before: Shown | null): Shown | null {
	if (change === undefined) return before
	const offset = offsetOf(transcripts.getState().details[id] ?? { parts: [] }, change.channel)
	return { channel: change.channel, from: change.from + offset, n: (before?.n ?? 0) + 1 }
}

/** On one line, with one space between words. */
export function tidy(text: string): string {
	return text.replace(/\s+/g, ' ').trimStart()
}
