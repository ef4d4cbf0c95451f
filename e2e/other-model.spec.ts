import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from 'playwright/test'
import { startHost } from './host.ts'
import { clips } from './speech.ts'
import { openWindow } from './window.ts'

/** The model that is set up, broken so that every decode fails, and the same network whole, as a model of its own. */
function twoModels(folder: string): string {
	const models = join(folder, 'models')
	const [usual, whole] = [join(models, 'moonshine-tiny-en'), join(models, 'whole')]
	cpSync(join(import.meta.dirname, '../models'), models, { recursive: true, dereference: true })
	cpSync(usual, whole, { recursive: true })
	const described = JSON.parse(readFileSync(join(whole, 'model.json'), 'utf8'))
	writeFileSync(join(whole, 'model.json'), JSON.stringify({ ...described, name: 'Moonshine whole' }))
	copyFileSync(join(models, 'silero-vad/silero_vad.onnx'), join(usual, 'encoder.onnx'))
	return models
}

async function gap(page: Page) {
	await page
		.locator('input[type=file]')
		.first()
		.setInputFiles([clips[1] ?? ''])
	const line = page.getByRole('note').filter({ hasText: 'Not transcribed' })
	await expect(line).toContainText('the engine failed there', { timeout: 60_000 })
	return line
}

test('a gap is tried again with another model, from its line: the text comes, and says whose it is', async ({ browserName: _ }, info) => {
	const host = await startHost({ modelsDir: twoModels(info.outputPath()) })
	try {
		await openWindow({ host }, async ({ page }) => {
			const line = await gap(page)
			await line.getByRole('button', { name: /with another model/ }).click()
			await expect(page.getByRole('menuitem')).toHaveText(['With Moonshine whole'])
			await page.getByRole('menuitem', { name: 'With Moonshine whole' }).click()
			await expect(line.getByRole('button', { name: /^Transcribe .* again$/ })).toHaveText('Trying again…')
			await expect(page.getByRole('main')).toContainText('He was not an ill', { timeout: 60_000 })
			await expect(line).toHaveCount(0)
			await expect(page.getByRole('main')).not.toContainText(/gap/i)
			// It is there, and seen, for as long as it is needed.
			await page.getByRole('button', { name: /^Health/ }).click()
			const other = page.getByRole('region', { name: 'Engine, other model' })
			await expect(other).toContainText('Moonshine whole')
			await expect(other).toHaveCount(0, { timeout: 30_000 })
			await expect(page.getByRole('region', { name: 'Engine', exact: true })).toBeVisible()
		})
	} finally {
		await host.stop()
	}
})

test('all of a transcript is heard again with another model: its text is replaced when the new one is there', async ({
	browserName: _
}, info) => {
	const host = await startHost({ modelsDir: twoModels(info.outputPath()) })
	try {
		await openWindow({ host }, async ({ page }) => {
			await gap(page)
			await page.getByRole('button', { name: 'Transcribe again with another model' }).click()
			await page.getByRole('menuitem', { name: 'With Moonshine whole' }).click()
			const main = page.getByRole('main')
			await expect(main).toContainText('He was not an ill', { timeout: 60_000 })
			await expect(main).toContainText('Moonshine whole')
			await expect(page.getByRole('note').filter({ hasText: 'Not transcribed' })).toHaveCount(0)
		})
	} finally {
		await host.stop()
	}
})

/** The model that is set up, and the same network with other words for some of what it hears. */
function twoWordings(folder: string): string {
	const models = join(folder, 'models')
	const other = join(models, 'other')
	cpSync(join(import.meta.dirname, '../models'), models, { recursive: true, dereference: true })
	cpSync(join(models, 'moonshine-tiny-en'), other, { recursive: true })
	const described = JSON.parse(readFileSync(join(other, 'model.json'), 'utf8'))
	writeFileSync(join(other, 'model.json'), JSON.stringify({ ...described, name: 'Other words', languages: ['en', 'de'] }))
	const tokens = join(other, 'tokens.txt')
	// Each is in base64 there.
	const [young, old] = ['▁young', '▁old'].map(piece => Buffer.from(piece).toString('base64'))
	writeFileSync(tokens, readFileSync(tokens, 'utf8').replace(`\n${young} `, `\n${old} `))
	return models
}

