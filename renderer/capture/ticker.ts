import tickerUrl from './ticker-worker.ts?worker&url'

const TICK_MS = 250

/** Calls `tick` four times a second, also in a page that nobody looks at, until the function it gives is called. */
export function startTicking(tick: () => void): () => void {
	let timer: ReturnType<typeof setInterval> | null = null
	const worker = new Worker(tickerUrl, { type: 'module' })
	worker.onmessage = tick
	// Slower in a hidden page, and better than nothing.
	worker.onerror = () => {
		timer ??= setInterval(tick, TICK_MS)
	}
	return () => {
		worker.terminate()
		if (timer !== null) clearInterval(timer)
	}
}
