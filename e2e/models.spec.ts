import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from 'playwright/test'
import { serve } from '../electron/models/test-server.ts'
import { gzOf } from '../electron/models/unpack/test-archives.ts'
import { startHost } from './host.ts'
import { archiveOfTiny, publish } from './published-model.ts'
import { openWindow } from './window.ts'

/** A row of the page, by its model's name. */
const row = (page: Page, name: string) => page.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) })

test('a model is downloaded, its licence accepted, used, checked, deleted, and brought back from an archive; a hostile one is refused', async ({
	browserName: _
}, info) => {
	// Four models are loaded in its course.
	test.slow()
	const dataDir = info.outputPath('data')
	const archive = archiveOfTiny()
	const server = await serve(archive, { breaks: 9_000_000, times: 1 })
	publish(dataDir, server.url, archive)
	const host = await startHost({ dataDir })
	try {
		await openWindow({ host }, async ({ page }) => {
			await page.getByRole('link', { name: 'Models' }).click()
			await page.getByRole('button', { name: /^Download.* Tiny again$/ }).click()
			await expect(page.getByRole('dialog')).toContainText('Licence of the house')
			await page.getByRole('button', { name: 'I accept it, download' }).click()
			const here = page.getByRole('region', { name: 'On this machine' })
			await expect(here).toContainText('Tiny again', { timeout: 60_000 })
			await expect(page.getByRole('region', { name: 'On their way' })).toHaveCount(0)
			expect(server.asked[1]).toMatch(/^bytes=\d+-$/)

			// How fast it is on this machine is measured when somebody asks.
			await expect(row(page, 'Tiny again')).toContainText('not measured here')
			await page.getByRole('button', { name: /^Health/ }).click()
			const speeds = page.getByRole('region', { name: 'Speed on this machine' })
			await speeds.getByLabel('Measure', { exact: true }).selectOption({ label: 'Tiny again' })
			await speeds.getByRole('button', { name: 'Begin' }).press('Enter')
			await expect(speeds.getByRole('button', { name: /Cancel|Begin/ })).toBeFocused()
			await expect(speeds.getByText('Measuring is over.')).toBeVisible({ timeout: 60_000 })
			await expect(speeds.getByRole('listitem')).toContainText(/^Tiny again about [\d.]+× real time: .*MB of memory · loaded in/)
			await page.keyboard.press('Escape')
			await expect(speeds).toHaveCount(0)
			await expect(row(page, 'Tiny again')).toContainText('× real time here')

			// It is a model like any other: a text is heard again with it.
			const client = await host.connect()
			const { id } = await client.request('sample.add', {})
			await client.over(id)
			await client.request('transcript.again', { transcript: id, model: 'tiny-again' })
			await client.wait('the text of the other model', told => told.type === 'event' && told.event.type === 'text-replaced')
			client.close()

			// And the one that all is heard with from here on, without a restart. What is in use is not deleted.
			const used = page.getByLabel('Model for it')
			await used.selectOption({ label: 'Tiny again' })
			await expect(row(page, 'Tiny again')).toContainText('in use', { timeout: 60_000 })
			await expect(row(page, 'Tiny again').getByRole('button', { name: 'Delete' })).toBeDisabled()
			await page.getByLabel('Names and terms that are likely to be said').fill('Holdfast')
			await page.getByRole('region', { name: 'How it listens' }).getByRole('button', { name: 'Save' }).click()
			await expect(page.getByText('Tiny again can’t be told names and terms.')).toBeVisible({ timeout: 60_000 })
			await used.selectOption({ label: 'Moonshine tiny' })
			await expect(row(page, 'Moonshine tiny')).toContainText('in use', { timeout: 60_000 })

			await row(page, 'Tiny again').getByRole('button', { name: 'Check' }).click()
			await expect(row(page, 'Tiny again')).toContainText('All files are as they were.')
			await row(page, 'Tiny again').getByRole('button', { name: 'Delete' }).click()
			await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
			await expect(here).not.toContainText('Tiny again')
			expect(existsSync(join(dataDir, 'models/tiny-again'))).toBe(false)

			// Without a network: from an archive, which the page uploads, and from a folder by its path.
			const picker = page.getByTestId('pick-model')
			await picker.setInputFiles([{ name: 'tiny-again.tar.gz', mimeType: 'application/gzip', buffer: archive }])
			await expect(here).toContainText('Tiny again', { timeout: 60_000 })
			await page.getByRole('textbox', { name: 'Path of an archive or folder' }).fill(join(dataDir, 'models/tiny-again'))
			await page.getByRole('button', { name: 'Import', exact: true }).click()
			await expect(here.getByRole('listitem', { name: 'Tiny again', exact: true })).toHaveCount(2, { timeout: 60_000 })

			const evil = gzOf([{ path: '../../evil.onnx', content: 'x' }])
			await picker.setInputFiles([{ name: 'evil.tar.gz', mimeType: 'application/gzip', buffer: evil }])
			await expect(row(page, 'evil')).toContainText('it wants to write outside of its own folder')
			await row(page, 'evil').getByRole('button', { name: 'Leave it' }).click()
			await expect(row(page, 'evil')).toHaveCount(0)
			expect(readdirSync(join(dataDir, 'models')).filter(name => name.startsWith('.new'))).toEqual([])
		})
	} finally {
		await host.stop()
		await server.close()
	}
})