test('the text that another model’s takes the place of is beside it, and comes back', async ({ browserName: _ }, info) => {
	const host = await startHost({ modelsDir: twoWordings(info.outputPath()) })
	try {
		await openWindow({ host }, async ({ page }) => {
			const main = page.getByRole('main')
			await page
				.locator('input[type=file]')
				.first()
				.setInputFiles([clips[1] ?? ''])
			await page.getByRole('link', { name: /austen-0880/ }).click()
			await expect(main).toContainText('young man', { timeout: 60_000 })
			await page.getByRole('button', { name: 'Transcribe again with another model' }).click()
			await page.getByRole('menuitem', { name: 'With Other words' }).click()
			await expect(main).toContainText('old man', { timeout: 60_000 })

			await page.getByRole('button', { name: 'One earlier text: compare' }).click()
			const dialog = page.getByRole('dialog', { name: 'Earlier texts of this transcript' })
			await expect(dialog).toContainText('They differ in 1 place.')
			await expect(dialog.locator('mark')).toHaveText(['young', 'old'])
			await info.attach('versions', { body: await page.screenshot(), contentType: 'image/png' })
			await page.setViewportSize({ width: 720, height: 800 })
			await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
			await info.attach('versions, narrow and dark', { body: await page.screenshot(), contentType: 'image/png' })
			await dialog.getByRole('button', { name: 'Bring this text back' }).click()
			await expect(main).toContainText('young man')
			await expect(main).not.toContainText('Other words')

			// The other one is kept now, and goes for ever once that is said.
			await page.getByRole('button', { name: 'One earlier text: compare' }).click()
			await expect(dialog.locator('mark')).toHaveText(['old', 'young'])
			await dialog.getByRole('button', { name: 'Delete this version' }).click()
			const asked = page.getByRole('alertdialog')
			await expect(asked.locator(':focus')).toBeVisible()
			// A letter behind the question is none of the window's: it had opened the export in its place.
			await page.keyboard.press('e')
			await asked.getByRole('button', { name: 'Delete it for ever' }).click()
			await expect(dialog).toHaveCount(0)
			await expect(page.getByRole('button', { name: /earlier text/ })).toHaveCount(0)
			await page.reload()
			await expect(main).toContainText('young man')
			await expect(page.getByRole('button', { name: /earlier text/ })).toHaveCount(0)
		})
	} finally {
		await host.stop()
	}
})

test('files are heard with the model and in the language that were chosen for what comes next, or for one that waits', async ({
	browserName: _
}, info) => {
	const host = await startHost({ modelsDir: twoWordings(info.outputPath()) })
	try {
		await openWindow({ host }, async ({ page }) => {
			const main = page.getByRole('main')
			const [client, input] = [await host.connect(), page.locator('input[type=file]').first()]
			// One that waits.
			await client.request('settings.set', { queuePaused: true })
			await input.setInputFiles([clips[1] ?? ''])
			await page.getByRole('button', { name: 'More for austen-0880' }).click()
			await page.getByRole('menuitem', { name: 'Model and language…' }).click()
			const one = page.getByRole('dialog', { name: 'Model and language for austen-0880' })
			await one.getByLabel('Model').selectOption({ label: 'Other words' })
			await one.getByRole('button', { name: 'Done' }).click()
			await expect(page.getByRole('region', { name: 'Library' })).toContainText('Other words')
			await client.request('settings.set', { queuePaused: false })
			await page.getByRole('link', { name: /austen-0880/ }).click()
			await expect(main).toContainText('old man', { timeout: 60_000 })

			// The same model in another language is another text, and the one before is kept.
			await page.getByRole('button', { name: 'Transcribe again with another model' }).click()
			await page.getByRole('menuitem', { name: 'Model and language…' }).click()
			const again = page.getByRole('dialog', { name: 'Transcribe again with another model or language' })
			await expect(again.getByLabel('Model')).toHaveValue('other')
			await again.getByLabel('Language spoken').selectOption('detect')
			await again.getByRole('button', { name: 'Transcribe again' }).click()
			await expect(page.getByRole('button', { name: 'One earlier text: compare' })).toBeVisible({ timeout: 60_000 })

			await page.getByRole('button', { name: 'More ways to open' }).click()
			await page.getByRole('menuitem', { name: 'Model and language…' }).press('Enter')
			const dialog = page.getByRole('dialog', { name: 'Model and language for what comes next' })
			await dialog.getByLabel('Language spoken').selectOption({ label: 'German' })
			await expect(dialog.getByLabel('Model').getByRole('option')).toHaveText(['The usual one for this language', 'Other words'])
			await dialog.getByLabel('Model').selectOption({ label: 'Other words' })
			await dialog.getByLabel('Language spoken').selectOption({ label: 'English (as in the settings)' })
			await dialog.getByRole('button', { name: 'Done' }).click()
			await expect(page.getByRole('button', { name: 'Next files: Other words' })).toBeVisible()
			await client.request('settings.set', { queuePaused: true })
			await input.setInputFiles([clips[0] ?? ''])
			await expect(page.getByRole('link', { name: /austen-0870.*Other words/ })).toBeVisible()
		})
	} finally {
		await host.stop()
	}
})

test('a recording is heard with the model that was chosen for it, and afterwards the usual one is back', async ({
	browserName: _
}, info) => {
	const host = await startHost({ modelsDir: twoWordings(info.outputPath()) })
	try {
		await openWindow({ host, microphone: clips[1] ?? null }, async ({ page }) => {
			await page.getByRole('button', { name: 'Microphone and sound' }).first().click()
			await page.getByLabel('Model', { exact: true }).selectOption({ label: 'Other words' })
			await page.keyboard.press('Escape')
			await page.getByRole('button', { name: 'Record Other words' }).click()
			const health = page.getByRole('button', { name: /^Health/ })
			await expect(health).toContainText('Other words', { timeout: 60_000 })
			// A machine that loads at once is stopped no sooner than the words were said.
			await expect(page.getByRole('timer')).toHaveText(/^0:(0[4-9]|[1-5]\d)$/, { timeout: 30_000 })
			await page.getByRole('button', { name: 'Stop recording' }).click()
			await expect(health).toContainText('Moonshine tiny', { timeout: 60_000 })
			// What was said while it was being loaded is heard with it by the second pass.
			await expect(page.getByRole('main')).toContainText('old man', { timeout: 60_000 })
		})
	} finally {
		await host.stop()
	}
})
