import { expect, test } from 'playwright/test'
import { openWindow } from './window.ts'

test('what was said is found as one types, and Enter goes there and plays it; transcripts and actions are found too', async ({
	browserName: _
}, info) => {
	await openWindow({}, async ({ page, host }) => {
		const client = await host.connect()
		const { id } = await client.request('sample.add', {})
		await client.over(id)
		const { segments, transcript } = await client.request('transcript.get', { transcript: id })
		client.close()
		const segment = segments.at(-1)
		const words = segment?.words.slice(-3) ?? []
		const field = page.getByRole('combobox', { name: 'Search and commands' })

		await page.keyboard.press('Control+k')
		await expect(field).toBeFocused()
		await expect(page.getByRole('option').first()).toContainText(transcript.title)
		await field.pressSequentially(words.map(({ text }) => text.replace(/[^\p{L}\p{N}]/gu, '')).join(' '))
		const place = page.locator('[role=option][data-highlighted]')
		await expect(place.locator('mark')).toHaveCount(3)
		await info.attach('found', { body: await page.screenshot(), contentType: 'image/png' })
		await page.keyboard.press('Enter')
		await expect(field).toHaveCount(0)
		// Where its first word is heard, and it plays.
		const hash = await page.evaluate(() => location.hash)
		expect(hash.split('/').slice(0, 3)).toEqual(['#', 'transcripts', id])
		const sample = Number(hash.split('/')[3])
		expect(segment?.words.map(({ from }) => from)).toContain(sample)
		expect(sample).toBeGreaterThan(segment?.from ?? 0)
		await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible()

		await page.keyboard.press('Control+k')
		await field.fill('nobody said this')
		await expect(page.getByText('Nothing was found for “nobody said this”.')).toBeVisible()
		await field.fill('crash his')
		await expect(page.getByRole('option')).toHaveText('Crash history')
		await page.keyboard.press('Enter')
		await expect(page).toHaveURL(/#\/crashes/)

		await page.keyboard.press('Control+k')
		await page.keyboard.press('Escape')
		await expect(field).toHaveCount(0)

		// Who writes faster than a slow machine opens it loses no letter, and none is taken for a key of the view behind it.
		const cdp = await page.context().newCDPSession(page)
		await cdp.send('Emulation.setCPUThrottlingRate', { rate: 6 })
		await Promise.all([
			page.keyboard.down('Control'),
			page.keyboard.press('k'),
			page.keyboard.up('Control'),
			...[...'prudently'].map(letter => page.keyboard.press(letter))
		])
		await expect(field).toHaveValue('prudently')
	})
})
