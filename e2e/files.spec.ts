import { writeFileSync } from 'node:fs'
import { expect, test } from 'playwright/test'
import { clips } from './speech.ts'
import { openWindow } from './window.ts'

test('files: two are picked, transcribed in order, exported; a bad one between them says why', async ({ browserName: _ }, info) => {
	const bad = info.outputPath('letter.mp3')
	writeFileSync(bad, 'Dear Sir, this is not music.\n'.repeat(40))
	await openWindow({}, async ({ page }) => {
		await page.locator('input[type=file]').setInputFiles([clips[1] ?? '', bad, clips[4] ?? ''])
		const library = page.getByRole('complementary').or(page.getByRole('navigation')).first()
		await expect(library.getByText('austen-0930')).toBeVisible()
		await library.getByText('austen-0930').click()
		await expect(page.getByRole('main')).toContainText('He might even have been made amiable himself', { timeout: 60_000 })

		await page.getByRole('button', { name: 'Export' }).click()
		const download = page.waitForEvent('download')
		await page.getByRole('menuitem', { name: /SubRip/ }).click()
		const file = await download
		expect(file.suggestedFilename()).toBe('austen-0930.srt')

		await library.getByText('letter').click()
		await expect(page.getByRole('main')).toContainText('This is not a sound or video file that can be read')
	})
})

test('files: one dropped anywhere in the window is taken', async () => {
	await openWindow({}, async ({ page }) => {
		const transfer = await page.evaluateHandle(async () => {
			const data = new DataTransfer()
			data.items.add(new File([new Uint8Array(44)], 'dropped.wav', { type: 'audio/wav' }))
			return data
		})
		for (const type of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('body', type, { dataTransfer: transfer })
		await expect(page.getByText('dropped').first()).toBeVisible()
	})
})

test('files: the sample is transcribed, its text copied; deleting can be undone', async () => {
	await openWindow({}, async ({ page }) => {
		await page.getByRole('button', { name: /sample/i }).click()
		await expect(page.getByRole('main')).toContainText('Dashwood', { timeout: 60_000 })
		// Where the clipboard is refused, as it is in Electron, copying goes another way.
		await page.evaluate(() => {
			navigator.clipboard.writeText = () => Promise.reject(new Error('refused by the test'))
		})
		await page.getByRole('button', { name: 'Copy' }).click()
		await expect(page.getByText('The text is on the clipboard.').first()).toBeVisible()
		await page.getByRole('button', { name: 'Delete' }).click()
		await page.getByRole('button', { name: 'Undo' }).click()
		await expect(page.getByText('austen-0870').first()).toBeVisible()
	})
})
