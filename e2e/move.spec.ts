import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import { startHost } from './host.ts'
import { openWindow } from './window.ts'

test('the data folder is moved in the window, in English and back in Chinese, and the page finds it again by itself', async () => {
	const root = mkdtempSync(join(tmpdir(), 'holdfast-moved-'))
	const [home, elsewhere] = [join(root, 'home'), join(root, 'elsewhere')]
	const host = await startHost({ dataDir: home, guarded: true })
	try {
		const client = await host.connect()
		const { id } = await client.request('sample.add', {})
		await client.over(id)
		mkdirSync(join(home, 'models/ballast'), { recursive: true })
		writeFileSync(join(home, 'models/ballast/model'), Buffer.alloc(100_000_000, 'x'))
		client.close()
		await openWindow({ host }, async ({ page }) => {
			await page.goto(new URL('#/storage', host.address).href)
			const section = page.getByRole('region', { name: 'Where it is kept' })
			await expect(section.getByText(home, { exact: true })).toBeVisible()
			await section.getByRole('button', { name: 'Move…' }).focus()
			await page.keyboard.press('Enter')
			const to = section.getByRole('textbox', { name: 'Folder to move everything to' })
			await to.fill(join(home, 'audio'))
			await page.keyboard.press('Enter')
			await expect(section.getByRole('status')).toHaveText(/lies in the one that is to be moved/)
			// Taken back, then meant.
			await to.fill(elsewhere)
			await page.keyboard.press('Enter')
			await section.getByRole('button', { name: 'Cancel the move' }).click()
			await section.getByRole('button', { name: 'Move…' }).click()
			await expect(section.getByText(home, { exact: true })).toBeVisible()
			await to.fill(elsewhere)
			await page.keyboard.press('Enter')
			await expect(section.getByText(elsewhere, { exact: true })).toBeVisible({ timeout: 60_000 })
			await expect(section.getByRole('button', { name: 'Move…' })).toBeVisible({ timeout: 60_000 })
			await page.goto(new URL(`#/transcripts/${id}`, host.address).href)
			await expect(page.locator('main [data-index]').first()).toBeVisible()
		})
		await openWindow({ host, locale: 'zh-CN' }, async ({ page }) => {
			await page.goto(new URL('#/storage', host.address).href)
			const section = page.getByRole('region', { name: '保存位置' })
			await expect(section.getByText(elsewhere, { exact: true })).toBeVisible()
			await section.getByRole('button', { name: '移动…' }).click()
			const to = section.getByRole('textbox', { name: '要移动到的文件夹' })
			await to.fill(root)
			await page.keyboard.press('Enter')
			await expect(section.getByRole('status')).toHaveText(`“${root}”不是空的。请选择空文件夹，或写上其中一个新文件夹的名称。`)
			await to.fill(home)
			await page.keyboard.press('Enter')
			await expect(section.getByText(home, { exact: true })).toBeVisible({ timeout: 60_000 })
			await expect(section.getByRole('button', { name: '移动…' })).toBeVisible({ timeout: 60_000 })
		})
	} finally {
		await host.stop()
		rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
	}
})
