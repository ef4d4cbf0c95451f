import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'playwright/test'
import { drop } from './drop.ts'
import { startHost } from './host.ts'
import { clips, longSpeech } from './speech.ts'
import { openWindow } from './window.ts'

test('files: two are picked, transcribed in order, exported; a bad one between them says why', async ({ browserName: _ }, info) => {
	const bad = info.outputPath('letter.mp3')
	writeFileSync(bad, 'Dear Sir, this is not music.\n'.repeat(40))
	await openWindow({}, async ({ page }) => {
		await page
			.locator('input[type=file]')
			.first()
			.setInputFiles([clips[1] ?? '', bad, clips[4] ?? ''])
		const library = page.getByRole('complementary').or(page.getByRole('navigation')).first()
		await expect(library.getByText('austen-0930')).toBeVisible()
		await library.getByText('austen-0930').click()
		await expect(page.getByRole('main')).toContainText('He might even have been made amiable himself', { timeout: 60_000 })

		await page.getByRole('button', { name: 'Export' }).click()
		const dialog = page.getByRole('dialog')
		const save = async (format: string) => {
			await dialog.getByRole('radio', { name: format }).check()
			const download = page.waitForEvent('download')
			await dialog.getByRole('button', { name: 'Save' }).click()
			const file = await download
			await expect(dialog).toBeHidden()
			return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
		}
		const preview = dialog.getByRole('region', { name: 'Preview' })
		await dialog.getByRole('radio', { name: 'SubRip' }).check()
		await expect(preview).toContainText(/^1\s+00:00:00,\d{3} --> /)
		await expect(preview.getByRole('status')).toHaveText('1 subtitle')
		await dialog.getByLabel('Subtitles as').selectOption('oneLine')
		await expect(preview.getByRole('status')).toContainText('2 subtitles')
		const subtitles = await save('SubRip')
		expect(subtitles.name).toBe('austen-0930.srt')
		for (const line of subtitles.bytes.toString().split('\n')) expect(line.length).toBeLessThan(33)

		// What was chosen last stands when the key opens it again, and Word and the page with its audio are whole files.
		await page.keyboard.press('e')
		await expect(dialog.getByRole('radio', { name: 'SubRip' })).toBeChecked()
		await expect(dialog.getByLabel('Subtitles as')).toHaveValue('oneLine')
		const word = await save('Word')
		expect([word.name, word.bytes.subarray(0, 2).toString()]).toEqual(['austen-0930.docx', 'PK'])
		await page.keyboard.press('e')
		const web = await save('Web page')
		expect(web.bytes.toString()).toMatch(/<audio controls preload="metadata" src="data:audio\/(ogg|wav);base64,/)
		await page.keyboard.press('e')
		await dialog.getByRole('radio', { name: 'Plain text' }).check()
		await dialog.getByRole('checkbox', { name: 'Times' }).check()
		await expect(preview).toContainText(/^\[0:00\] /)
		await dialog.getByRole('button', { name: 'Copy' }).click()
		await expect(page.getByText('The text is on the clipboard.').first()).toBeVisible()

		await library.getByText('letter').click()
		await expect(page.getByRole('main')).toContainText('This is a text file, not a sound or video file')
	})
})

test('files: one dropped anywhere in the window is taken, and one that is pasted', async () => {
	await openWindow({}, async ({ page }) => {
		const transfer = await page.evaluateHandle(async () => {
			const data = new DataTransfer()
			data.items.add(new File([new Uint8Array(44)], 'dropped.wav', { type: 'audio/wav' }))
			return data
		})
		for (const type of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('body', type, { dataTransfer: transfer })
		await expect(page.getByText('dropped').first()).toBeVisible()
		await page.evaluate(() => {
			const clipboardData = new DataTransfer()
			clipboardData.items.add(new File([new Uint8Array(44)], 'pasted.wav'))
			document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
		})
		await expect(page.getByText('pasted').first()).toBeVisible()
	})
})

test('files: the sample is transcribed, its text copied and dragged out as a file; deleting can be undone', async () => {
	await openWindow({}, async ({ page }) => {
		await page.getByRole('button', { name: /sample/i }).click()
		await expect(page.getByRole('main')).toContainText('Dashwood', { timeout: 60_000 })
		// Where the clipboard is refused, as it is in Electron, copying goes another way.
		await page.evaluate(() => {
			navigator.clipboard.writeText = () => Promise.reject(new Error('refused by the test'))
		})
		await page.getByRole('button', { name: 'Copy' }).click()
		await expect(page.getByText('The text is on the clipboard.').first()).toBeVisible()
		// Playwright has no desktop to drop it on: what the browser is told is what it would fetch.
		const told = await page.locator('a.entry').evaluate(entry => {
			const dataTransfer = new DataTransfer()
			entry.dispatchEvent(new DragEvent('dragstart', { dataTransfer, bubbles: true, cancelable: true }))
			return dataTransfer.getData('DownloadURL')
		})
		const [, name, address] = /^text\/plain:(.*?):(http.*)$/.exec(told) ?? []
		expect(name).toBe('austen-0870.txt')
		const file = await page.evaluate(async url => {
			const { headers, ok, text } = await fetch(url).then(async got => ({ headers: got.headers, ok: got.ok, text: await got.text() }))
			return { ok, text, kept: headers.get('Content-Disposition') }
		}, address ?? '')
		expect(file).toMatchObject({ ok: true, kept: 'attachment', text: expect.stringContaining('Dashwood') })
		await page.getByRole('button', { name: 'Delete' }).click()
		await page.getByRole('button', { name: 'Undo' }).click()
		await expect(page.getByText('austen-0870').first()).toBeVisible()
	})
})

test('files: of a folder that is dropped the sound is taken, however deep; what is here already is said, and transcribed again when wanted', async ({
	browserName: _
}, info) => {
	const folder = info.outputPath('field work')
	mkdirSync(join(folder, 'day 1', '.cache'), { recursive: true })
	copyFileSync(clips[4] ?? '', join(folder, 'day 1', 'bridge.wav'))
	for (const name of ['notes.txt', 'day 1/.cache/bridge.wav', '.DS_Store']) writeFileSync(join(folder, name), 'x')
	await openWindow({}, async ({ page, host }) => {
		await drop(page, folder)
		await expect(page.getByText('3 files in folders left out: no sound or video (2 of them hidden).')).toBeVisible()
		await expect(page.getByRole('main')).toContainText('He might even have been made amiable himself', { timeout: 60_000 })

		const copy = info.outputPath('copy.wav')
		copyFileSync(clips[4] ?? '', copy)
		await page.locator('input[type=file]').first().setInputFiles(copy)
		await expect(page.getByText('“copy.wav” is here already, as “bridge”.')).toBeVisible()
		await page.getByRole('button', { name: 'Transcribe again' }).click()
		await expect(page.getByRole('complementary').getByText('copy')).toBeVisible()

		// By path, as it is pasted from a file manager: nothing is copied.
		await page.getByRole('button', { name: 'More ways to open' }).click()
		await page.getByRole('menuitem', { name: 'Open by path…' }).click()
		await page.getByLabel('Paths of files or folders').fill(`"${join(folder, 'none.wav')}"`)
		await page.getByRole('button', { name: 'Add' }).click()
		await expect(page.getByText(/There is nothing at “.*none\.wav”/)).toBeVisible()
		await page.getByLabel('Paths of files or folders').fill(`file://${encodeURI(join(folder, 'day 1'))}`)
		await page.getByRole('button', { name: 'Add' }).click()
		await page.getByRole('button', { name: 'Open it' }).click()
		await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('copy')

		const client = await host.connect()
		expect((await client.request('transcripts.list', {})).map(each => each.title).sort()).toEqual(['bridge', 'copy'])
		client.close()
	})
})

test('files: an upload goes on where it was when main was killed in the middle, and when the page was loaded anew and the file is chosen again', async ({
	browserName: _
}, info) => {
	const path = info.outputPath('long talk.mp3')
	writeFileSync(path, Buffer.alloc(30_000_000, 'Dear Sir, this is not music. '))
	const dataDir = info.outputPath('data')
	const first = await startHost({ dataDir })
	const port = Number(new URL(first.address).port)
	await openWindow({ host: first }, async ({ page }) => {
		page.on('dialog', dialog => void dialog.accept())
		const offsets: number[] = []
		page.on('request', request => {
			if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']))
		})
		const line = await page.context().newCDPSession(page)
		await line.send('Network.enable')
		const slow = (uploadThroughput: number) =>
			line.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput })
		await slow(2_000_000)
		const file = page.locator('input[type=file]').first()
		const row = page.getByRole('complementary').getByRole('listitem').filter({ hasText: 'long talk.mp3' })
		await file.setInputFiles(path)
		await expect(row).toContainText(/[1-9][.\d]* MB of 30 MB/)
		await first.kill('SIGKILL')
		await expect(row).toContainText('Waiting for Holdfast')
		const second = await startHost({ dataDir, port })
		try {
			await expect.poll(() => offsets.length).toBe(2)
			expect(offsets[1]).toBeGreaterThan(0)
			await expect(row).toContainText(/[1-9][.\d]* MB of 30 MB/)
			await page.reload()
			await expect(row).toContainText(/Interrupted at .* of 30 MB\. Choose the file again to go on\./)
			await slow(-1)
			await file.setInputFiles(path)
			await expect(page.getByRole('complementary').getByText('Failed')).toBeVisible({ timeout: 60_000 })
			expect(offsets.length).toBe(3)
			expect(offsets[2]).toBeGreaterThanOrEqual(offsets[1] ?? 0)
			const client = await second.connect()
			const [one, ...more] = await client.request('transcripts.list', {})
			expect([one?.title, one?.problem?.code, more.length]).toEqual(['long talk', 'other-than-media', 0])
			client.close()
		} finally {
			await second.stop()
		}
	})
})

