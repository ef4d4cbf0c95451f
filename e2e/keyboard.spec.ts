import { expect, type Locator, type Page, test } from 'playwright/test'
import { serve } from '../electron/models/test-server.ts'
import type { ApiClient } from './api-client.ts'
import { startHost } from './host.ts'
import { Keys } from './keys.ts'
import { archiveOfTiny, publish } from './published-model.ts'
import { clips, longSpeech } from './speech.ts'
import { openWindow } from './window.ts'

test('every task is done by the keyboard alone, and one always sees where one is', async ({ browserName: _ }, info) => {
	test.setTimeout(180_000)
	const dataDir = info.outputPath('data')
	const archive = archiveOfTiny()
	const server = await serve(archive)
	publish(dataDir, server.url, archive)
	const file = info.outputPath('a talk.wav')
	longSpeech(file, 6, 4)
	const host = await startHost({ dataDir })
	try {
		await openWindow({ host, microphone: clips[0] ?? null }, async ({ page }) => {
			const client = await host.connect()
			let asked = 0
			page.on('filechooser', () => {
				asked++
			})
			const keys = await Keys.of(page)
			const all = { page, client, keys }
			await test.step('first run: the example', () => firstRun(all))
			await test.step('read and listen', () => listen(all))
			await test.step('search, and what can be done', () => search(all))
			await test.step('export', () => exportText(all))
			await test.step('add a file', () => addFile(all, file, () => asked))
			await test.step('record', () => record(all))
			await test.step('delete, and take it back', () => remove(all))
			await test.step('settings', () => settings(all))
			await test.step('models', () => models(all))
			await test.step('crash history', () => crashes(all))
			client.close()
		})
	} finally {
		await host.stop()
		await server.close()
	}
})

interface All {
	readonly page: Page
	readonly client: ApiClient
	readonly keys: Keys
}

