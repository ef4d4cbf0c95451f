import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from 'playwright/test'
import { fillLibrary, namesIn, VIEWS } from './views.ts'
import { openWindow } from './window.ts'

test('axe finds nothing on any view, light or dark', async ({ browserName: _ }, info) => {
	test.setTimeout(300_000)
	await openWindow({}, async ({ page, host }) => {
		const library = await fillLibrary(host, info.outputPath())
		const found: string[] = []
		for (const view of VIEWS) {
			await page.goto('about:blank')
			await page.goto(host.address)
			await page.locator('.home').waitFor()
			await view.open(page, namesIn('en'), library)
			// What fades in is paler than it will be.
			await page.emulateMedia({ reducedMotion: 'reduce' })
			await page.waitForTimeout(300)
			for (const colorScheme of ['light', 'dark'] as const) {
				await page.emulateMedia({ colorScheme })
				const { violations } = await new AxeBuilder({ page }).analyze()
				for (const { id, nodes } of violations)
					for (const { target, failureSummary } of nodes)
						found.push(`${view.name}, ${colorScheme}: ${id} ${target.join(' ')}: ${failureSummary}`)
			}
		}
		expect(found).toEqual([])
	})
})
