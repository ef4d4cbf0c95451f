/** 0…1: the geometric mean of how likely tokens were, given as natural logarithms. Null without any, or when one is no number. */
export function meanOf(logProbs: readonly number[]): number | null {
	if (logProbs.length === 0 || !logProbs.every(Number.isFinite)) return null
	const mean = Math.exp(logProbs.reduce((a, b) => a + b) / logProbs.length)
	return Math.round(Math.min(1, mean) * 1000) / 1000
}
