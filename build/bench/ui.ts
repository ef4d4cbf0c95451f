/**
 * How soon the window answers with a large library: `npm run bench:ui [-- --transcripts 5000 --segments 30 --json]`, or with a
 * data folder that is there (`--library`, which stays). A real page of a real
 * Holdfast. First entry: from the page's navigation until its first frame with a transcript of the library. Search: a question to main and its
 * answer, by a connection like a page's. Typing: from a key in the search field to the next frame, and to the frame after the last change of
 * the results. Medians and the longest, ms.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { chromium, type Page } from 'playwright'
import { startHost } from '../../e2e/host.ts'
import { switches } from '../../e2e/window.ts'

const { values } = parseArgs({
	options: {
		transcripts: { type: 'string', default: '5000' },
		segments: { type: 'string', default: '30' },
		library: { type: 'string' },
		json: { type: 'boolean', default: false }
	}
})
const QUERIES = ['b', 'ba', 'bake', 'bake lo', '"bake lo', '预算', 'zzz', 'mi ru ten', 'con']
const LOADS = 5

const dataDir = values.library ?? mkdtempSync(join(tmpdir(), 'holdfast-bench-ui-'))
if (values.library === undefined) await write()
const host = await startHost({ dataDir })
const executablePath = process.env.HOLDFAST_CHROMIUM
const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: switches(null) })
try {
	const page = await (await browser.newContext({ viewport: { width: 1280, height: 820 } })).newPage()
	const firstEntry: number[] = []
	for (let n = 0; n < LOADS; n++) firstEntry.push(await firstEntryOf(page, host.address))
	const search = await searches()
	const typing = await typed(page, 'bake lo')
	const figures = {
		...(await size()),
		firstEntry: spread(firstEntry),
		search: spread(search),
		nextFrame: spread(typing.map(each => each.nextFrame)),
		results: spread(typing.map(each => each.results)),
		load: loadavg()[0]
	}
	if (values.json) console.log(JSON.stringify(figures))
	else {
		console.log(`${figures.transcripts} transcripts, ${figures.words} words; load ${figures.load?.toFixed(1)}`)
		const row = (what: string, { median, longest }: Spread) =>
			console.log(`${what.padEnd(34)}${median.toFixed(0)} (${longest.toFixed(0)}) ms`)
		row('first entry of the library', figures.firstEntry)
		row('search, answer of main', figures.search)
		row('a key in the search, next frame', figures.nextFrame)
		row('a key in the search, results', figures.results)
	}
} finally {
	await browser.close()
	await host.stop()
	if (values.library === undefined) rmSync(dataDir, { recursive: true, force: true })
}

async function write(): Promise<void> {
	process.stderr.write(`A library of ${values.transcripts} transcripts is written …\n`)
	const writer = fileURLToPath(new URL('../../electron/ledger/test-large-library.ts', import.meta.url))
	await promisify(execFile)(execPath, [writer, dataDir, values.transcripts, values.segments])
}

/** How large the library is. */
async function size(): Promise<{ transcripts: number; words: number }> {
	const client = await host.connect()
	const list = await client.request('transcripts.list', {})
	client.close()
	return { transcripts: list.length, words: list.reduce((sum, each) => sum + each.words, 0) }
}

interface Spread {
	readonly median: number
	readonly longest: number
}

function spread(values: readonly number[]): Spread {
	const sorted = [...values].sort((a, b) => a - b)
	return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, longest: sorted.at(-1) ?? 0 }
}

async function firstEntryOf(page: Page, address: string): Promise<number> {
	await page.goto(address)
	await page.reload()
	return await page.evaluate(
		() =>
			new Promise<number>(resolve => {
				const look = () =>
					document.querySelector('.library .entry') ? requestAnimationFrame(() => resolve(performance.now())) : requestAnimationFrame(look)
				look()
			})
	)
}

async function searches(): Promise<number[]> {
	const client = await host.connect()
	const took: number[] = []
	for (let round = 0; round < 3; round++)
		for (const query of QUERIES) {
			const began = performance.now()
			await client.request('transcripts.search', { query })
			took.push(performance.now() - began)
		}
	client.close()
	return took
}

async function typed(page: Page, text: string): Promise<{ nextFrame: number; results: number }[]> {
	await page.keyboard.press('Control+k')
	await page.locator('.palette-field input').waitFor()
	await page.waitForTimeout(500)
	await page.evaluate(() => {
		const keys: { nextFrame: number; results: number }[] = []
		Object.assign(window, { keys })
		let began = 0
		addEventListener(
			'keydown',
			() => {
				began = performance.now()
				keys.push({ nextFrame: 0, results: 0 })
				requestAnimationFrame(() => Object.assign(keys.at(-1) ?? {}, { nextFrame: performance.now() - began }))
			},
			true
		)
		new MutationObserver(() => {
			requestAnimationFrame(() => Object.assign(keys.at(-1) ?? {}, { results: performance.now() - began }))
		}).observe(document.body, { subtree: true, childList: true, characterData: true })
	})
	for (const letter of text) {
		await page.keyboard.type(letter)
		await page.waitForTimeout(400)
	}
	return await page.evaluate(() => (window as unknown as { keys: { nextFrame: number; results: number }[] }).keys)
}
