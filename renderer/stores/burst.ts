/** The page draws no oftener; what comes in between is taken together. */
const PAUSE_MS = 50

/**
 * Takes single things as they come, and together what comes in a burst: the first at once, the rest each `PAUSE_MS`. `flush` takes what waits
 * now, for what must not overtake it.
 */
export function createBurst<T>(take: (all: readonly T[]) => void, now: () => number = () => performance.now()) {
	let waiting: T[] = []
	let timer: ReturnType<typeof setTimeout> | null = null
	let last = Number.NEGATIVE_INFINITY
	const flush = () => {
		if (timer !== null) clearTimeout(timer)
		timer = null
		if (waiting.length === 0) return
		const all = waiting
		waiting = []
		take(all)
		// After it, not before: what it took to draw is the pause that others get too.
		last = now()
	}
	return {
		add(one: T): void {
			waiting.push(one)
			if (timer !== null) return
			const left = last + PAUSE_MS - now()
			if (left <= 0) flush()
			else timer = setTimeout(flush, left)
		},
		flush
	}
}
