import type { GapRecord, SegmentRecord, Transcript } from '../contract/records.ts'

export interface Exported {
	readonly transcript: Transcript
	readonly segments: readonly SegmentRecord[]
	readonly gaps: readonly GapRecord[]
}

/** One export format: a transcript in, text out. */
export interface Format {
	/** The registry's key and `--format`'s word. */
	readonly id: string
	/** As a menu shows it. */
	readonly name: string
	/** Without the dot. */
	readonly extension: string
	readonly mime: string
	write(exported: Exported): string
}

/** What a gap says where text would stand. */
export function gapText(gap: { readonly cause: string }): string {
	return `[not transcribed: ${gap.cause}]`
}

/** Segments and gaps in the order in which they are heard. */
export function inOrder({ segments, gaps }: Exported): { from: number; to: number; text: string; gap: boolean }[] {
	return [
		...segments.map(({ from, to, text }) => ({ from, to, text, gap: false })),
		...gaps.map(gap => ({ from: gap.from, to: gap.to, text: gapText(gap), gap: true }))
	].sort((a, b) => a.from - b.from)
}
