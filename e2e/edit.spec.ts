import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Page, test } from 'playwright/test'
import { type RunningHost, startHost } from './host.ts'
import { openWindow } from './window.ts'

const id = '5c011000-0000-4000-8000-000000000000'
const SAID = ['one two three four', 'the budget is small', 'we meet on Monday']

/** A library with one recording of these three paragraphs, which begin with their numbers. */
function writeLedger(dataDir: string): void {
	const writer = fileURLToPath(new URL('../electron/ledger/test-long-transcript.ts', import.meta.url))
	execFileSync(process.execPath, [writer, dataDir, id, '15', JSON.stringify(SAID)])
}

/** What is in the ledger, as another page reads it. */
async function texts(host: RunningHost): Promise<string[]> {
	const api = await host.connectAgain()
	try {
		const file = await api.request('transcript.export', { transcript: id, format: 'txt' })
		return file.text.trim().split('\n')
	} finally {
		api.close()
	}
}

const lines = (page: Page) => page.locator('.segment p').allTextContents()
const editor = (page: Page) => page.getByRole('textbox', { name: /^Text at/ })

async function withText(use: (all: { page: Page; host: RunningHost; again(): Promise<RunningHost> }) => Promise<void>): Promise<void> {
	const dataDir = mkdtempSync(join(tmpdir(), 'holdfast-edit-'))
	writeLedger(dataDir)
	let host = await startHost({ dataDir })
	try {
		await openWindow({ host }, async ({ page }) => {
			await page.getByRole('link', { name: /A long meeting/ }).click()
			await expect(page.getByText('1. one two three four')).toBeVisible()
			await use({
				page,
				host,
				async again() {
					host = await startHost({ dataDir, port: Number(new URL(host.address).port) })
					return host
				}
			})
		})
	} finally {
		await host.stop()
		rmSync(dataDir, { recursive: true, force: true })
	}
}

