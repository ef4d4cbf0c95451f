import { writeFileSync } from 'node:fs'
import { expect, type Page, type TestInfo, test } from 'playwright/test'
import { startHost } from './host.ts'
import { longSpeech } from './speech.ts'
import { openWindow } from './window.ts'

/** Speech of so many seconds, as files of these names. */
function files(info: TestInfo, seconds: number, ...names: string[]): string[] {
	return names.map((name, n) => {
		const path = info.outputPath(`${name}.wav`)
		longSpeech(path, seconds, seconds + n)
		return path
	})
}

/** What stands in the queue, from top to bottom. */
const titles = (page: Page) => page.locator('.queued .entry-title').allTextContents()

test('files in the queue are put in order by dragging, keys and menu, and paused one by one and all at once', async ({
	browserName: _
}, info) => {
	await openWindow({}, async ({ page }) => {
		const shot = async (name: string) => info.attach(name, { body: await page.screenshot(), contentType: 'image/png' })
		await page
			.locator('input[type=file]')
			.first()
			.setInputFiles(files(info, 120, 'one', 'two', 'three', 'four'))
		const row = (title: string) => page.locator('.queued').filter({ hasText: title })
		await expect(row('four')).toContainText('Waiting', { timeout: 30_000 })
		await page.getByRole('button', { name: 'Pause the queue' }).click()
		await expect(page.locator('.queue-head')).toContainText('4 files · Paused')
		// In the order in which they arrived.
		const [one = '', two = '', three = '', four = ''] = await titles(page)

		await row(four).dragTo(row(two))
		await expect.poll(() => titles(page)).toEqual([one, four, two, three])
		await row(three).getByRole('link').focus()
		await page.keyboard.press('Alt+ArrowUp')
		await expect.poll(() => titles(page)).toEqual([one, four, three, two])
		// The focus stays with what is moved, and where it is now is said.
		await expect(row(three).getByRole('link')).toBeFocused()
		await expect(page.getByRole('status').filter({ hasText: `${three} is 3rd in line now.` })).toHaveCount(1)
		await page.keyboard.press('Alt+ArrowUp')
		await expect.poll(() => titles(page)).toEqual([one, three, four, two])
		await page.keyboard.press('Alt+ArrowDown')
		await row(two)
			.getByRole('button', { name: `More for ${two}` })
			.click()
		await page.getByRole('menuitem', { name: 'To the front' }).click()
		await expect.poll(() => titles(page)).toEqual([two, one, four, three])
		await row(one)
			.getByRole('button', { name: `Pause ${one}` })
			.click()
		await expect(row(one)).toContainText('Paused')
		await shot('paused')

		// It is all kept over a reload, and gone on with from there.
		await page.reload()
		await expect.poll(() => titles(page)).toEqual([two, one, four, three])
		await page.getByRole('button', { name: 'Go on with the queue' }).click()
		await expect(row(two)).toContainText(/\d+% · [\d.]+ × · .*min left/, { timeout: 30_000 })
		await expect(page.locator('.queue-head')).toContainText(/3 files · [\d.]+ × · .*min left/)
		await expect(row(four)).toContainText('1st in line')
		await shot('at work')
		await expect(row(two)).toHaveCount(0, { timeout: 60_000 })
		await expect(row(one)).toContainText('Paused')
		await row(one)
			.getByRole('button', { name: `Go on with ${one}` })
			.click()
		await expect(row(one)).toContainText(/1st in line/)
	})
})

test('what ended without text is cleared at once, and comes back', async ({ browserName: _ }, info) => {
	await openWindow({}, async ({ page }) => {
		const bad = ['letter.mp3', 'list.wav'].map(name => {
			const path = info.outputPath(name)
			writeFileSync(path, `${name} is not music.\n`.repeat(40))
			return path
		})
		await page.locator('input[type=file]').first().setInputFiles(bad)
		await page.getByRole('button', { name: 'Clear 2 files that ended without text' }).click({ timeout: 30_000 })
		await expect(page.locator('.entry')).toHaveCount(0)
		await page.getByRole('button', { name: 'Undo' }).click()
		await expect(page.locator('.entry')).toHaveCount(2)
	})
})

test('in a browser that may, the system tells what is done while nobody looks, once', async ({ browserName: _ }, info) => {
	const host = await startHost()
	try {
		await openWindow({ host }, async ({ page }) => {
			await page.context().grantPermissions(['notifications'])
			// Playwright's pages always have the focus; and what the system shows can't be seen from here.
			await page.addInitScript(() => {
				Object.defineProperty(document, 'hasFocus', { value: () => false })
				const told: string[] = []
				Object.assign(window, { told })
				const System = window.Notification
				window.Notification = class extends System {
					constructor(title: string, options?: NotificationOptions) {
						super(title, options)
						told.push(`${title}: ${options?.body}`)
					}
				}
			})
			await page.reload()
			await page
				.locator('input[type=file]')
				.first()
				.setInputFiles(files(info, 5, 'a talk'))
			const told = () => page.evaluate(() => (window as unknown as { told: string[] }).told)
			await expect.poll(told, { timeout: 30_000 }).toEqual(['Transcribed: a talk'])
			await page.getByRole('button', { name: 'Settings' }).click()
			await page.getByLabel('Say when a transcript is done').uncheck()
			await page.keyboard.press('Escape')
			await page
				.locator('input[type=file]')
				.first()
				.setInputFiles(files(info, 6, 'another'))
			await expect(page.getByRole('link', { name: /another.* words/ })).toBeVisible({ timeout: 30_000 })
			await page.waitForTimeout(2_000)
			expect(await told()).toEqual(['Transcribed: a talk'])
		})
	} finally {
		await host.stop()
	}
})
