import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Mark } from '../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { type Detail, markSet, noDetail } from '../../stores/transcript-detail.ts'
import { arrangeTranscript, type Line, type Unsettled } from './arrange.ts'

/** The lines of an open transcript, among them unsettled text and `marks`. `writtenIn` names the one that is being written in. */
export function useLines(id: string, detail: Detail | undefined, marks: readonly Mark[], writtenIn: string | null): readonly Line[] {
	const { transcripts } = useApp()
	const channels = useMemo(() => [id, ...(detail?.parts ?? []).map(part => part.id)], [id, detail?.parts])
	// Unsettled text changes several times a second, its beginning does not.
	const begins = useStore(
		transcripts,
		useShallow(state => channels.map(channel => state.partials[channel]?.from ?? null))
	)
	return useMemo(() => {
		const offsetOf = (channel: string) => detail?.parts.find(part => part.id === channel)?.offset ?? 0
		const unsettled = channels.flatMap((transcript, i): Unsettled[] => {
			const from = begins[i] ?? null
			return from === null ? [] : [{ transcript, from: from + offsetOf(transcript) }]
		})
		return arrangeTranscript({ ...(detail ?? noDetail), marks }, unsettled, writtenIn)
	}, [detail, marks, channels, begins, writtenIn])
}

/** What was marked in a transcript, and what of that main has not heard of yet: the recorder of this window sets marks also while main is away. */
export function useMarks(id: string, detail: Detail | undefined): readonly Mark[] {
	const { recording } = useApp()
	const own = useFrom(recording, state => (state.id === id ? state.marks : null))
	return useMemo(() => {
		const known = detail?.marks ?? []
		return (own ?? []).filter(mark => known.every(each => each.id !== mark.id)).reduce(markSet, known)
	}, [own, detail?.marks])
}
