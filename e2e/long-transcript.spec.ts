import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Page, test } from 'playwright/test'
import { emptyFrames, type Frames, framesDuring, share, told, wheelThrough } from './frames.ts'
import { startHost } from './host.ts'
import { slowness } from './pace.ts'
import { saidIn } from './speech.ts'
import { openWindow } from './window.ts'

const id = '5c011000-0000-4000-8000-000000000000'

/** A ledger with one recording that has so many words of these sentences; gives how many paragraphs it has. */
function writeLedger(dataDir: string, words: number, sentences: readonly string[]): number {
	const writer = fileURLToPath(new URL('../electron/ledger/test-long-transcript.ts', import.meta.url))
	const args = [writer, dataDir, id, String(words), JSON.stringify(sentences)]
	return Number(execFileSync(process.execPath, args, { encoding: 'utf8' }))
}

/** In bytes, when what nobody needs any more is gone: else it depends on when the browser tidies up. */
async function heapOf(page: Page): Promise<number> {
	const session = await page.context().newCDPSession(page)
	await session.send('HeapProfiler.collectGarbage')
	const { usedSize } = await session.send('Runtime.getHeapUsage')
	await session.detach()
	return usedSize
}

/** Scrolls through all of it, a screen every few frames, as fast as the page draws. */
async function scrollThrough(page: Page, frames: number): Promise<Frames> {
	return await framesDuring(page, () =>
		page.locator('.scroll').evaluate(async (element, steps) => {
			for (let n = 1; n <= steps; n++) {
				element.scrollTop = ((element.scrollHeight - element.clientHeight) * n) / steps
				await new Promise(requestAnimationFrame)
			}
		}, frames)
	)
}

async function withTranscript(
	words: number,
	sentences: readonly string[],
	use: (all: { page: Page; segments: number; opened: number }) => Promise<void>
): Promise<void> {
	const dataDir = mkdtempSync(join(tmpdir(), 'holdfast-long-'))
	const segments = writeLedger(dataDir, words, sentences)
	const host = await startHost({ dataDir })
	try {
		await openWindow({ host }, async ({ page }) => {
			const began = performance.now()
			await page.getByRole('link', { name: /A long meeting/ }).click()
			await expect(page.getByText(/^1\. /).first()).toBeVisible({ timeout: 30_000 })
			await use({ page, segments, opened: performance.now() - began })
		})
	} finally {
		await host.stop()
		rmSync(dataDir, { recursive: true, force: true })
	}
}

test('a transcript of 20,000 words opens at once, scrolls without stumbling, and holds only what is in sight', async () => {
	await withTranscript(20_000, Object.values(saidIn), async ({ page, segments, opened }) => {
		await scrollThrough(page, 300)
		const before = await heapOf(page)
		await scrollThrough(page, 300)
		const drawn = await scrollThrough(page, 300)
		const after = await heapOf(page)
		await expect(page.getByText(new RegExp(`^${segments}\\. `)).first()).toBeVisible()
		const heap = `heap ${(before / 1e6).toFixed(1)} → ${(after / 1e6).toFixed(1)} MB`
		console.log(`20,000 words: open in ${opened.toFixed(0)} ms; ${told(drawn)}; ${heap}`)
		expect(await page.locator('.segment').count()).toBeLessThan(100)
		expect(after - before).toBeLessThan(30e6)
		// A page that lays out all of it takes seconds for each frame, on any machine.
		expect(share(drawn, 0.5)).toBeLessThan(100 * slowness())
	})
})

test('20,000 paragraphs: they scroll as few do, words are found in all of them, far away too, and one is written in as in few', async () => {
	const sentences = ['we talk about it', 'the Büdget is small', 'that is all']
	await withTranscript(90_000, sentences, async ({ page, segments, opened }) => {
		expect(segments).toBeGreaterThan(18_000)
		const empty = await emptyFrames(page, 200)
		const drawn = await framesDuring(page, () => wheelThrough(page, '.scroll', 200))
		await expect(page.getByText(new RegExp(`^${segments}\\. `)).first()).toBeVisible()
		const ratio = (of: number) => (share(drawn, of) / Math.max(1, share(empty, of))).toFixed(1)
		console.log(`${segments} paragraphs: open in ${opened.toFixed(0)} ms; by the wheel, ${told(drawn)}`)
		console.log(`an empty page: ${told(empty)}; so median × ${ratio(0.5)}, p95 × ${ratio(0.95)}, longest × ${ratio(1)}`)
		expect(await page.locator('.segment').count()).toBeLessThan(100)
		expect(share(drawn, 0.5)).toBeLessThan(100 + 4 * share(empty, 0.5))
		await page.locator('.scroll').evaluate(element => {
			element.scrollTop = 0
		})

		const back = page.getByRole('button', { name: 'Copy', exact: true })
		await back.focus()
		await page.keyboard.press('Control+f')
		const field = page.getByRole('textbox', { name: 'Find in this transcript' })
		await expect(field).toBeFocused()
		await page.keyboard.type('budget IS')
		const count = page.locator('.find output')
		const all = Math.floor((segments + 1) / 3).toLocaleString('en')
		await expect(count).toHaveText(`1 of ${all}`)
		await expect.poll(() => lit(page)).toEqual(['Büdget is'])
		await page.keyboard.press('Enter')
		await expect(count).toHaveText(`2 of ${all}`)
		await page.keyboard.press('Shift+Enter')
		await page.keyboard.press('Shift+Enter')
		await expect(count).toHaveText(`${all} of ${all}`)
		const last = segments - ((segments - 2) % 3)
		await expect(page.getByText(new RegExp(`^${last}\\. `))).toBeInViewport()
		await expect.poll(() => lit(page)).toEqual(['Büdget is'])
		await page.keyboard.press('F3')
		await expect(count).toHaveText(`1 of ${all}`)
		await expect(page.getByText(/^2\. /)).toBeInViewport()
		await page.keyboard.press('Control+a')
		await page.keyboard.type('nobody said')
		await expect(count).toHaveText('Not found')
		await page.keyboard.press('Escape')
		await expect(field).toBeHidden()
		await expect(back).toBeFocused()
		expect(await lit(page)).toEqual([])

		await page.getByText(/^2\. /).dblclick()
		const typed = await typeIn(page, 40)
		console.log(
			`${segments} paragraphs, one written in: from key to picture median ${share(typed, 0.5).toFixed(0)}, p95 ${share(typed, 0.95).toFixed(0)} ms`
		)
		expect(share(typed, 0.5)).toBeLessThan(200 * slowness())
	})
})

/** Writes so many letters, and tells how long each took from the key to the picture, ms. */
async function typeIn(page: Page, letters: number): Promise<Pick<Frames, 'frames'>> {
	await expect(page.getByRole('textbox', { name: /^Text at/ })).toBeFocused()
	await page.evaluate(() => {
		const took: number[] = []
		Object.assign(globalThis, { took })
		addEventListener(
			'keydown',
			({ timeStamp }) => requestAnimationFrame(() => setTimeout(() => took.push(performance.now() - timeStamp))),
			true
		)
	})
	for (let n = 0; n < letters; n++) await page.keyboard.press('x', { delay: 30 })
	await expect.poll(() => page.evaluate(() => (globalThis as unknown as { took: number[] }).took.length)).toBe(letters)
	return { frames: (await page.evaluate(() => (globalThis as unknown as { took: number[] }).took)).sort((a, b) => a - b) }
}

/** What the place one stands at reads. */
async function lit(page: Page): Promise<string[]> {
	return await page.evaluate(() => Array.from(CSS.highlights.get('found-here') ?? [], range => (range as Range).toString()))
}
