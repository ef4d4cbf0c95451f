import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'playwright/test'
import { serve } from '../electron/models/test-server.ts'
import { gzOf } from '../electron/models/unpack/test-archives.ts'
import { drop } from './drop.ts'
import { startHost } from './host.ts'
import { notChinese, textsOn } from './on-screen.ts'
import { smallModel } from './small-models.ts'
import { longSpeech } from './speech.ts'
import { openWindow } from './window.ts'

/** Writes characters with commas, and now and then a Latin word. */
const SMALL = 'small-paraformer'
const MODEL = '听写小模型'
const LICENCE = '试用许可证'

/** A small model that writes Chinese, as an archive, and what the user’s own catalogue says of it. */
function published(folder: string): { archive: Buffer; entryAt(url: string): object } {
	const made = smallModel(SMALL, folder)
	const { engine, kind, files } = JSON.parse(readFileSync(join(made, 'model.json'), 'utf8'))
	const named: { role: string; name: string }[] = files
	const archive = gzOf(named.map(({ name }) => ({ path: `small/${name}`, content: readFileSync(join(made, name)) })))
	const sha256 = createHash('sha256').update(archive).digest('hex')
	return {
		archive,
		entryAt: url => ({
			...{ id: 'small-chinese', purposes: ['fast'], diskBytes: null },
			archive: { url: `${url}/small-chinese.tar.gz`, bytes: archive.length, sha256 },
			licence: { id: 'trial', name: LICENCE, url: 'https://licence.test/', open: false },
			model: {
				...{ name: MODEL, engine, kind, languages: ['zh'], tokens: null, origin: 'build/small-models' },
				files: named.map(({ role, name }) => ({ role, name }))
			}
		})
	}
}

/** A file in a zip whose sizes stand before its parts. */
function partOf(zip: Buffer, name: string): string {
	const at = zip.indexOf(name)
	const from = at + name.length + zip.readUInt16LE(at - 2)
	const part = zip.subarray(from, from + zip.readUInt32LE(at - 12))
	return (zip.readUInt16LE(at - 22) === 0 ? part : inflateRawSync(part)).toString()
}

