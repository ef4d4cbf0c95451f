import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Page, test } from 'playwright/test'
import { startHost } from './host.ts'
import { saidIn } from './speech.ts'
import { openWindow } from './window.ts'

const WORDS = 20_000
const id = '5c011000-0000-4000-8000-000000000000'

/** A ledger with one recording that has so many words; gives how many paragraphs it has. */
function writeLedger(dataDir: string): number {
	const writer = fileURLToPath(new URL('../electron/ledger/test-long-transcript.ts', import.meta.url))
	const args = [writer, dataDir, id, String(WORDS), JSON.stringify(Object.values(saidIn))]
	return Number(execFileSync(process.execPath, args, { encoding: 'utf8' }))
}

interface Smoothness {
	/** ms between frames, in order of length. */
	readonly frames: readonly number[]
	readonly heapMb: number
	readonly lines: number
}

/** Scrolls through all of it, a screen every few frames, as fast as the page draws. */
async function scrollThrough(page: Page, frames: number): Promise<Smoothness> {
	return await page.locator('.scroll').evaluate(async (element, steps) => {
		const took: number[] = []
		let last = await new Promise<number>(requestAnimationFrame)
		for (let n = 1; n <= steps; n++) {
			element.scrollTop = ((element.scrollHeight - element.clientHeight) * n) / steps
			const now = await new Promise<number>(requestAnimationFrame)
			took.push(now - last)
			last = now
		}
		const { memory } = performance as unknown as { memory?: { usedJSHeapSize: number } }
		return {
			frames: took.sort((a, b) => a - b),
			heapMb: (memory?.usedJSHeapSize ?? 0) / 1e6,
			lines: element.querySelectorAll('.segment').length
		}
	}, frames)
}

test('a transcript of 20,000 words opens at once, scrolls without stumbling, and holds only what is in sight', async () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'holdfast-long-'))
	const segments = writeLedger(dataDir)
	const host = await startHost({ dataDir })
	try {
		await openWindow({ host }, async ({ page }) => {
			const began = performance.now()
			await page.getByRole('link', { name: /A long meeting/ }).click()
			await expect(page.getByText(/^1\. /).first()).toBeVisible()
			const opened = performance.now() - began

			const rounds = []
			for (let n = 0; n < 3; n++) rounds.push(await scrollThrough(page, 300))
			await expect(page.getByText(new RegExp(`^${segments}\\. `)).first()).toBeVisible()
			const [first, , third] = rounds
			if (!first || !third) throw new Error('Nothing was scrolled.')
			const at = (share: number) => third.frames[Math.floor(third.frames.length * share)] ?? 0
			console.log(
				`20,000 words: open in ${opened.toFixed(0)} ms; frames median ${at(0.5).toFixed(1)}, p95 ${at(0.95).toFixed(1)}, ` +
					`longest ${(third.frames.at(-1) ?? 0).toFixed(0)} ms; ${third.lines} lines in the page; heap ${first.heapMb.toFixed(1)} → ${third.heapMb.toFixed(1)} MB`
			)
			expect(third.lines).toBeLessThan(100)
			// A busy machine draws late; a page that lays out all of it takes seconds for each frame.
			expect(at(0.5)).toBeLessThan(100)
			expect(third.heapMb - first.heapMb).toBeLessThan(30)
		})
	} finally {
		await host.stop()
		rmSync(dataDir, { recursive: true, force: true })
	}
})
