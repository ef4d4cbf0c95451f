import { type Stretch, silencesBetween } from './jumps.ts'
import type { Detail } from './transcript-detail.ts'

/**
 * Asks an open transcript where nothing is said: beside segments of all its channels and beside gaps, which nobody knows the sound of. Behind
 * its last segment nothing is known either. Worked out once for a text.
 */
export function createSilences(detailOf: (transcript: string) => Detail | undefined): (transcript: string) => readonly Stretch[] {
	let known: { readonly detail: Detail; readonly silences: readonly Stretch[] } | null = null
	return transcript => {
		const detail = detailOf(transcript)
		if (detail?.status !== 'ready') return []
		if (known?.detail !== detail) known = { detail, silences: silencesIn(detail) }
		return known.silences
	}
}

export function silencesIn({ segments, gaps, parts }: Pick<Detail, 'segments' | 'gaps' | 'parts'>): Stretch[] {
	const heard: Stretch[] = [segments, gaps, ...parts.flatMap(part => [part.segments, part.gaps])].flat()
	return silencesBetween(
		heard,
		heard.reduce((end, each) => Math.max(end, each.to), 0)
	)
}