test('files: a folder of good and bad ones is dropped, main is killed in the middle and started again: each is done once, and the bad ones say why', async ({
	browserName: _
}, info) => {
	const folder = info.outputPath('all of it')
	mkdirSync(join(folder, 'day 2'), { recursive: true })
	for (const [n, name] of ['talk.wav', 'day 2/late.wav'].entries()) longSpeech(join(folder, name), 30, 70 + n)
	const memo = readFileSync(new URL('../native-bridge/decode/fixtures/speech.m4a', import.meta.url))
	const bad: Record<string, string | Buffer> = {
		'letter.mp3': 'Dear Sir, this is not music.\n'.repeat(40),
		'day 2/random.flac': randomBytes(50_000),
		'empty.ogg': '',
		'locked.m4a': Buffer.from(memo.toString('latin1').replace('mp4a', 'drms'), 'latin1')
	}
	for (const [name, bytes] of Object.entries(bad)) writeFileSync(join(folder, name), bytes)
	writeFileSync(join(folder, 'memo.mp3'), memo)
	writeFileSync(join(folder, 'cut.wav'), readFileSync(clips[3] ?? '').subarray(0, 60_000))
	const dataDir = info.outputPath('data')
	const first = await startHost({ dataDir })
	await openWindow({ host: first }, async ({ page }) => {
		page.on('dialog', dialog => void dialog.accept())
		const line = await page.context().newCDPSession(page)
		await line.send('Network.enable')
		// Some are at work, others still on their way.
		const slow = (uploadThroughput: number) =>
			line.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput })
		await slow(300_000)
		const before = await first.connect()
		await drop(page, folder)
		const talk = await before.next('talk', event => event.type === 'transcript' && event.transcript.title === 'talk' && event.transcript.id)
		await before.next('text of talk', event => event.type === 'segment' && event.segment.transcript === talk)
		await first.kill('SIGKILL')
		const second = await startHost({ dataDir, port: Number(new URL(first.address).port) })
		try {
			await slow(-1)
			const client = await second.connect()
			const names = ['cut', 'empty', 'late', 'letter', 'locked', 'memo', 'random', 'talk']
			const list = async () => (await client.request('transcripts.list', {})).toSorted((a, b) => (a.title < b.title ? -1 : 1))
			const states = async () => (await list()).map(({ title, state }) => `${title} ${state}`)
			const failed = ['empty', 'letter', 'locked', 'random']
			await expect.poll(states, { timeout: 90_000 }).toEqual(names.map(name => `${name} ${failed.includes(name) ? 'failed' : 'done'}`))
			expect((await list()).flatMap(({ problem, notices }) => [problem, ...notices]).flatMap(each => each?.code ?? [])).toEqual([
				'cut-off',
				'source-empty',
				'other-than-media',
				'protected',
				'not-media'
			])
			// What was half done is what it would have been.
			for (const { id, title } of (await list()).filter(each => each.title === 'talk' || each.title === 'late')) {
				const [calm] = await client.drop(join(folder, title === 'talk' ? 'talk.wav' : 'day 2/late.wav'))
				await client.over(calm?.id ?? '')
				const text = async (transcript: string) =>
					(await client.request('transcript.get', { transcript })).segments.map(segment => segment.text).join(' ')
				expect(await text(id), title).toBe(await text(calm?.id ?? ''))
			}
			client.close()
			await page.getByRole('complementary').getByText('random').click()
			await expect(page.getByRole('main')).toContainText('This is not a sound or video file that can be read')
		} finally {
			await second.stop()
		}
	})
})

