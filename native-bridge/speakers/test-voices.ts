/** How much slower (and lower) or faster (and higher) than it was said. */
const PACE = { dark: 1.6, bright: 0.7 } as const

/** Speech as somebody else says it, of whom the small model knows that he is another: played slower, or faster. */
export function voiced(audio: Int16Array, as: 'dark' | 'bright'): Int16Array {
	const pace = PACE[as]
	return Int16Array.from({ length: Math.floor(audio.length * pace) }, (_, i) => {
		const at = i / pace
		const [before, after] = [audio[Math.floor(at)] ?? 0, audio[Math.floor(at) + 1] ?? 0]
		return Math.round(before + (after - before) * (at - Math.floor(at)))
	})
}
