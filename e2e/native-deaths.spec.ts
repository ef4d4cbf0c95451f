import { expect, type Page, test } from 'playwright/test'
import { startHost } from './host.ts'
import { goWrong, missingAddons } from './native-faults.ts'
import { slowness } from './pace.ts'
import { longSpeech } from './speech.ts'
import { openWindow } from './window.ts'

/** From a death to its stack on the screen, ms, on a machine that has nothing else to do. */
const LIMIT_MS = 2_000

/** Goes on by Tab until what is named so has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
	const target = page.getByRole('button', { name })
	for (let stops = 0; stops < 60; stops++) {
		await page.keyboard.press('Tab')
		if (await target.evaluate(element => element === document.activeElement)) return
	}
	throw new Error(`${name} is not reached by Tab.`)
}

test('crash history: native code in the engine crashes, and while one looks the panel shows the thread, the module and the calls', async ({
	browserName: _
}, info) => {
	const missing = missingAddons()
	test.skip(missing !== false, missing || '')
	const wav = info.outputPath('interview.wav')
	longSpeech(wav, 60, 3)
	await openWindow({}, async ({ page, host }) => {
		const client = await host.connect()
		const pid = await client.readyPid('engine')
		await page.locator('input[type=file]').first().setInputFiles(wav)
		await client.next('text', event => event.type === 'segment' && event.segment)
		await page.getByRole('link', { name: 'Crash history' }).click()
		const main = page.getByRole('main')
		await expect(main).toContainText('Nothing has died here.')

		const seen = client.next('its death', event => event.type === 'exit' && event.exit.pid === pid && event.exit)
		await goWrong(pid, 'null-write')
		const death = main.getByRole('article')
		const rows = death.getByRole('table').getByRole('row')
		await expect(rows.nth(1)).toContainText(/test-faults\.node.*writeToNull/)
		const ms = Date.now() - (await seen).at
		info.annotations.push({ type: 'from the death to its stack on the screen', description: `${ms} ms` })
		expect(ms).toBeLessThan(LIMIT_MS * slowness())

		await expect(death.getByRole('heading').first()).toContainText(
			/The engine crashed while transcribing .* of “interview”: it touched memory .* of test-faults\.node \(SIGSEGV\)\./
		)
		await expect(death.getByRole('heading', { name: 'Crashed thread' })).toBeVisible()
		await expect(death).toContainText('SIGSEGV: The program touched memory that is not there, at address 0x0')
		await expect(death).toContainText('thread “MainThread”')
		await expect(death).toContainText(/0\s*words lost|words lost\s*0/)
		await expect(rows.nth(1)).toContainText('registers')
		await expect(rows.nth(2)).toContainText(/test-faults\.node.*happen.*unwind table/)
		await expect(death).not.toContainText('possibly')
		// The rest of the stack, without a mouse.
		await expect(rows.last()).not.toContainText('_start')
		await tabTo(page, /^All \d+ frames on record$/)
		await page.keyboard.press('Enter')
		await expect(rows.last()).toContainText(/node.*_start/)
		await expect(rows.filter({ hasText: 'uv_run' })).not.toHaveCount(0)
		client.close()
	})
})

test('crash history: a stack that overflowed is shown by its first frames, and a crash of main when it is back', async ({
	browserName: _
}) => {
	const missing = missingAddons()
	test.skip(missing !== false, missing || '')
	const host = await startHost({ guarded: true })
	try {
		await openWindow({ host }, async ({ page }) => {
			const client = await host.connect()
			await page.getByRole('link', { name: 'Crash history' }).click()
			const main = page.getByRole('main')
			const death = main.getByRole('article')
			const rows = death.getByRole('table').getByRole('row')
			await goWrong(await client.readyPid('engine'), 'overflow')
			await expect(rows.nth(1)).toContainText(/test-faults\.node.*overflow/)
			await expect(death.getByRole('heading').first()).toContainText('its stack was used up')
			await expect(death.getByRole('button', { name: /^All 6\d frames on record$/ })).toBeVisible()

			await goWrong(await client.readyPid('main'), 'double-free')
			const row = main.getByRole('list', { name: 'Deaths' }).getByRole('link', { name: /Holdfast/ })
			await row.click()
			await expect(death.getByRole('heading').first()).toContainText(/Holdfast itself .* of test-faults\.node/)
			await expect(rows.filter({ hasText: 'freeTwice' })).toHaveCount(1)
			client.close()
		})
	} finally {
		await host.stop()
	}
})
