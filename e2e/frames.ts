import type { Page } from 'playwright/test'

/** How smoothly a page draws. */
export interface Frames {
	/** ms between frames, in order of length. */
	readonly frames: readonly number[]
	/** How long each task took that kept the page busy for more than 50 ms, ms. */
	readonly longTasks: readonly number[]
}

/** Of all the frames that are drawn while `act` goes on. */
export async function framesDuring(page: Page, act: () => Promise<void>): Promise<Frames> {
	await page.evaluate(() => {
		const frames: number[] = []
		const longTasks: number[] = []
		const observer = new PerformanceObserver(list => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
		observer.observe({ type: 'longtask' })
		let last = performance.now()
		let goesOn = true
		const frame = (now: number) => {
			frames.push(now - last)
			last = now
			if (goesOn) requestAnimationFrame(frame)
		}
		requestAnimationFrame(now => {
			last = now
			requestAnimationFrame(frame)
		})
		Object.assign(globalThis, {
			endFrames() {
				goesOn = false
				observer.disconnect()
				return { frames: frames.sort((a, b) => a - b), longTasks }
			}
		})
	})
	await act()
	return await page.evaluate(() => (globalThis as unknown as { endFrames(): Frames }).endFrames())
}

/** Turns the wheel over what scrolls there, so many times, down to its end. */
export async function wheelThrough(page: Page, scroller: string, turns: number): Promise<void> {
	const box = await page.locator(scroller).boundingBox()
	await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2)
	const left = () => page.locator(scroller).evaluate(({ scrollHeight, clientHeight, scrollTop }) => scrollHeight - clientHeight - scrollTop)
	const step = Math.ceil((await left()) / turns)
	// Lines turn out higher than was guessed: it takes a few more.
	for (let n = 0; n < turns || (n < 2 * turns && (await left()) > 1); n++) await page.mouse.wheel(0, step)
}

/** The same in a page that has nothing but its height: what this machine can do at this moment. */
export async function emptyFrames(page: Page, turns: number): Promise<Frames> {
	const empty = await page.context().newPage()
	try {
		await empty.setContent('<div id="scroll" style="height: 90vh; overflow: auto"><div style="height: 900000px"></div></div>')
		return await framesDuring(empty, () => wheelThrough(empty, '#scroll', turns))
	} finally {
		await empty.close()
	}
}

/** The frame that this share of all is not longer than, ms. */
export function share({ frames }: Pick<Frames, 'frames'>, of: number): number {
	return frames[Math.min(frames.length - 1, Math.floor(frames.length * of))] ?? 0
}

/** In a line: median, 95th percentile, the longest, and the tasks that kept it busy. */
export function told(drawn: Frames): string {
	const busy = drawn.longTasks.reduce((sum, each) => sum + each, 0)
	return (
		`${drawn.frames.length} frames: median ${share(drawn, 0.5).toFixed(1)}, p95 ${share(drawn, 0.95).toFixed(1)}, ` +
		`longest ${share(drawn, 1).toFixed(0)} ms; ${drawn.longTasks.length} long tasks, ${busy.toFixed(0)} ms`
	)
}
