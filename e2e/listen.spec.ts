import { expect, test } from 'playwright/test'
import { openWindow } from './window.ts'

test('listening: by keys and buttons faster, in a loop, on without following; the place is known to the next page', async () => {
	await openWindow({}, async ({ page, host }) => {
		const client = await host.connect()
		await client.readyPid('engine')
		const { id } = await client.request('sample.add', {})
		await client.over(id)
		const asked: string[] = []
		page.on('request', request => request.url().includes('/audio/') && asked.push(request.url()))
		await page.evaluate(to => {
			location.hash = to
		}, `#/transcripts/${id}`)
		const position = page.getByRole('slider', { name: 'Position' })
		const place = async () => Number(await position.inputValue())
		await expect(page.locator('main [data-index]').first()).toBeVisible()
		await page.keyboard.press('ArrowRight')
		expect(await place()).toBe(5 * 16_000)
		expect(asked, 'nothing is loaded before it is played').toEqual([])

		await test.step('what is heard is drawn, as loud as it is, and the place in it is moved by keys', async () => {
			const bars = async () => (await page.locator('.waveform > .sound').getAttribute('d'))?.match(/M/g)?.length ?? 0
			await expect.poll(bars).toBeGreaterThan(50)
			const { samples } = (await client.request('transcript.get', { transcript: id })).transcript
			const { levels, known } = await client.request('transcript.waveform', { transcript: id, from: 0, to: samples, columns: 200 })
			expect(known).toBeGreaterThan(samples - 321)
			expect(Math.max(...levels)).toBeGreaterThan(100)
			expect(Math.min(...levels)).toBeLessThan(60)
			await position.press('ArrowRight')
			expect(await place()).toBe(6 * 16_000)
			await position.press('ArrowLeft')
			await page.getByRole('button', { name: 'Next paragraph' }).click()
			expect(await place(), 'it has one paragraph').toBe(5 * 16_000)
			await page.getByRole('button', { name: 'Previous paragraph' }).click()
			expect(await place()).toBe(0)
			await position.fill(String(5 * 16_000))
		})

		await page.keyboard.press('.')
		await expect(page.getByRole('button', { name: 'Speed: 1.25×' })).toBeVisible()
		await page.keyboard.press('l')
		const loop = page.getByRole('button', { name: 'Repeat this paragraph' })
		await expect(loop).toHaveAttribute('aria-pressed', 'true')
		await page.keyboard.press('Space')
		await expect.poll(place, { timeout: 10_000 }).toBeGreaterThan(5.5 * 16_000)
		await page.locator('section.scroll').hover()
		await page.mouse.wheel(0, 40)
		const follow = page.getByRole('button', { name: 'Follow in the text' })
		await expect(follow).toHaveAttribute('aria-pressed', 'false')
		await follow.click()
		await expect(follow).toHaveAttribute('aria-pressed', 'true')
		// While it goes round: without the loop it may end first.
		await test.step('on another page it is heard on, with a button there that stops it, as Space does', async () => {
			const stop = page.getByRole('button', { name: /^Pause “/ })
			await expect(stop).toHaveCount(0)
			await page.evaluate(() => {
				location.hash = '#/'
			})
			await expect(stop).toBeVisible()
			await page.keyboard.press('Space')
			await expect(stop).toHaveCount(0)
			await page.goBack()
			await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
		})
		await loop.click()
		await expect(loop).toHaveAttribute('aria-pressed', 'false')
		const left = await place()
		await page.reload()
		await expect.poll(place).toBe(left)
		await expect(page.getByRole('button', { name: 'Speed: 1.25×' })).toBeVisible()

		await test.step('letters of a word whose field is gone are no commands; after a pause they are', async () => {
			// The text may be drawn later than its player.
			await expect(page.locator('.lines .line-more').first()).toBeAttached()
			await page.keyboard.press('F2')
			await expect(page.locator('.lines textarea')).toBeFocused()
			await page.keyboard.type('So')
			await page.evaluate(() => (document.activeElement as HTMLElement).blur())
			await page.keyboard.press('f')
			await page.waitForTimeout(1_000)
			await expect(follow).toHaveAttribute('aria-pressed', 'true')
			await page.keyboard.press('f')
			await expect(follow).toHaveAttribute('aria-pressed', 'false')
		})

		const toldToSystem = () => page.evaluate(() => navigator.mediaSession.metadata?.title ?? null)
		await expect.poll(toldToSystem).not.toBeNull()
		await page.getByRole('main').getByRole('button', { name: 'Delete', exact: true }).click()
		await expect.poll(toldToSystem, { message: 'what was thrown away is not in its media panel' }).toBeNull()
		client.close()
	})
})