test('files: of a film with two tracks the other is transcribed too, and its channels each by itself', async ({ browserName: _ }) => {
	const path = fileURLToPath(new URL('../native-bridge/decode/fixtures/two-tracks.mkv', import.meta.url))
	await openWindow({}, async ({ page, host }) => {
		await page.locator('input[type=file]').first().setInputFiles(path)
		await page.getByRole('link', { name: /two-tracks/ }).click()
		const client = await host.connect()
		const list = async () => await client.request('transcripts.list', {})
		await expect.poll(async () => (await list())[0]?.state, { timeout: 60_000 }).toBe('done')
		const [film] = await list()
		const tracks = film?.source?.tracks.length ?? 0
		expect(tracks).toBe(2)
		await page.getByRole('button', { name: 'Other sound of this file' }).click()
		await page.getByRole('menuitem', { name: /^Track \d/ }).click()
		await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue(/^two-tracks \(Track \d/)
		await expect.poll(async () => (await list()).map(each => each.state), { timeout: 60_000 }).toEqual(['done', 'done'])
		const other = (await list()).find(each => each.id !== film?.id)
		expect([film?.source?.track, other?.source?.track].sort()).toEqual([0, 1])

		// The other one is stereo.
		await page.getByRole('button', { name: 'Other sound of this file' }).click()
		await page.getByRole('menuitem', { name: 'Left and right, each by itself' }).click()
		await expect.poll(async () => (await list()).map(each => each.state), { timeout: 60_000 }).toEqual(Array(4).fill('done'))
		expect(
			(await list())
				.filter(each => each.sourceChannel !== null)
				.map(each => [each.sourceTrack, each.sourceChannel, each.title.replace(/^.*\((\w+)\)$/, '$1')])
				.sort()
		).toEqual([
			[1, 0, 'left'],
			[1, 1, 'right']
		])
		client.close()
	})
})

test('files: the picture of a film is beside its text, goes where it is played from, and stays hidden when it is not wanted', async () => {
	const path = fileURLToPath(new URL('../native-bridge/decode/fixtures/speech-with-video.mp4', import.meta.url))
	await openWindow({}, async ({ page }) => {
		await page.locator('input[type=file]').first().setInputFiles(path)
		await page.getByRole('link', { name: /speech-with-video/ }).click()
		const picture = page.getByLabel('Film', { exact: true })
		const width = () => picture.evaluate(video => (video as HTMLVideoElement).videoWidth)
		await expect.poll(width, { timeout: 60_000 }).toBeGreaterThan(0)
		await page.getByRole('button', { name: '5 seconds on' }).click()
		await expect.poll(() => picture.evaluate(video => (video as HTMLVideoElement).currentTime)).toBeGreaterThan(1)
		await page.getByRole('button', { name: 'Hide the film' }).click()
		await page.reload()
		await expect(page.getByRole('button', { name: 'Show the film' })).toBeVisible()
		await expect(picture).toHaveCount(0)
	})
})