test('in Chinese from the first start to the export: a model is fetched and used, a file heard, found in, corrected, exported; nothing is in English', async ({
	browserName: _
}, info) => {
	test.slow()
	const dataDir = info.outputPath('data')
	const talk = info.outputPath('周会.wav')
	longSpeech(talk, 12, 3)
	const { archive, entryAt } = published(info.outputPath('made'))
	const server = await serve(archive)
	mkdirSync(join(dataDir, 'catalogue'), { recursive: true })
	writeFileSync(join(dataDir, 'catalogue/small-chinese.json'), JSON.stringify(entryAt(server.url)))
	let host = await startHost({ dataDir })
	try {
		await openWindow({ host, locale: 'zh-CN' }, async ({ page }) => {
			const client = await host.connect()
			const offered = await client.request('models.offered', {})
			const names = [
				...offered.flatMap(({ name, licence, source }) => [name, licence.name, source]),
				...(await client.request('models.list', {})).map(({ name }) => name),
				...(await client.request('exports.formats', {})).map(({ extension }) => extension),
				// Keys, units, what is known of the file, and what the model writes.
				...['Small paraformer', 'Ctrl', 'Shift', 'kB', 'GB', 'wav', 'PCM', 'he', 'llo']
			]
			/** Nobody who reads no English misses anything of it. */
			const isChinese = async (what: string) => {
				expect.soft(notChinese(await textsOn(page), names), what).toEqual([])
			}

			await test.step('the first run', async () => {
				await expect(page.getByRole('heading', { name: '语音转文字，就在本机' })).toBeVisible()
				expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
				await isChinese('home')
			})

			await test.step('a model for Chinese is fetched, its licence accepted, and used', async () => {
				await page.getByRole('link', { name: '选择懂中文的模型' }).click()
				await page.getByLabel('适用语言').selectOption({ label: '中文' })
				await isChinese('models')
				await page.getByRole('button', { name: new RegExp(`^下载.* ${MODEL}$`) }).click()
				await expect(page.getByRole('dialog')).toContainText(LICENCE)
				await isChinese('licence')
				await page.getByRole('button', { name: '我接受并下载' }).click()
				await expect(page.getByRole('region', { name: '本机上的模型' })).toContainText(MODEL, { timeout: 60_000 })
				const row = page.getByRole('listitem').filter({ hasText: MODEL })
				await isChinese('here')
				await row.getByRole('button', { name: '用于中文' }).click()
				await expect(row).toContainText('正在使用', { timeout: 60_000 })
				await expect(page.getByLabel('所说的语言', { exact: true })).toHaveValue('zh')
				await expect(page.getByLabel('使用的模型')).toHaveValue('small-chinese')
				await isChinese('used')
			})

			const line = page.locator('.segment p').first()
			await test.step('a file is dropped and read; a click on a word plays from it', async () => {
				// On the page of models it would be one.
				await page.getByRole('button', { name: '转录列表' }).click()
				await drop(page, talk)
				await page.getByRole('link', { name: /周会/ }).click()
				await expect(line).toHaveText(/^\p{Script=Han}.{20,}。$/u, { timeout: 60_000 })
				const words = await line.locator('[data-word]').allTextContents()
				expect(words.join('')).toBe(await line.textContent())
				expect(words.some(word => [...word].length > 1)).toBe(true)
				await isChinese('transcript')
				await line.locator('[data-word]').nth(3).click()
				await expect(page.getByRole('button', { name: '暂停', exact: true })).toBeVisible()
				expect(Number(await page.getByRole('slider', { name: '位置' }).inputValue())).toBeGreaterThan(0)
				await isChinese('playing')
				await page.keyboard.press('Space')
			})

			const said = (await line.textContent()) ?? ''
			await test.step('two characters out of its middle are found, in it and in the library', async () => {
				const [two = ''] = said.slice(6).match(/\p{Script=Han}{2}/u) ?? []
				await page.keyboard.press('Control+f')
				await page.keyboard.type(two)
				await expect(page.locator('.find output')).not.toBeEmpty()
				await isChinese('find')
				await page.keyboard.press('Escape')
				await page.keyboard.press('Control+k')
				await page.getByRole('combobox', { name: '搜索与命令' }).fill(two)
				await expect(page.locator('.palette-item mark').first()).toHaveText(two)
				await isChinese('search')
				await page.keyboard.press('Escape')
			})

			await test.step('a line is corrected', async () => {
				await line.dblclick()
				await page.keyboard.press('End')
				await page.keyboard.insertText('大家好。')
				await isChinese('edit')
				await page.keyboard.press('Control+Enter')
				await expect(line).toHaveText(`${said}大家好。`)
			})

			await test.step('it is exported as subtitles and for Word', async () => {
				const dialog = page.getByRole('dialog')
				const saved = async (format: string) => {
					await page.getByRole('button', { name: '导出' }).click()
					await dialog.getByRole('radio', { name: format }).check()
					await isChinese(`export-${format.slice(0, 4)}`)
					const [file] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: '保存' }).click()])
					await expect(dialog).toBeHidden()
					return { name: file.suggestedFilename(), path: await file.path() }
				}
				const subtitles = await saved('SubRip 字幕')
				expect(subtitles.name).toBe('周会.srt')
				const rows = readFileSync(subtitles.path, 'utf8')
					.split('\n')
					.filter(row => /\p{Script=Han}/u.test(row))
				expect(rows.join('')).toBe(`${said}大家好。`)
				expect(Math.max(...rows.map(row => [...row.replace(/[a-z]{2}/g, '·')].length))).toBeLessThanOrEqual(16)
				const word = await saved('Word 文档')
				expect(word.name).toBe('周会.docx')
				const written = partOf(readFileSync(word.path), 'word/document.xml')
				for (const part of ['周会', '中文', '词的时间为估计值', `${said}大家好。`]) expect(written).toContain(part)
			})

			await test.step('the model is deleted again, when another is used', async () => {
				await page.getByRole('link', { name: '模型', exact: true }).click()
				await page.getByLabel('所说的语言', { exact: true }).selectOption({ label: '英语' })
				const row = page.getByRole('listitem').filter({ hasText: MODEL })
				await expect(row.getByRole('button', { name: '删除' })).toBeEnabled({ timeout: 60_000 })
				await row.getByRole('button', { name: '删除' }).click()
				await isChinese('delete')
				await page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
				await expect(page.getByRole('region', { name: '本机上的模型' })).not.toContainText(MODEL)
				expect(existsSync(join(dataDir, 'models/small-chinese'))).toBe(false)
				await isChinese('deleted')
			})

			await test.step('a chosen model that is gone is said at the next start, and fetched again', async () => {
				await client.request('settings.set', { spoken: 'zh' })
				client.close()
				await host.stop()
				host = await startHost({ dataDir, port: Number(new URL(host.address).port) })
				// The key ended with the one before. Where its address is opened, the page that was open goes on too.
				const door = await page.context().newPage()
				await door.goto(host.address)
				await door.close()
				const said = page.getByRole('alert').filter({ hasText: MODEL })
				await expect(said).toContainText('目前使用的是“Moonshine tiny”', { timeout: 60_000 })
				await isChinese('gone')
				await said.getByRole('button', { name: '重新下载' }).click()
				await expect(page.getByRole('listitem').filter({ hasText: MODEL })).toContainText('正在使用', { timeout: 60_000 })
				await expect(said).toHaveCount(0)
			})

			await test.step('without a network it comes as a folder that is dropped', async () => {
				await drop(page, info.outputPath('made', SMALL))
				await expect(page.getByRole('region', { name: '本机上的模型' })).toContainText('Small paraformer', { timeout: 60_000 })
				await isChinese('imported')
			})
		})
	} finally {
		await host.stop()
		await server.close()
	}
})
