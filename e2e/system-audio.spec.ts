import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'playwright/test'
import { wordErrorRate } from '../native-bridge/engines/word-error-rate.ts'
import { keptIn, stop, whole, withSound } from './recordings.ts'
import { missingSoundServer } from './sound-server.ts'
import { clips, saidIn, samplesOfWav } from './speech.ts'

const missing = missingSoundServer()
test.skip(missing !== false, missing || '')

const TITLE = 'A call'
const [mine = '', theirs = ''] = clips
const said = (clip: string) => saidIn[clip.split('/').at(-1) ?? ''] ?? ''

test('what another tab plays is a second channel: “Others” beside “Me”, each with its own sound, the text in the order of time', async () => {
	const call = createServer((request, response) => {
		if (request.url === '/voice.wav') return response.setHeader('content-type', 'audio/wav').end(readFileSync(theirs))
		response.setHeader('content-type', 'text/html').end(`<title>${TITLE}</title><audio src="voice.wav"></audio>`)
	})
	await new Promise<void>(resolve => call.listen(0, '127.0.0.1', resolve))
	try {
		await withSound(
			async ({ page, host }, sound) => {
				sound.addSpeakers()
				const microphone = sound.plug('Desk microphone')
				sound.choose(microphone)
				await page.context().grantPermissions(['microphone'], { origin: new URL(page.url()).origin })
				const tab = await page.context().newPage()
				await tab.goto(`http://127.0.0.1:${(call.address() as AddressInfo).port}/`)
				await page.bringToFront()
				await page.getByRole('button', { name: 'Microphone and sound' }).click()
				await page.getByRole('checkbox', { name: /^Also record what this computer plays/ }).click()
				await page.getByRole('button', { name: 'Start recording' }).click()
				const bar = page.getByRole('region', { name: 'Recording' })
				await expect(bar.getByText('This computer')).toBeVisible({ timeout: 30_000 })
				await expect(page.getByText(/Saved to disk/)).toBeVisible({ timeout: 30_000 })

				await microphone.play(samplesOfWav(mine))
				await tab.evaluate(() => {
					const voice = document.querySelector('audio')
					return new Promise(resolve => {
						voice?.addEventListener('ended', resolve)
						void voice?.play()
					})
				})
				await microphone.play(samplesOfWav(clips[2] ?? ''))
				await stop(page)

				const { saved, segments, parts, gaps } = await keptIn(host)
				expect(gaps).toEqual([])
				whole(samplesOfWav(mine), saved)
				expect(parts.map(part => part.transcript.channel)).toEqual(['others'])
				const me = segments.map(segment => segment.text).join(' ')
				expect(wordErrorRate(`${said(mine)} ${said(clips[2] ?? '')}`, me), me).toBeLessThanOrEqual(0.06)
				await expect.poll(async () => (await keptIn(host)).parts[0]?.transcript.state, { timeout: 60_000 }).toBe('done')
				const others = (await keptIn(host)).parts[0]?.segments.map(segment => segment.text).join(' ') ?? ''
				expect(wordErrorRate(said(theirs), others), others).toBeLessThanOrEqual(0.2)

				const main = page.getByRole('main')
				await expect(main.getByText('Others', { exact: true }).first()).toBeVisible()
				await expect(main.getByText('Me', { exact: true }).first()).toBeVisible()
				const text = (await main.textContent()) ?? ''
				const places = [/Dashwood/, /young man/, /hearted/].map(words => text.search(words))
				expect(places[0]).toBeGreaterThan(0)
				expect(places).toEqual([...places].sort((a, b) => a - b))
			},
			{ asks: true, more: [`--auto-select-tab-capture-source-by-title=${TITLE}`] }
		)
	} finally {
		call.close()
	}
})
