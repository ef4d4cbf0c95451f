/** The main views look as they did: `npm run shots:update` after they were changed on purpose. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, type Page, test } from 'playwright/test'
import { drawnBy } from './drawn-by.ts'
import { holdStill } from './still.ts'
import { type Library, namesIn, seedLibrary, VIEWS } from './views.ts'
import { openWindow } from './window.ts'

const KEPT = new URL('pictures/drawn-by.json', import.meta.url)

const PICTURES = [
	{ view: 'home', look: 'light' },
	{ view: 'transcript', look: 'light' },
	{ view: 'transcript', look: 'narrow-dark' },
	{ view: 'crashes', look: 'light' },
	{ view: 'crashes', look: 'narrow-dark' },
	{ view: 'health', look: 'narrow-dark' },
	{ view: 'models', look: 'chinese' },
	{ view: 'settings', look: 'narrow-dark' },
	{ view: 'export', look: 'light' },
	{ view: 'selected', look: 'chinese' }
] as const

const LOOKS = {
	light: { locale: 'en', width: 1000, dark: false },
	'narrow-dark': { locale: 'en', width: 720, dark: true },
	chinese: { locale: 'zh-CN', width: 1000, dark: false }
} as const

test('the main views look as they did', async ({ browserName: _ }, info) => {
	test.setTimeout(180_000)
	test.skip(process.env.HOLDFAST_ELECTRON !== undefined, 'The pictures are of a browser.')
	const isUpdate = info.config.updateSnapshots === 'all' || info.config.updateSnapshots === 'changed'
	await openWindow({}, async ({ page: first, host }) => {
		const now = await drawnBy(first)
		if (isUpdate) writeFileSync(KEPT, `${JSON.stringify(now, null, 2)}\n`)
		const kept = existsSync(KEPT) ? JSON.parse(readFileSync(KEPT, 'utf8')) : null
		test.skip(
			JSON.stringify(kept) !== JSON.stringify(now),
			`Another browser or other fonts drew the pictures: ${JSON.stringify({ kept, now })}.`
		)

		const { titles, ...library } = await seedLibrary(host, info.outputPath())
		const browser = first.context().browser()
		for (const { view, look } of PICTURES) {
			const { locale, width, dark } = LOOKS[look]
			const context = await browser?.newContext({
				...{ locale, viewport: { width, height: 560 }, timezoneId: 'UTC', colorScheme: dark ? 'dark' : 'light' }
			})
			if (context === undefined) throw new Error('There is no browser.')
			const page = await context.newPage()
			await holdStill(page, titles)
			await page.goto(host.address)
			await page.locator('.home').waitFor()
			await show(page, view, locale, library)
			await expect.soft(page).toHaveScreenshot(`${view}.${look}.png`, { threshold: 0.02, maxDiffPixelRatio: 0.000_04, timeout: 20_000 })
			await context.close()
		}
	})
})

async function show(page: Page, name: string, locale: 'en' | 'zh-CN', library: Library): Promise<void> {
	const view = VIEWS.find(each => each.name === name)
	if (view === undefined) throw new Error(`There is no view “${name}”.`)
	await view.open(page, namesIn(locale), library)
	if (name === 'transcript' || name === 'export') await page.locator('.waveform .sound').first().waitFor({ state: 'attached' })
	// What has come when it opens has the focus, which is now this, now that.
	if (name === 'health') await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
	// What is under the pointer looks another way.
	await page.mouse.move(0, 0)
}
