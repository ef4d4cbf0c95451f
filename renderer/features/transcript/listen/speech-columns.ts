import type { SegmentRecord } from '../../../../electron/contract/records.ts'

/** How much is said in each of `columns` equal parts of `total` samples: letters, the busiest part being 1. Words that reach over parts are shared among them. */
export function speechColumns(segments: readonly Pick<SegmentRecord, 'words'>[], total: number, columns: number): number[] {
	const letters = new Array<number>(columns).fill(0)
	const width = total / columns
	for (const { words } of segments) {
		for (const { from, to, text } of words) {
			const length = Math.max(1, to - from)
			for (let i = Math.floor(from / width); i <= Math.min(columns - 1, Math.floor((to - 1) / width)); i++) {
				const shared = Math.min(to, (i + 1) * width) - Math.max(from, i * width)
				letters[i] = (letters[i] ?? 0) + (text.length * Math.max(0, shared)) / length
			}
		}
	}
	const most = Math.max(...letters)
	return most === 0 ? letters : letters.map(amount => amount / most)
}
