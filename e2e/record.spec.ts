import { expect, test } from 'playwright/test'
import { wordErrorRate } from '../native-bridge/engines/word-error-rate.ts'
import { startHost } from './host.ts'
import { clips, saidIn } from './speech.ts'
import { openWindow } from './window.ts'

const clip = clips[0] ?? ''
const said = saidIn[clip.split('/').at(-1) ?? ''] ?? ''

test('recording: text appears while somebody speaks, is right when they have stopped, and the sound can be played', async () => {
	await openWindow({ microphone: clip }, async ({ page, host }) => {
		await page.getByRole('button', { name: 'Record', exact: true }).first().click()
		await expect(page.getByRole('button', { name: 'Stop recording' })).toBeVisible()
		// Live: words of the middle of the sentence, long before its end.
		const transcript = page.getByRole('main')
		await expect(transcript).toContainText(/Dashwood/i, { timeout: 15_000 })
		await expect(page.getByText(/Saved to disk/)).toBeVisible()
		await page.waitForTimeout(9_000)
		// What has settled is told to who can't see it, once it has.
		await expect(page.locator('[aria-live=polite]').filter({ hasText: /Dashwood/i })).toHaveCount(1)
		await page.getByRole('button', { name: 'Stop recording' }).click()
		await expect(page.getByRole('button', { name: 'Record', exact: true }).first()).toBeVisible()

		const client = await host.connect()
		const [recording] = client.snapshot.transcripts
		if (!recording) throw new Error('There is no recording.')
		const done = await client.over(recording.id)
		expect(done.state).toBe('done')
		const heard = await client.request('transcript.export', { transcript: recording.id, format: 'txt' })
		expect(wordErrorRate(said, heard.text), heard.text).toBeLessThanOrEqual(0.05)
		await expect(transcript).toContainText('power to do for them')

		// Playable: the player knows its length, and its time moves.
		await page.getByRole('button', { name: 'Play', exact: true }).click()
		const position = page.getByRole('slider', { name: 'Position' })
		await expect.poll(async () => Number(await position.inputValue()), { timeout: 10_000 }).toBeGreaterThan(8_000)
		expect(Number(await position.getAttribute('max'))).toBeGreaterThan(7 * 16_000)
		client.close()
	})
})

test('recording goes on while main is killed and started again, and nothing is missing', async () => {
	const first = await startHost()
	let second = first
	try {
		await openWindow({ microphone: clip, host: first }, async ({ page }) => {
			await page.getByRole('button', { name: 'Record', exact: true }).first().click()
			await expect(page.getByText(/Saved to disk/)).toBeVisible()
			await page.waitForTimeout(2_500)
			await first.kill('SIGKILL')
			await page.waitForTimeout(1_500)
			second = await startHost({ dataDir: first.dataDir, port: Number(new URL(first.address).port) })
			await page.waitForTimeout(8_000)
			await page.getByRole('button', { name: 'Stop recording' }).click()
			await expect(page.getByRole('button', { name: 'Record', exact: true }).first()).toBeVisible({ timeout: 20_000 })

			const client = await second.connect()
			expect(client.snapshot.transcripts).toHaveLength(1)
			const [recording] = client.snapshot.transcripts
			if (!recording) throw new Error('There is no recording.')
			const done = await client.over(recording.id)
			expect(done.state).toBe('done')
			expect(done.notices).toEqual([])
			const heard = await client.request('transcript.export', { transcript: recording.id, format: 'txt' })
			expect(wordErrorRate(said, heard.text), heard.text).toBeLessThanOrEqual(0.05)
			client.close()
		})
	} finally {
		await second.stop()
	}
})

test('a refused microphone is a sentence with a way out', async () => {
	await openWindow({ microphone: null }, async ({ page }) => {
		await page.context().clearPermissions()
		await page.getByRole('button', { name: 'Record', exact: true }).first().click()
		await expect(
			page
				.getByText(/microphone/i)
				.filter({ hasText: /allow/i })
				.first()
		).toBeVisible({ timeout: 15_000 })
		await expect(page.getByRole('button', { name: 'Record', exact: true }).first()).toBeVisible()
	})
})
