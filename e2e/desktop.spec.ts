/** The window among Electron's menus, tray and keys: what is chosen there happens here, and its own settings reach them. */
import { expect, test } from 'playwright/test'
import * as v from 'valibot'
import { openElectronPages } from './electron-pages.ts'
import { clips } from './speech.ts'

const clip = clips[0] ?? ''
const Names = v.array(v.string())

test('in Electron keys, tray, menus and links work on the window, in its language', async () => {
	await openElectronPages(clip, async ({ main, page }) => {
		const window = page('window')
		const menu = async (from: 'bar' | 'tray') => v.parse(Names, await main.order({ do: 'menu', from }))

		// Keys for the whole system are chosen by pressing them.
		await main.order({ do: 'choose', from: 'bar', label: 'Settings…' })
		const settings = window.getByRole('dialog', { name: 'Settings' })
		await expect(settings.getByRole('heading', { name: 'On this desktop' })).toBeVisible()
		const keys = settings.getByRole('button', { name: /Record from anywhere/ })
		await keys.click()
		await window.keyboard.press('KeyR')
		await expect(settings.getByText(/press a function key/)).toBeVisible()
		await window.keyboard.press('Control+Alt+KeyR')
		await expect(keys).toHaveText('Ctrl+Alt+R')
		await expect.poll(() => main.calls()).toContain('globalShortcut.register("Control+Alt+R")')

		// With the settings closed again they record, wherever one is; the tray stops it.
		await window.keyboard.press('Escape')
		await expect(settings).toBeHidden()
		expect(await main.order({ do: 'press', keys: 'Control+Alt+R' })).toBe(true)
		await expect(window.getByText(/Saved to disk/)).toBeVisible({ timeout: 30_000 })
		await expect.poll(() => menu('tray')).toContain('Stop Recording')
		await window.waitForTimeout(6_000)
		await main.order({ do: 'choose', from: 'tray', label: 'Stop Recording' })
		await expect(window.getByRole('button', { name: 'Record', exact: true }).first()).toBeVisible({ timeout: 20_000 })
		await expect.poll(() => menu('tray')).toContain('Record')

		// Dragged out it is a file.
		const entry = window.getByRole('complementary').getByRole('link').first()
		await expect(entry).toContainText(/\d+ words/, { timeout: 30_000 })
		await entry.dispatchEvent('dragstart')
		await expect.poll(async () => (await main.calls()).some(call => /startDrag\(".*\.txt"\)/.test(call))).toBe(true)

		await main.order({ do: 'choose', from: 'bar', label: 'Keyboard Shortcuts' })
		await expect(window.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
		await window.keyboard.press('Escape')
		await main.order({ do: 'open-from-outside', event: 'open-url', what: 'holdfast://crashes' })
		await expect(window).toHaveURL(/#\/crashes$/)

		await window.getByRole('button', { name: 'Settings' }).click()
		await settings.getByRole('combobox', { name: 'Language' }).selectOption('zh-CN')
		await expect.poll(() => menu('bar')).toContain('录音')
	})
})
