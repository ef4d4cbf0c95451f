import { expect, type Page, test } from 'playwright/test'
import { longSpeech } from './speech.ts'
import { openWindow } from './window.ts'

test('crash history: the engine is killed while it transcribes, and the panel says what died, how, and that nothing is lost', async ({
	browserName: _
}, info) => {
	const wav = info.outputPath('one-minute.wav')
	longSpeech(wav, 60, 3)
	await openWindow({}, async ({ page, host }) => {
		const client = await host.connect()
		const pid = await client.readyPid('engine')
		await page.locator('input[type=file]').first().setInputFiles(wav)
		await client.next('text', event => event.type === 'segment' && event.segment)
		process.kill(pid, 'SIGSEGV')
		await client.readyPid('engine', pid)

		await page.getByRole('link', { name: 'Crash history' }).click()
		const main = page.getByRole('main')
		const death = main.getByRole('article')
		await expect(death).toContainText(/The engine .*one-minute.*SIGSEGV/)
		await expect(death).toContainText(`pid ${pid}`)
		await expect(death).toContainText('exit signal SIGSEGV')
		await expect(death).toContainText(/0\s*words lost|words lost\s*0/)
		await expect(main).toContainText('1 death since')
		await expect(main).toContainText('0 words lost, ever')
		// The same death in the lanes, among the causes and in the list.
		await expect(main.locator('.lanes').getByRole('link', { name: /Engine .*SIGSEGV/ })).toHaveAttribute('aria-current', 'true')
		await expect(main.getByRole('button', { name: /1× Engine .*SIGSEGV.*in the last 14 days/ })).toBeVisible()
		await expect(main.getByRole('list', { name: 'Deaths' }).getByRole('link')).toHaveCount(1)

		// What a bundle holds can be read before it is saved, and a tick changes it.
		await death.getByRole('button', { name: 'Save bundle…' }).click()
		const bundle = page.getByRole('dialog', { name: /bundle/ })
		await bundle.locator('summary').first().click()
		await expect(bundle.locator('pre').first()).toContainText('SIGSEGV')
		const [saved] = await Promise.all([page.waitForEvent('download'), bundle.getByRole('button', { name: /Save bundle/ }).click()])
		expect(saved.suggestedFilename()).toMatch(/\.zip$/)

		// In the transcript it stands where it happened; the two lead to each other.
		await death.getByRole('link', { name: 'one-minute' }).click()
		// Said as it was: a signal that was sent is no crash.
		await expect(page.getByText(/The engine was ended from outside at .* Nothing was lost/).first()).toBeVisible({ timeout: 60_000 })
		await page
			.getByRole('link', { name: /Why did it die/ })
			.first()
			.click()
		await expect(death).toContainText(`pid ${pid}`)

		// Health: the engine lives again, with another pid, and its log can be read.
		const again = client.processes.get('engine')?.pid
		await page.getByRole('button', { name: /^Health/ }).click()
		await expect(page.getByRole('region', { name: 'Engine', exact: true })).toContainText(String(again))
		await page.getByRole('button', { name: 'Log: Engine', exact: true }).click()
		await expect(page.getByRole('log')).toContainText(/ready|loaded|transcribing/)
		await page.keyboard.press('Escape')

		// Deleted, and taken back; then deleted with all others.
		await death.getByRole('button', { name: 'Delete' }).click()
		await expect(main).toContainText('Nothing has died here.')
		await page.getByRole('button', { name: 'Undo' }).click()
		await expect(death).toContainText(`pid ${pid}`)
		await main.getByRole('button', { name: 'Delete all…' }).click()
		await page.getByRole('alertdialog').getByRole('button', { name: 'Delete all' }).click()
		await expect(main).toContainText('Nothing has died here.')
		expect(await client.request('exits.list', { limit: 10 })).toEqual([])
		client.close()
	})
})

