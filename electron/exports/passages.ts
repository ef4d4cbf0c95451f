import { channelsOf } from './channels.ts'
import { type Exported, gapText } from './format.ts'
import { markText } from './marks.ts'
import type { ExportWords } from './words.ts'

/** One thing that a reader comes to: what was said, a range without text, or something that happened. */
export interface Passage {
	readonly kind: 'text' | 'gap' | 'mark'
	/** Samples. */
	readonly from: number
	readonly to: number
	/** Who is heard; null where nobody said. */
	readonly who: string | null
	/** Gaps and marks without their brackets. */
	readonly text: string
}

/** A transcript from its beginning to its end. At one place what happened there comes before what was said from there on. */
export function passagesOf(exported: Exported, words: ExportWords): Passage[] {
	return [
		...exported.marks.map((mark): Passage => {
			const to = mark.kind === 'mute' ? mark.sample + Math.round((mark.ms ?? 0) * 16) : mark.sample
			return { kind: 'mark', from: mark.sample, to, who: null, text: markText(mark, words) }
		}),
		...channelsOf(exported, words).flatMap(({ who, lines, gaps }) => {
			return [
				...gaps.map((gap): Passage => ({ kind: 'gap', from: gap.from, to: gap.to, who, text: gapText(gap, words) })),
				...lines.map(({ from, to, who, text }): Passage => ({ kind: 'text', from, to, who, text }))
			]
		})
	].sort((a, b) => a.from - b.from)
}

/** The passage with what stands before it: `Me: `, brackets around what nobody said. */
export function spoken({ kind, who, text }: Passage, words: ExportWords): string {
	return `${who === null ? '' : words.named(who)}${kind === 'text' ? text : `[${text}]`}`
}