test('edit: with the keyboard alone a line is corrected, split, joined, named, taken back and compared, and words are replaced', async () => {
	await withText(async ({ page, host }) => {
		await test.step('F2 writes in the first line; what is typed is saved by itself', async () => {
			// In the library F2 gives a new title.
			await page.locator('main .scroll').focus()
			await page.keyboard.press('F2')
			await page.keyboard.press('End')
			await page.keyboard.type(' five')
			await expect.poll(() => texts(host)).toEqual(['1. one two three four five', '2. the budget is small', '3. we meet on Monday'])
		})
		await test.step('Enter splits at the caret, and the caret is in the second line', async () => {
			for (let n = 0; n < ' three four five'.length; n++) await page.keyboard.press('ArrowLeft')
			await page.keyboard.press('Enter')
			await expect(editor(page)).toHaveValue('three four five')
			await page.keyboard.type('Now ')
			await page.keyboard.press('Control+Enter')
			expect(await lines(page)).toEqual(['1. one two', 'Now three four five', '2. the budget is small', '3. we meet on Monday'])
		})
		await test.step('undo and redo go on after the line was left', async () => {
			await page.keyboard.press('Control+z')
			await page.keyboard.press('Control+z')
			await expect.poll(() => lines(page)).toEqual(['1. one two three four five', '2. the budget is small', '3. we meet on Monday'])
			await page.keyboard.press('Control+z')
			await expect.poll(() => lines(page)).toEqual(['1. one two three four', '2. the budget is small', '3. we meet on Monday'])
			for (let n = 0; n < 3; n++) await page.keyboard.press('Control+Shift+z')
			await expect.poll(async () => (await lines(page))[1]).toBe('Now three four five')
		})
		await test.step('Backspace at the beginning joins with the line before, Escape takes back what was typed', async () => {
			await page.locator('.line-more').nth(2).focus()
			await page.keyboard.press('F2')
			await page.keyboard.press('Backspace')
			await expect(editor(page)).toHaveValue('Now three four five 2. the budget is small')
			await page.keyboard.type('and')
			await page.keyboard.press('Escape')
			await expect.poll(() => texts(host)).toEqual(['1. one two', 'Now three four five 2. the budget is small', '3. we meet on Monday'])
		})
		await test.step('arrows go from line to line, Delete at the end joins the next', async () => {
			await page.locator('.line-more').first().focus()
			await page.keyboard.press('F2')
			await page.keyboard.press('End')
			await page.keyboard.press('ArrowDown')
			await expect(editor(page)).toHaveValue('Now three four five 2. the budget is small')
			await page.keyboard.press('ArrowUp')
			await expect(editor(page)).toHaveValue('1. one two')
			await page.keyboard.press('Delete')
			await expect(editor(page)).toHaveValue('1. one two Now three four five 2. the budget is small')
			await page.keyboard.type('x')
			await expect(editor(page)).toHaveValue('1. one two xNow three four five 2. the budget is small')
			// What was joined is not taken back with what was typed.
			await page.keyboard.press('Escape')
			await expect.poll(async () => (await lines(page))[0]).toBe('1. one two Now three four five 2. the budget is small')
			for (let n = 0; n < 3 && (await lines(page))[0] !== '1. one two'; n++) await page.keyboard.press('Control+z')
			await expect.poll(async () => (await lines(page))[0]).toBe('1. one two')
		})
		await test.step('the menu of a line names who speaks; the name is everywhere, also when it is another', async () => {
			await page.locator('.line-more').first().focus()
			await page.keyboard.press('Enter')
			await page.getByRole('menuitem', { name: 'Somebody else…' }).press('Enter')
			await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused()
			await page.keyboard.type('Anna')
			await page.keyboard.press('Enter')
			await page.locator('.line-more').last().focus()
			await page.keyboard.press('Alt+1')
			await expect
				.poll(() => texts(host))
				.toEqual(['Anna: 1. one two', 'Now three four five 2. the budget is small', 'Anna: 3. we meet on Monday'])
			await page.getByRole('button', { name: 'Anna', exact: true }).last().press('Enter')
			await page.getByRole('menuitem', { name: 'Rename “Anna”…' }).press('Enter')
			await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused()
			await page.keyboard.type('Anna Li')
			await page.keyboard.press('Enter')
			await expect(page.locator('.speaker').first()).toHaveText('Anna Li')
			await expect.poll(async () => (await texts(host))[0]).toBe('Anna Li: 1. one two')
		})
		await test.step('what was recognised is shown beside what was written, and brought back', async () => {
			await page.locator('.line-more').nth(1).press('Enter')
			await page.getByRole('menuitem', { name: 'Show what was recognised' }).press('Enter')
			await expect(page.locator('.recognised')).toHaveText('Recognised: 2. the budget is small')
			await page.locator('.line-more').nth(1).press('Enter')
			await page.getByRole('menuitem', { name: 'Bring back what was recognised' }).press('Enter')
			await expect.poll(() => lines(page)).toEqual(['1. one two three four', '2. the budget is small', '3. we meet on Monday'])
		})
		await test.step('words are found and replaced, one or all, which is one step', async () => {
			await page.keyboard.press('Control+h')
			await page.keyboard.type('ON')
			await expect(page.locator('.find output')).toHaveText('1 of 3')
			await page.getByRole('textbox', { name: 'Replace with' }).focus()
			await page.keyboard.type('upon')
			await page.keyboard.press('Enter')
			await expect.poll(async () => (await lines(page))[0]).toBe('1. upone two three four')
			await expect(page.locator('.find output')).toHaveText('2 of 3')
			await page.keyboard.press('Enter')
			await expect(page.locator('.find output')).toHaveText('3 of 3')
			await page.keyboard.press('Enter')
			await expect(page.locator('.find output')).toHaveText('End, 3 places')
			// Nothing is replaced twice.
			await page.keyboard.press('Enter')
			const once = ['1. upone two three four', '2. the budget is small', 'Anna Li: 3. we meet upon Muponday']
			await expect.poll(() => texts(host)).toEqual(once)
			await page.keyboard.press('Control+Enter')
			await expect.poll(() => texts(host)).toEqual(once.map(text => text.replaceAll('up', 'upup')))
		})
		await test.step('that is taken back alone, or not by its own button', async () => {
			const undo = page.getByRole('button', { name: 'Undo', exact: true })
			await expect(undo).toBeVisible()
			await page.getByText('2. the budget is small').dblclick()
			await page.keyboard.press('End')
			await page.keyboard.type(' still')
			await expect(undo).toHaveCount(0)
			await expect(editor(page)).toHaveValue('2. the budget is small still')
		})
	})
})

test('edit: what was typed is there although main is killed, at most the last half second is not, and what is typed meanwhile is sent', async () => {
	await withText(async ({ page, host, again }) => {
		await page.getByText('2. the budget is small').dblclick()
		await page.keyboard.press('End')
		await page.keyboard.type(' but it grows')
		await page.waitForTimeout(500)
		await host.kill('SIGKILL')
		await page.keyboard.type(' every year')
		// The page dies too: what main has not got is in the tab's own storage.
		await page.waitForTimeout(500)
		const next = await again()
		await expect.poll(() => texts(next), { timeout: 30_000 }).toContain('2. the budget is small but it grows every year')
		await page.keyboard.press('Control+Enter')
		await next.kill('SIGKILL')
		// Who speaks, and a title whose field nobody has left yet, as well.
		await page.locator('.line-more').last().press('Enter')
		await page.getByRole('menuitem', { name: 'Somebody else…' }).press('Enter')
		await page.getByRole('textbox', { name: 'Name' }).fill('Anna')
		await page.keyboard.press('Enter')
		await expect(page.locator('.speaker')).toHaveText('Anna')
		await page.locator('.line-more').last().focus()
		await page.keyboard.press('F2')
		await page.keyboard.type('So ')
		await page.waitForTimeout(500)
		await page.getByRole('textbox', { name: 'Title' }).fill('What it costs')
		page.on('dialog', dialog => void dialog.accept())
		const last = await again()
		await page.goto(last.address)
		await expect.poll(() => texts(last), { timeout: 30_000 }).toContain('Anna: So 3. we meet on Monday')
		await expect(page.getByRole('link', { name: /What it costs/ })).toBeVisible()
	})
})