test('crash history: empty says so, fills while it is looked at, and is walked by the arrow keys', async () => {
	await openWindow({}, async ({ page, host }) => {
		const client = await host.connect()
		await page.getByRole('link', { name: 'Crash history' }).click()
		const main = page.getByRole('main')
		await expect(main).toContainText('Nothing has died here.')
		for (const signal of ['SIGSEGV', 'SIGKILL'] as const) {
			const pid = await client.readyPid('engine')
			process.kill(pid, signal)
			await expect(main.getByRole('article')).toContainText(`exit signal ${signal}`)
			await client.readyPid('engine', pid)
		}
		const rows = main.getByRole('list', { name: 'Deaths' }).getByRole('link')
		await expect(rows).toHaveCount(2)
		await rows.first().click()
		await page.keyboard.press('ArrowDown')
		await expect(rows.last()).toBeFocused()
		await expect(main.getByRole('article')).toContainText('exit signal SIGSEGV')
		await page.keyboard.press('Home')
		await expect(rows.first()).toBeFocused()
		await expect(main.getByRole('article')).toContainText('exit signal SIGKILL')
		await main.getByRole('radio', { name: 'Hour' }).check()
		await expect(main.locator('.death').last()).toBeVisible()
		await page.emulateMedia({ forcedColors: 'active' })
		expect(await unseen(page, ['.dot', '.life', '.death', '.segmented input:checked + span']), 'in high contrast').toEqual([])
		await page.emulateMedia({ forcedColors: 'none' })
		// Deleted for good when its message goes, whenever that is.
		await main.getByRole('article').getByRole('button', { name: 'Delete' }).click()
		await expect(rows).toHaveCount(1)
		await page.getByRole('button', { name: 'Undo' }).hover()
		await page.getByRole('button', { name: 'Dismiss' }).click()
		await expect.poll(async () => (await client.request('exits.list', { limit: 10 })).length).toBe(1)
		// Back leads out of the history, not through every death that was looked at.
		await page.goBack()
		await expect(page).toHaveURL(/\/(#\/)?$/)
		client.close()
	})
})

test('the standby engine is a choice, taken at once', async () => {
	await openWindow({}, async ({ page, host }) => {
		const client = await host.connect()
		await client.readyPid('engine')
		await page.getByRole('button', { name: 'Settings' }).click()
		const choice = page.getByRole('combobox', { name: 'Standby engine' })
		await expect(choice).toHaveValue('off')
		await choice.selectOption('on')
		await expect(page.getByText(/standby ready/)).toBeVisible({ timeout: 20_000 })
		await choice.selectOption('off')
		await expect(page.getByText(/standby ready/)).toBeHidden()
		await page.reload()
		await page.getByRole('button', { name: 'Settings' }).click()
		await expect(choice).toHaveValue('off')
		client.close()
	})
})

test('the window speaks Chinese to those who do', async () => {
	await openWindow({ locale: 'zh-CN' }, async ({ page }) => {
		await expect(page.getByRole('button', { name: '录音' }).first()).toBeVisible()
	})
})

test('a part of the window that fails is replaced by a note and stands in the crash history; the rest goes on', async () => {
	await openWindow({}, async ({ page, host }) => {
		const client = await host.connect()
		await page.getByRole('button', { name: 'Record', exact: true }).first().waitFor()
		await page.evaluate(() => {
			const real = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, 'format')
			Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', {
				configurable: true,
				get() {
					throw new TypeError('This date cannot be written')
				}
			})
			Object.assign(globalThis, { mend: () => real && Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', real) })
		})
		const recorded = client.next('its record', event => event.type === 'exit' && event.exit)
		await page.getByRole('link', { name: 'Crash history' }).click()
		await expect(page.getByRole('alert')).toContainText('This part of the window failed')
		expect((await recorded).explanation.code).toBe('view-failed')
		await expect(page.getByRole('button', { name: 'Record', exact: true }).first()).toBeEnabled()
		await page.evaluate('mend()')
		await page.getByRole('button', { name: 'Try again' }).click()
		await expect(page.getByRole('main').getByRole('article')).toContainText('This date cannot be written')
		client.close()
	})
})

/** Which of these are of the ground's own colour. */
async function unseen(page: Page, shapes: readonly string[]): Promise<string[]> {
	return await page.evaluate(
		all =>
			all.filter(each => {
				const shape = document.querySelector(each)
				const part = each === '.death' ? '::before' : undefined
				return shape === null || getComputedStyle(shape, part).backgroundColor === getComputedStyle(document.body).backgroundColor
			}),
		shapes
	)
}
