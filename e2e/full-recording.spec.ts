import { expect, type Page, test } from 'playwright/test'
import { wordErrorRate } from '../native-bridge/engines/word-error-rate.ts'
import { sameIn } from './heard.ts'
import { keptIn, record, stop, whole, withSound } from './recordings.ts'
import { missingSoundServer } from './sound-server.ts'
import { clips, saidIn, samplesOfWav } from './speech.ts'

const missing = missingSoundServer()
test.skip(missing !== false, missing || '')

const RATE = 16_000
const [first = new Int16Array(), second = new Int16Array(), third = new Int16Array()] = clips.map(samplesOfWav)
const said = (n: number) => saidIn[clips[n]?.split('/').at(-1) ?? ''] ?? ''

/** A click on a word plays from it. */
async function playsFrom(page: Page, word: { readonly text: string; readonly from: number } | undefined): Promise<void> {
	if (!word) throw new Error('The word is not there.')
	const position = page.getByRole('slider', { name: 'Position' })
	const place = async () => Number(await position.inputValue())
	await page.getByRole('main').getByText('Dashwood', { exact: true }).first().click()
	await expect.poll(place, { timeout: 10_000 }).toBeGreaterThan(word.from + RATE / 2)
	expect(await place()).toBeLessThan(word.from + 6 * RATE)
	await page.getByRole('button', { name: 'Pause', exact: true }).click()
}

test('a whole recording: marked, paused, renamed and stopped; a click on a word plays it, and there is a compressed copy', async () => {
	await withSound(async ({ page, host }, sound) => {
		const microphone = sound.plug('Desk microphone')
		await record(page)
		await microphone.play(first)
		// By the key, which works wherever the focus is; the note is written while the recording goes on.
		await page.keyboard.press('m')
		await page.keyboard.type('Ask about the money')
		await page.keyboard.press('Enter')
		await page.waitForTimeout(500)
		await page.getByRole('button', { name: 'Pause', exact: true }).click()
		await expect(page.getByRole('region', { name: 'Recording' }).getByText('Paused')).toBeVisible()
		const clock = page.getByRole('timer')
		const paused = await clock.textContent()
		await microphone.play(second)
		expect(await clock.textContent()).toBe(paused)
		await page.getByRole('button', { name: 'Go on', exact: true }).click()
		await microphone.play(third)

		await page.getByRole('textbox', { name: 'Title' }).fill('The will')
		await page.getByRole('textbox', { name: 'Title' }).press('Enter')
		// What the pages shows stands as long as it is recorded, and after. The key ends it while a note is being written.
		await page.waitForTimeout(500)
		await page.keyboard.press('m')
		await page.keyboard.type('Call back')
		await page.keyboard.press('Control+r')
		await expect(page.getByRole('button', { name: 'Record', exact: true }).first()).toBeVisible({ timeout: 30_000 })
		const { saved, marks, segments, transcript, gaps } = await keptIn(host)

		expect(transcript.title).toBe('The will')
		expect(gaps).toEqual([])
		const [mark, pause] = marks
		expect(marks.map(each => [each.kind, each.note])).toEqual([
			['mark', 'Ask about the money'],
			['pause', ''],
			['mark', 'Call back']
		])
		expect(pause?.ms ?? 0).toBeGreaterThan((second.length / RATE) * 1_000)
		const before = whole(first, saved)
		const after = whole(third, saved)
		expect(sameIn(second, saved)).toEqual([])
		expect(before.to).toBeLessThanOrEqual(pause?.sample ?? 0)
		expect(after.from).toBeGreaterThanOrEqual(pause?.sample ?? 0)
		expect(Math.abs((mark?.sample ?? 0) - before.to)).toBeLessThan(2 * RATE)
		const text = segments.map(segment => segment.text).join(' ')
		expect(wordErrorRate(`${said(0)} ${said(2)}`, text), text).toBeLessThanOrEqual(0.06)

		// In the window: the text, the mark with its note, the pause with its length.
		const main = page.getByRole('main')
		await expect(main).toContainText('power to do for them')
		await expect(main.getByText(/Paused for/)).toBeVisible()
		await expect(main.getByRole('textbox', { name: /^Note at/ }).first()).toHaveValue('Ask about the money')
		const client = await host.connect()
		const exported = await client.request('transcript.export', { transcript: transcript.id, format: 'txt' })
		client.close()
		expect(exported.text).toContain('Ask about the money')

		const words = segments.flatMap(segment => segment.words)
		await playsFrom(
			page,
			words.find(each => each.text.includes('Dashwood'))
		)
		await expect(main.getByText('WAV and Opus', { exact: true })).toBeVisible({ timeout: 60_000 })
	})
})

test('a recording of which only the compressed copy is kept is played from that', async () => {
	await withSound(async ({ page, host }, sound) => {
		const microphone = sound.plug('Desk microphone')
		await page.getByRole('button', { name: 'Settings' }).click()
		await page.getByRole('combobox', { name: 'Keep the sound as' }).selectOption('Opus')
		await page.keyboard.press('Escape')
		await record(page)
		await microphone.play(first)
		// Who looks at a recording may be listening to it: then its WAV stays for a while.
		await page.getByRole('link', { name: 'Holdfast' }).click()
		await stop(page)
		const client = await host.connect()
		const only = async () => (await client.request('transcripts.list', {}))[0]
		await expect.poll(async () => (await only())?.audio, { timeout: 90_000 }).toEqual({ wav: false, opus: true, copying: false })
		const { id = '' } = (await only()) ?? {}
		const { segments } = await client.request('transcript.get', { transcript: id })
		expect((await client.audio(id)).headers.get('content-type')).toContain('ogg')
		client.close()
		await page.getByRole('region', { name: 'Library' }).getByRole('link').first().click()
		await expect(page.getByRole('main').getByText('Opus', { exact: true })).toBeVisible()
		const words = segments.flatMap(segment => segment.words)
		await playsFrom(
			page,
			words.find(each => each.text.includes('Dashwood'))
		)
	})
})

test('what was said just before Record was pressed is kept when the level was being watched', async () => {
	await withSound(async ({ page, host }, sound) => {
		const microphone = sound.plug('Desk microphone')
		await page.getByRole('button', { name: 'Microphone and sound' }).click()
		await expect(page.getByText('Say something: the bar moves when you are heard.')).toBeVisible()
		const played = microphone.play(first)
		await expect(page.getByText('You are heard.')).toBeVisible({ timeout: 10_000 })
		await page.waitForTimeout(1_000)
		const pressed = Date.now()
		await page.getByRole('button', { name: 'Start recording' }).click()
		await played
		await stop(page)
		const { saved, transcript } = await keptIn(host)
		// From its very first sample on it is what was played, and that was heard before.
		const [piece] = sameIn(first, saved)
		expect(piece?.saved).toBe(0)
		expect(piece?.played).toBeGreaterThan(0)
		expect(piece?.length).toBe(first.length - (piece?.played ?? 0))
		expect(pressed - transcript.createdAt).toBeGreaterThan(300)
	})
})
