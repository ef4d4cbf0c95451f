import { type SampleRange, samplesOf } from '../protocol/units.ts'
import type { Shown } from './engine.ts'
import { estimateWords } from './word-times.ts'
import { joinWords } from './words.ts'

/** So much of what is shown is listened to again: its last word may have been cut. */
export const GLIMPSE_BACK = samplesOf(0.6)
/** With more audio than this a look is no shorter than the usual one, which is better. */
export const GLIMPSE_MOST = samplesOf(2.5)

/**
 * The text of an open segment as it was shown, up to `cut`, and then what is heard from there on. Where its words end is estimated, so
 * that at the seam a word may be wrong for the half second until the whole is looked at again.
 */
export function joined(shown: Shown, cut: number, heard: string): { readonly firm: string; readonly faint: string } {
	const range: SampleRange = { from: shown.from, to: shown.to }
	const kept = estimateWords(shown.text, range, []).filter(word => (word.from + word.to) / 2 < cut)
	const firm = joinWords(kept.map(word => word.text))
	// The model begins every text with a capital, also in the middle of a sentence.
	const inside = firm !== '' && !/[.?!]$/.test(firm) && !/^I\b/.test(heard)
	return { firm, faint: inside ? heard.charAt(0).toLowerCase() + heard.slice(1) : heard }
}