const button = (page: Page | Locator, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const region = (page: Page) => page.getByRole('region', { name: 'Transcript', exact: true })

async function firstRun({ page, keys, client }: All): Promise<void> {
	await expect(button(page, /^Try the sample/)).toBeEnabled()
	await keys.tour()
	await keys.tabTo(button(page, /^Try the sample/))
	await keys.press('Enter')
	await expect(region(page)).toBeVisible()
	const { id = '' } = (await client.request('transcripts.list', {}))[0] ?? {}
	await client.over(id)
	await expect(page.locator('main [data-index]').first()).toBeVisible()
	await keys.settled('the example is opened')
}

async function listen({ page, keys }: All): Promise<void> {
	const position = page.getByRole('slider', { name: 'Position' })
	const place = async () => Number(await position.inputValue())
	await keys.tour()
	await keys.tabTo(button(page, 'Play'))
	await keys.press('Enter')
	await expect.poll(place).toBeGreaterThan(0)
	await keys.press('Enter')
	await expect(button(page, 'Play')).toBeFocused()
	await keys.tabTo(position)
	await keys.press('Home', 'ArrowRight', 'ArrowRight')
	expect(await place()).toBe(32_000)
	for (const [name, pressed] of [
		['Repeat this paragraph', 'true'],
		['Skip silence', 'true'],
		['Follow in the text', 'false']
	] as const) {
		await keys.tabTo(button(page, name))
		await keys.press('Space')
		await expect(button(page, name)).toHaveAttribute('aria-pressed', pressed)
		await keys.press('Space')
	}
	await keys.tabTo(button(page, /^Speed/))
	await keys.press('Enter')
	await expect(page.getByRole('menu')).toBeVisible()
	const faster = page.getByRole('menuitemradio', { name: '1.25×' })
	while ((await faster.getAttribute('data-highlighted')) === null) await keys.press('ArrowDown')
	await keys.press('Enter')
	await expect(button(page, 'Speed: 1.25×')).toBeFocused()
	await keys.press(',')
	await expect(button(page, 'Speed: 1×')).toBeFocused()
	// A paragraph from its own button.
	await keys.tabTo(button(page, /^Play from/), 'Shift+Tab')
	await keys.press('Enter')
	await expect(button(page, 'Pause')).toBeVisible()
	await keys.press('Space')

	// The title is left where the text begins.
	await keys.tabTo(page.getByRole('textbox', { name: 'Title' }), 'Shift+Tab')
	await keys.press('Control+a')
	await keys.type('The example')
	await keys.press('Enter')
	await expect(page.getByRole('link', { name: 'The example' })).toBeVisible()

	await keys.tabTo(button(page, /^Find/))
	await keys.press('Enter')
	await keys.type('the')
	const count = page.locator('.find output')
	await expect(count).toHaveText(/^1 of \d+/)
	await keys.press('Enter')
	await expect(count).toHaveText(/^2 of/)
	await keys.press('Shift+Enter')
	await expect(count).toHaveText(/^1 of/)
	await keys.press('F3')
	await expect(count).toHaveText(/^2 of/)
	await keys.press('Escape')
	await expect(button(page, /^Find/)).toBeFocused()
}

async function search({ page, keys }: All): Promise<void> {
	const opener = button(page, /^Search/)
	await keys.tabTo(opener)
	await keys.press('Enter')
	const field = page.getByRole('combobox', { name: 'Search and commands' })
	await expect(field).toBeFocused()
	await keys.press('Escape')
	await expect(opener).toBeFocused()
	await keys.press('Control+k')
	await keys.type('storage')
	await expect(page.getByRole('option', { name: 'Storage' })).toBeVisible()
	await keys.press('Enter')
	await expect(page.getByRole('heading', { name: 'Storage' })).toBeVisible()
	await keys.settled('another view is opened')
	await keys.press('Control+k')
	await keys.type('prudently')
	await expect(page.locator('[role=option] mark').first()).toBeVisible()
	await keys.press('ArrowDown')
	await keys.press('ArrowUp')
	await keys.press('Enter')
	await expect(field).toHaveCount(0)
	// It is played from there; so short a sample may be over already.
	await expect(page).toHaveURL(/#\/transcripts\/[^/]+\/\d+$/)
	await keys.settled('a place is gone to')
	await expect(region(page)).toBeFocused()
	await keys.press('?')
	const dialog = page.locator('.popup.dialog')
	await keys.trapped(dialog)
	await keys.press('Escape')
	await expect(dialog).toHaveCount(0)
	await keys.settled('the list of keys is closed')
}

async function exportText({ page, keys }: All): Promise<void> {
	const opener = button(page, 'Export')
	await keys.tabTo(opener)
	await keys.press('Enter')
	const dialog = page.locator('.popup.dialog')
	await expect(dialog.locator('input[type=radio]:checked')).toBeFocused()
	while (!(await dialog.locator('input[value=srt]').isChecked())) await keys.press('ArrowDown')
	await keys.trapped(dialog)
	const rules = dialog.getByRole('combobox').first()
	await keys.tabTo(rules)
	const before = await rules.inputValue()
	await keys.press('ArrowDown')
	await expect(rules).not.toHaveValue(before)
	await keys.tabTo(button(dialog, 'Save'))
	const [saved] = await Promise.all([page.waitForEvent('download'), keys.press('Enter')])
	expect(saved.suggestedFilename()).toMatch(/\.srt$/)
	await expect(opener).toBeFocused()
	await keys.press('e')
	await expect(dialog).toBeVisible()
	await keys.press('Escape')
	await expect(opener).toBeFocused()
}

/** `asked`: how often the system’s own dialog for files was opened. */
async function addFile({ page, keys, client }: All, file: string, asked: () => number): Promise<void> {
	await keys.press('Control+o')
	await expect.poll(asked, 'the system’s dialog').toBe(1)
	await keys.tabTo(button(page, /^Open files/))
	await keys.press('Enter')
	await expect.poll(asked, 'the system’s dialog').toBe(2)
	const more = button(page, 'More ways to open')
	await keys.tabTo(more)
	await keys.press('Enter')
	await keys.press('ArrowDown')
	await keys.press('Enter')
	const dialog = page.locator('.popup.dialog')
	await expect(dialog.getByRole('textbox')).toBeFocused()
	await keys.type(`${file}.nowhere`)
	await keys.press('Enter')
	await expect(dialog.getByRole('alert')).not.toBeEmpty()
	await keys.trapped(dialog)
	await keys.tabTo(dialog.getByRole('textbox'))
	await keys.press('Control+a')
	await keys.type(file)
	await keys.press('Enter')
	await expect(dialog).toHaveCount(0)
	await keys.settled('the path is taken')
	const added = await client.wait(
		'the file',
		({ ...told }) =>
			told.type === 'event' && told.event.type === 'transcript' && told.event.transcript.title === 'a talk' && told.event.transcript
	)
	await client.over(added.id)
	await keys.tabTo(page.getByRole('link', { name: /a talk.*words/ }))
	await keys.press('Enter')
	await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('a talk')
}

async function record({ page, keys }: All): Promise<void> {
	await keys.tabTo(page.getByRole('link', { name: 'Holdfast' }))
	await keys.press('Enter')
	await keys.tabTo(page.locator('.way.main'))
	await keys.press('Enter')
	await expect(page.getByText(/Saved to disk/)).toBeVisible({ timeout: 30_000 })
	await keys.settled('the recording has begun')
	await keys.tour()
	await keys.tabTo(button(page, 'Set a mark'))
	await keys.press('Enter')
	await expect(page.getByRole('textbox', { name: /^Note/ }).last()).toBeFocused()
	await keys.type('Ask about this')
	await keys.press('Enter')
	await expect(button(page, 'Set a mark')).toBeFocused()
	await keys.tabTo(button(page, 'Pause'))
	await keys.press('Enter')
	await expect(button(page, 'Go on')).toBeFocused()
	await keys.press('Enter')
	await expect(button(page, 'Pause')).toBeFocused()
	await keys.tabTo(button(page, 'Stop'))
	await keys.press('Enter')
	await expect(button(page, /^Record/).first()).toBeEnabled({ timeout: 30_000 })
	await keys.settled('the recording is over')
	await expect(page.locator('main .set-mark')).toHaveCount(1)
	await keys.tabTo(button(page, /^Remove the mark/))
	await keys.press('Enter')
	await expect(page.locator('main .set-mark')).toHaveCount(0)
	await keys.settled('a mark is removed')
}

async function remove({ page, keys }: All): Promise<void> {
	await keys.tabTo(page.getByRole('link', { name: /a talk.*words/ }), 'Shift+Tab')
	await keys.press('Enter')
	await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('a talk')
	await keys.tabTo(button(page, 'Delete'))
	await keys.press('Enter')
	await expect(page.getByRole('link', { name: /a talk/ })).toHaveCount(0)
	await keys.settled('a transcript is deleted')
	await keys.press('F6')
	await keys.tabTo(button(page, 'Undo'))
	await keys.press('Enter')
	await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('a talk')
	await keys.settled('it is back')
	await keys.tabTo(button(page, 'Delete'))
	await keys.press('Enter')
	await keys.settled('it is deleted again')
	await keys.tabTo(page.getByRole('link', { name: 'Trash' }))
	await keys.press('Enter')
	await keys.tour()
	await keys.tabTo(button(page, 'Put back: a talk'))
	await keys.press('Enter')
	await expect(page.getByText('The trash is empty.')).toBeVisible()
	await keys.settled('it is put back')
}

async function settings({ page, keys }: All): Promise<void> {
	const opener = button(page, 'Settings')
	await keys.tabTo(opener, 'Shift+Tab')
	await keys.press('Enter')
	const popup = page.getByRole('dialog', { name: 'Settings' })
	await expect(popup).toBeVisible()
	const controls = popup.locator('select:enabled, input:enabled, button:enabled, a')
	for (let n = 0; n < (await controls.count()); n++) await keys.tabTo(controls.nth(n))
	const theme = popup.getByRole('combobox', { name: 'Theme' })
	await keys.tabTo(theme, 'Shift+Tab')
	await keys.press('End')
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
	await keys.press('Home')
	const polish = popup.getByRole('checkbox').first()
	await keys.tabTo(polish)
	const was = await polish.isChecked()
	await keys.press('Space')
	await expect(polish).toBeChecked({ checked: !was })
	await keys.press('Space')
	await keys.press('Escape')
	await expect(popup).toHaveCount(0)
	await expect(opener).toBeFocused()
}

async function models({ page, keys }: All): Promise<void> {
	await keys.tabTo(page.getByRole('link', { name: 'Models' }), 'Shift+Tab')
	await keys.press('Enter')
	await expect(button(page, /^Download.* Tiny again$/)).toBeVisible()
	await keys.tour()
	await keys.tabTo(button(page, /^Download.* Tiny again$/))
	await keys.press('Enter')
	const dialog = page.locator('.popup.dialog')
	await expect(dialog).toContainText('Licence of the house')
	await keys.trapped(dialog)
	await keys.tabTo(button(dialog, 'I accept it, download'))
	await keys.press('Enter')
	const row = page.getByRole('region', { name: 'On this machine' }).getByRole('listitem').filter({ hasText: 'Tiny again' })
	await expect(row).toBeVisible({ timeout: 60_000 })
	await keys.settled('the model is here')
	const used = page.getByLabel('Model for it')
	await keys.tabTo(used, 'Shift+Tab')
	await keys.type('Tiny again')
	await expect(row).toContainText('in use', { timeout: 60_000 })
	// Typed within a second it would still be the other's name.
	await keys.press('ArrowUp')
	await expect(row).not.toContainText('in use', { timeout: 60_000 })
	await keys.settled('another model is used')
	await keys.tabTo(button(row, /^Check/))
	await keys.press('Enter')
	await expect(row).toContainText('All files are as they were.')
	await expect(button(row, /^Check/)).toBeFocused()
	await keys.tabTo(button(row, /^Delete/))
	await keys.press('Enter')
	await keys.trapped(dialog)
	await keys.tabTo(button(dialog, 'Delete'))
	await keys.press('Enter')
	await expect(row).toHaveCount(0)
	await keys.settled('the model is deleted')
}

async function crashes({ page, keys, client }: All): Promise<void> {
	for (let n = 0; n < 2; n++) {
		const pid = await client.readyPid('engine')
		process.kill(pid, 'SIGSEGV')
		await client.readyPid('engine', pid)
	}
	await keys.tabTo(page.getByRole('link', { name: 'Crash history' }), 'Shift+Tab')
	await keys.press('Enter')
	const rows = page.getByRole('list', { name: 'Deaths' }).getByRole('link')
	await expect(rows).toHaveCount(2)
	await keys.tour()
	await keys.tabTo(rows.first())
	await keys.press('ArrowDown')
	await expect(rows.last()).toBeFocused()
	const death = page.getByRole('article')
	await keys.tabTo(death.locator('pre').last())
	await keys.tabTo(button(death, 'Save bundle…'), 'Shift+Tab')
	await keys.press('Enter')
	const bundle = page.locator('.popup.dialog')
	await expect(bundle.locator('summary').first()).toBeVisible()
	await keys.trapped(bundle)
	await keys.tabTo(bundle.locator('summary').first())
	await keys.press('Enter')
	await expect(bundle.locator('pre').first()).toContainText('SIGSEGV')
	await keys.tabTo(button(bundle, /^Save bundle/))
	const [saved] = await Promise.all([page.waitForEvent('download'), keys.press('Enter')])
	expect(saved.suggestedFilename()).toMatch(/\.zip$/)
	await expect(button(death, 'Save bundle…')).toBeFocused()
	await keys.tabTo(button(death, 'Delete'))
	await keys.press('Enter')
	await expect(rows).toHaveCount(1)
	await keys.settled('a death is deleted')
	await keys.tabTo(button(page, 'Delete all…'), 'Shift+Tab')
	await keys.press('Enter')
	const asked = page.getByRole('alertdialog')
	await keys.trapped(asked)
	await keys.press('Escape')
	await expect(button(page, 'Delete all…')).toBeFocused()
	await keys.press('Enter')
	await keys.tabTo(button(asked, 'Delete all'))
	await keys.press('Enter')
	await expect(page.getByText('Nothing has died here.')).toBeVisible()
	await keys.settled('all deaths are deleted')
}
