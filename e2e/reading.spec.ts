import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Page, test } from 'playwright/test'
import { startHost } from './host.ts'
import { openWindow } from './window.ts'

const id = '5c011000-0000-4000-8000-000000000000'
const SAID = ['السلام عليكم، نلتقي يوم الاثنين في Berlin', 'the budget is small', 'שלום, התקציב קטן']

async function withText(use: (page: Page) => Promise<void>): Promise<void> {
	const dataDir = mkdtempSync(join(tmpdir(), 'holdfast-reading-'))
	const writer = fileURLToPath(new URL('../electron/ledger/test-long-transcript.ts', import.meta.url))
	execFileSync(process.execPath, [writer, dataDir, id, '15', JSON.stringify(SAID)])
	const host = await startHost({ dataDir })
	try {
		await openWindow({ host }, async ({ page }) => {
			await page.evaluate(to => {
				location.hash = to
			}, `#/transcripts/${id}`)
			await expect(page.getByText('2. the budget is small')).toBeVisible({ timeout: 30_000 })
			await use(page)
		})
	} finally {
		await host.stop()
		rmSync(dataDir, { recursive: true, force: true })
	}
}

test('reading: Arabic and Hebrew run from right to left, each line for itself; twice as large nothing is cut off; nothing moves for who wants that', async () => {
	await withText(async page => {
		await test.step('right to left', async () => {
			const lines = page.locator('.segment p')
			const runs = await lines.evaluateAll(all => all.slice(0, 3).map(line => getComputedStyle(line).direction))
			expect(runs).toEqual(['rtl', 'ltr', 'rtl'])
			const [time, text] = [await page.locator('.place').first().boundingBox(), await lines.first().boundingBox()]
			expect((time?.x ?? 0) + (time?.width ?? 0), 'the time stays on its side').toBeLessThanOrEqual(text?.x ?? 0)
			// Without the marks upon its letters it is found all the same.
			await page.keyboard.press('Control+f')
			await page.keyboard.type('السَّلام')
			await expect(page.locator('.find output')).toHaveText('1 of 1')
			await expect(page.getByRole('textbox', { name: 'Find in this transcript' })).toHaveCSS('direction', 'rtl')
			await page.keyboard.press('Escape')
		})

		await test.step('200 %: of a window of 1280 pixels, and of the narrowest; and 400 %', async () => {
			for (const [width, height] of [
				[320, 256],
				[640, 410],
				[360, 640]
			] as const) {
				await page.setViewportSize({ width, height })
				for (const hash of [`#/transcripts/${id}`, '#/', '#/crashes', '#/models']) {
					await page.evaluate(to => {
						location.hash = to
					}, hash)
					await page.waitForTimeout(200)
					expect(await cutOff(page), `${hash} at ${width}`).toEqual([])
				}
			}
			await page.evaluate(to => {
				location.hash = to
			}, `#/transcripts/${id}`)
			await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeInViewport()
			const lines = page.locator('.scroll')
			expect((await lines.boundingBox())?.height, 'there is room to read').toBeGreaterThan(150)
		})

		await test.step('reduced motion: nothing fades, turns or slides', async () => {
			await page.setViewportSize({ width: 1280, height: 820 })
			await page.emulateMedia({ reducedMotion: 'reduce' })
			for (const hash of [`#/transcripts/${id}`, `#/transcripts/${id}/80000`, '#/', '#/crashes', '#/models']) {
				await page.evaluate(to => {
					location.hash = to
				}, hash)
				expect(await moving(page), hash).toEqual([])
			}
			await page.keyboard.press('?')
			await expect(page.getByRole('dialog')).toBeVisible()
			expect(await moving(page), 'dialog').toEqual([])
		})
	})
})

/** What is wider than the window, and what can be pressed in it and stands outside. */
async function cutOff(page: Page): Promise<string[]> {
	return await page.evaluate(() => {
		const found = document.documentElement.scrollWidth > innerWidth ? [`page ${document.documentElement.scrollWidth}`] : []
		for (const element of document.querySelectorAll<HTMLElement>('button, a, input, select')) {
			const { left, right, width } = element.getBoundingClientRect()
			// What is put aside (the library) or scrolls in its own frame is no matter.
			if (width === 0 || element.closest('.side, pre, table, [data-scrolls]') || !element.checkVisibility({ visibilityProperty: true }))
				continue
			if (left < -1 || right > innerWidth + 1) found.push(element.outerHTML.slice(0, 150))
		}
		return found
	})
}

/** What has an animation or a change of style that takes time. */
async function moving(page: Page): Promise<string[]> {
	return await page.evaluate(() =>
		document.getAnimations().flatMap(({ effect }) => {
			const { duration } = effect?.getComputedTiming() ?? {}
			return typeof duration === 'number' && duration > 1 ? [`${(effect as KeyframeEffect).target?.className} ${duration} ms`] : []
		})
	)
}
