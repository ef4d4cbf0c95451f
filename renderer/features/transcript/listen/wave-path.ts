/** Height of the picture, in its own units. */
export const HEIGHT = 40

/** Also silence is seen as a line. */
const LEAST = 0.5
/** Of the square root of the amplitude: 12 dB. */
const MOST_RAISED = 2
const MIDDLE = HEIGHT / 2
const HIGHEST = MIDDLE - 2

export type Side = 'both' | 'above' | 'below'

/** The outline of levels (0–1), a bar for each, on both sides of the middle or on one, in a picture that is as wide as there are levels. */
export function wavePath(levels: readonly number[], side: Side): string {
	return levels
		.map((level, column) => {
			const height = Math.max(LEAST, level * HIGHEST)
			const top = side === 'below' ? MIDDLE : MIDDLE - height
			const bottom = side === 'above' ? MIDDLE : MIDDLE + height
			return `M${column + 0.15} ${round(top)}h.7V${round(bottom)}h-.7z`
		})
		.join('')
}

/** Levels of 0–255 as 0–1, so that a quiet recording is seen as well as a loud one: by so much at most, since noise is to look like noise. */
export function raised(levels: readonly number[]): number[] {
	const most = Math.max(
		255 / MOST_RAISED,
		levels.reduce((a, b) => Math.max(a, b), 0)
	)
	return levels.map(level => level / most)
}

/** The loudest of several channels in each column. */
export function louder(a: readonly number[], b: readonly number[]): number[] {
	return Array.from({ length: Math.max(a.length, b.length) }, (_, n) => Math.max(a[n] ?? 0, b[n] ?? 0))
}

function round(value: number): number {
	return Math.round(value * 100) / 100
}
