import { expect, test } from 'playwright/test'
import { longSpeech } from './speech.ts'
import { openWindow } from './window.ts'

test('crash history: the engine is killed while it transcribes, and the panel says what died, how, and that nothing is lost', async ({
	browserName: _
}, info) => {
	const wav = info.outputPath('three-minutes.wav')
	longSpeech(wav, 180, 3)
	await openWindow({}, async ({ page, host }) => {
		const client = await host.connect()
		const pid = await client.readyPid('engine')
		await page.locator('input[type=file]').setInputFiles(wav)
		await client.next('text', event => event.type === 'segment' && event.segment)
		process.kill(pid, 'SIGSEGV')
		await client.readyPid('engine', pid)

		await page.getByRole('link', { name: 'Crash history' }).click()
		const main = page.getByRole('main')
		await expect(main).toContainText(/The engine crashed while .*three-minutes.*SIGSEGV/)
		await expect(main).toContainText(String(pid))
		await page
			.getByText(/The engine crashed/)
			.first()
			.click()
		await expect(main).toContainText('exit signal SIGSEGV')
		await expect(main).toContainText(/0\s*words lost/)

		// In the transcript it stands where it happened, with a way back to why.
		await page.getByText('three-minutes').first().click()
		await expect(page.getByText(/Nothing was lost/).first()).toBeVisible({ timeout: 60_000 })

		// Health: the engine lives again, with another pid.
		const again = client.processes.get('engine')?.pid
		await page
			.getByRole('button', { name: /Engine/ })
			.first()
			.click()
		await expect(page.getByText(String(again)).first()).toBeVisible()
		client.close()
	})
})

test('crash history: empty says so', async () => {
	await openWindow({}, async ({ page }) => {
		await page.getByRole('link', { name: 'Crash history' }).click()
		await expect(page.getByRole('main')).toContainText('Nothing has died here.')
	})
})

test('the window speaks Chinese to those who do', async () => {
	await openWindow({ locale: 'zh-CN' }, async ({ page }) => {
		await expect(page.getByRole('button', { name: '录音' }).first()).toBeVisible()
	})
})
