/**
 * Pictures of every view into `shots/`, to be looked at: `npm run shots [-- --only transcript,crashes]`. Light, dark, narrow and Chinese.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright'
import { startHost } from './host.ts'
import { fillLibrary, type Library, namesIn, VIEWS, type View } from './views.ts'
import { switches } from './window.ts'

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })
const wanted = values.only.split(',').filter(Boolean)
const views = VIEWS.filter(view => wanted.length === 0 || wanted.includes(view.name))

const LOOKS = [
	{ name: 'light', locale: 'en', width: 1280, height: 820, dark: false },
	{ name: 'dark', locale: 'en', width: 1280, height: 820, dark: true },
	{ name: 'narrow', locale: 'en', width: 720, height: 820, dark: false },
	{ name: 'chinese', locale: 'zh-CN', width: 1280, height: 820, dark: false },
	{ name: 'narrow-dark-chinese', locale: 'zh-CN', width: 720, height: 820, dark: true }
] as const

const shots = fileURLToPath(new URL('../shots', import.meta.url))
mkdirSync(shots, { recursive: true })
const folder = mkdtempSync(join(tmpdir(), 'holdfast-shots-'))
const host = await startHost({ standby: true })
const executablePath = process.env.HOLDFAST_CHROMIUM
const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: switches(null) })
try {
	const nothing: Library = { transcript: '', refused: '', waiting: '', film: '', death: '' }
	await shoot('empty', VIEWS[0], nothing)
	const library = await fillLibrary(host, folder)
	for (const view of views) await shoot(view.name, view, library)
} finally {
	await browser.close()
	await host.stop()
	rmSync(folder, { recursive: true, force: true })
}

async function shoot(name: string, view: View | undefined, library: Library): Promise<void> {
	if (!view) return
	for (const { name: look, locale, width, height, dark } of LOOKS) {
		const context = await browser.newContext({ locale, viewport: { width, height }, colorScheme: dark ? 'dark' : 'light' })
		const page = await context.newPage()
		await page.goto(host.address)
		await page.locator('.home').waitFor()
		await view.open(page, namesIn(locale), library)
		// Popups fade in, and what is fetched comes.
		await page.waitForTimeout(400)
		const path = join(shots, `${name}.${look}.png`)
		await page.screenshot({ path })
		console.log(path)
		await context.close()
	}
}
