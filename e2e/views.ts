/** Every view of the window with something in it, for who looks at all of them: screenshots, and the check for accessibility. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright/test'
import type { ApiClient } from './api-client.ts'
import type { RunningHost } from './host.ts'
import { longSpeech } from './speech.ts'

export interface Library {
	/** Done, with marks. */
	readonly transcript: string
	/** A file that is no sound. */
	readonly refused: string
	/** Half an hour that is paused. */
	readonly waiting: string
	/** A film, done. */
	readonly film: string
	readonly death: string
}

const FILM = fileURLToPath(new URL('../native-bridge/decode/fixtures/speech-with-video.mp4', import.meta.url))

/** Fills an empty library: what is shown of a day's work. `folder`: for the files. */
export async function fillLibrary(host: RunningHost, folder: string): Promise<Library> {
	const client = await host.connect()
	const pid = await client.readyPid('engine')
	const { id: transcript } = await client.request('sample.add', {})
	await client.over(transcript)
	for (const [sample, note] of [
		[40_000, 'Ask about this'],
		[120_000, '']
	] as const)
		await client.request('mark.set', { transcript, mark: { id: crypto.randomUUID(), kind: 'mark', sample, ms: 0, note } })
	const bad = join(folder, 'holiday.mp3')
	writeFileSync(bad, 'These are words, and no sound at all. '.repeat(99))
	const long = join(folder, 'An interview.wav')
	longSpeech(long, 600, 5)
	const { added } = await client.request('files.add-paths', { paths: [FILM, bad, long], again: true })
	const [film = '', refused = '', waiting = ''] = added
	await client.over(film)
	await client.over(refused)
	await client.next('text', event => event.type === 'segment' && event.segment.transcript === waiting)
	process.kill(pid, 'SIGSEGV')
	const death = await client.next('a death', event => event.type === 'exit' && event.exit.pid === pid && event.exit)
	await client.request('transcript.pause', { transcript: waiting })
	const { id: thrown } = await client.request('sample.add', {})
	await client.over(thrown)
	await client.request('transcripts.delete', { transcripts: [thrown] })
	await client.request('transcripts.organise', { transcripts: [transcript, film], favourite: true, add: ['interview', '采访'] })
	await editText(client, transcript)
	client.close()
	return { transcript, refused, waiting, film, death: death.id }
}

/** A few transcripts that are the same each time; `titles`: the newest first. No file waits, nothing has died. */
export async function seedLibrary(host: RunningHost, folder: string): Promise<Library & { readonly titles: readonly string[] }> {
	const client = await host.connect()
	const { id: transcript } = await client.request('sample.add', {})
	await client.over(transcript)
	await client.request('mark.set', {
		transcript,
		mark: { id: crypto.randomUUID(), kind: 'mark', sample: 40_000, ms: 0, note: 'Ask about this' }
	})
	const bad = join(folder, 'holiday.mp3')
	writeFileSync(bad, 'These are words, and no sound at all. '.repeat(99))
	const { added } = await client.request('files.add-paths', { paths: [FILM, bad], again: true })
	const [film = '', refused = ''] = added
	const ended = [transcript, film, refused]
	for (const id of ended) await client.over(id)
	await client.request('transcripts.organise', { transcripts: [transcript, film], favourite: true, add: ['interview', '采访'] })
	await editText(client, transcript)
	const titles = await Promise.all(ended.map(async id => (await client.request('transcript.get', { transcript: id })).transcript.title))
	client.close()
	return { transcript, refused, waiting: '', film, death: '', titles }
}

/** Two people are named in a text, and a line is not as it was recognised. */
async function editText(client: ApiClient, transcript: string): Promise<void> {
	const { segments } = await client.request('transcript.get', { transcript })
	await client.request('speakers.set', {
		transcript,
		speakers: [
			{ id: 'a', name: 'Anna Lindqvist' },
			{ id: 'b', name: '本田' }
		]
	})
	const edits = segments.slice(-2).map(({ from, text }, n) => {
		const said = n === 0 ? `So, ${text.split(' ').slice(1).join(' ')}` : text
		return { from, edit: { pieces: [{ text: said, speaker: n === 0 ? 'b' : 'a' }], joined: false } }
	})
	await client.request('edits.set', { transcript, edits })
}

/** What something is called in the window’s language, by its key in the message files. */
export type Name = (key: string) => string

export function namesIn(locale: 'en' | 'zh-CN'): Name {
	const messages = JSON.parse(readFileSync(new URL(`../renderer/messages/${locale}.json`, import.meta.url), 'utf8'))
	return key => messages[key] ?? key
}

export interface View {
	readonly name: string
	/** Brings a page that has loaded to it. */
	open(page: Page, t: Name, library: Library): Promise<void>
}

const at = (name: string, hash: (library: Library) => string, seen: string): View => ({
	name,
	open: async (page, _, library) => {
		await go(page, hash(library))
		await page.locator(seen).first().waitFor()
	}
})

/** Resolves when the window has taken note: what opens over a view closes with it. */
async function go(page: Page, hash: string): Promise<void> {
	await page.evaluate(
		to =>
			new Promise<void>(done => {
				if (location.hash === to) return done()
				addEventListener('hashchange', () => setTimeout(done), { once: true })
				location.hash = to
			}),
		hash
	)
}

