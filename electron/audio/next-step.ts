import type { JobState } from '../contract/records.ts'

/** What is known of a recording whose audio has a plan. */
export interface Planned {
	readonly id: string
	/** An Opus copy beside the journal, or in its place. */
	readonly plan: 'copy' | 'replace'
	readonly state: JobState
	readonly trashed: boolean
	/** Something is yet to be read from its journal: its text may change. */
	readonly needed: boolean
	/** Somebody listens to its journal. */
	readonly listened: boolean
	/** A whole copy is there, checked. */
	readonly hasCopy: boolean
	/** In the journal. */
	readonly samples: number
	/** Tries to copy it that failed in this life of main. */
	readonly failures: number
}

export type AudioStep =
	/** Make the copy. */
	| { readonly type: 'copy'; readonly id: string }
	/** The copy is there: the journal goes. */
	| { readonly type: 'drop-journal'; readonly id: string }
	/** The copy is there and the journal stays, or there is nothing to be copied: nothing more is to be done. */
	| { readonly type: 'settle'; readonly id: string }
	/** It stays as it is: it could not be copied. */
	| { readonly type: 'give-up'; readonly id: string }

/** Tries to make one copy: twice more after the first. */
export const MOST_FAILURES = 3

/**
 * What is to be done next about recorded audio; null: nothing now. `mayCopy`: nobody else needs the decoder or the processor, and there is
 * room for `roomFor` samples of a copy.
 */
export function nextAudioStep(all: readonly Planned[], mayCopy: boolean, roomFor: number): AudioStep | null {
	for (const { id, plan, hasCopy, needed, listened, failures, state, samples } of all) {
		// Its text is not final: it may be needed sample for sample.
		if (state !== 'done') continue
		if (!hasCopy && samples === 0) return { type: 'settle', id }
		if (!hasCopy && failures >= MOST_FAILURES) return { type: 'give-up', id }
		if (hasCopy && plan === 'copy') return { type: 'settle', id }
		if (hasCopy && !needed && !listened) return { type: 'drop-journal', id }
	}
	if (!mayCopy) return null
	const next = all.find(each => each.state === 'done' && !each.trashed && !each.hasCopy && !each.needed && each.samples <= roomFor)
	return next ? { type: 'copy', id: next.id } : null
}