/** The list of transcripts, which a narrow window shows when it is asked to, with these selected. */
async function select(page: Page, t: Name, ids: readonly string[]): Promise<void> {
	await go(page, '#/')
	const menu = page.getByRole('button', { name: t('app.menu') })
	if (await menu.isVisible()) await menu.click()
	for (const id of ids) await page.locator(`.days a[href$="${id}"]`).click({ modifiers: ['Control'] })
}

export const VIEWS: readonly View[] = [
	at('home', () => '#/', '.home'),
	at('transcript', ({ transcript }) => `#/transcripts/${transcript}`, 'main [data-index]'),
	at('refused', ({ refused }) => `#/transcripts/${refused}`, 'main :text("holiday")'),
	at('paused', ({ waiting }) => `#/transcripts/${waiting}`, 'main [data-index]'),
	{
		name: 'film',
		open: async (page, _, { film }) => {
			await go(page, `#/transcripts/${film}`)
			await page.locator('main [data-index]').first().waitFor()
			await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) > 1)
		}
	},
	{
		name: 'edit',
		open: async (page, _, { transcript }) => {
			await go(page, `#/transcripts/${transcript}`)
			await page.locator('.segment.written .line-more').first().press('Enter')
			// What was recognised is shown beside it: the item behind “Edit” and “Join”.
			await page.locator('.line-menu [role=menuitem]').nth(2).click()
			await page.locator('.recognised').waitFor()
			await page.locator('.segment p').first().dblclick()
			await page.locator('.line-text').waitFor()
			// Something can be done again.
			await page.keyboard.type('Well. ')
			await page.keyboard.press('Control+z')
		}
	},
	{
		name: 'line-menu',
		open: async (page, _, { transcript }) => {
			await go(page, `#/transcripts/${transcript}`)
			await page.locator('.segment.written .line-more').first().press('Enter')
			await page.locator('.line-menu').waitFor()
		}
	},
	{
		name: 'replace',
		open: async (page, _, { transcript }) => {
			await go(page, `#/transcripts/${transcript}`)
			await page.locator('main [data-index]').first().waitFor()
			await page.keyboard.press('Control+h')
			await page.locator('.find input').first().fill('to')
			await page.locator('.replace-row input').fill('for')
		}
	},
	{
		name: 'find',
		open: async (page, t, { transcript }) => {
			await go(page, `#/transcripts/${transcript}`)
			await page.locator('main [data-index]').first().waitFor()
			await page.keyboard.press('Control+f')
			await page.getByRole('textbox', { name: t('find.name') }).fill('the')
			await page.locator('.find output:not(:empty)').waitFor()
			await page.locator('.waveform .sound').first().waitFor({ state: 'attached' })
		}
	},
	at('crashes', ({ death }) => (death === '' ? '#/crashes' : `#/crashes/${death}`), 'article'),
	at('drill', () => '#/drill', 'h1'),
	at('trash', () => '#/trash', '.trash li'),
	at('storage', () => '#/storage', '.storage-list li'),
	at('about', () => '#/about', '.about-page h2'),
	at('models', () => '#/models', '.models-wish'),
	{
		name: 'selected',
		open: async (page, t, { transcript, film }) => {
			await select(page, t, [transcript, film])
			await page.locator('.selection-bar').waitFor()
		}
	},
	{
		name: 'tags',
		open: async (page, t, { transcript, refused }) => {
			await select(page, t, [transcript, refused])
			await page.keyboard.press('#')
			await page.locator('.tags-list li').first().waitFor()
		}
	},
	{
		name: 'entry-menu',
		open: async (page, t, { transcript }) => {
			await select(page, t, [])
			await page.locator(`.days a[href$="${transcript}"]`).click({ button: 'right' })
			await page.getByRole('menu').waitFor()
		}
	},
	{
		name: 'health',
		open: async (page, t) => {
			await go(page, '#/')
			await page.getByRole('button', { name: t('health.name') }).click()
			await page.locator('.popup.health').waitFor()
		}
	},
	{
		name: 'settings',
		open: async (page, t) => {
			await go(page, '#/')
			await page.getByRole('button', { name: t('app.settings') }).click()
			await page.locator('.popup.settings').waitFor()
		}
	},
	{
		name: 'microphone',
		open: async (page, t) => {
			await go(page, '#/')
			await page
				.getByRole('button', { name: t('microphone.name') })
				.filter({ visible: true })
				.click()
			await page.locator('.popup.microphone').waitFor()
		}
	},
	{
		name: 'search',
		open: async (page, t) => {
			await go(page, '#/')
			await page.keyboard.press('Control+k')
			await page.getByRole('combobox', { name: t('search.name') }).fill('a')
			await page.locator('.palette-item mark').first().waitFor()
		}
	},
	{
		name: 'export',
		open: async (page, _, { transcript }) => {
			await go(page, `#/transcripts/${transcript}`)
			await page.locator('main [data-index]').first().waitFor()
			await page.keyboard.press('e')
			await page.locator('.dialog.export input[value=srt]').check()
			await page.locator('.export-preview pre:not(:empty)').waitFor()
		}
	},
	{
		name: 'shortcuts',
		open: async page => {
			await go(page, '#/')
			await page.keyboard.press('?')
			await page.getByRole('dialog').waitFor()
		}
	}
]
