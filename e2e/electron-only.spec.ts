/** What only a real Electron can show. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import { ELECTRON, NO_ELECTRON, startElectron } from './electron-host.ts'
import { clips } from './speech.ts'
import { switches } from './window.ts'

test.skip(ELECTRON === null, NO_ELECTRON)

test('main crashes in native code: the next start says so, and has its memory dump', async () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'holdfast-electron-e2e-'))
	try {
		const first = await startElectron({ dataDir })
		const gone = new Promise<void>(resolve => first.app.once('close', () => resolve()))
		await first.app.evaluate(() => process.crash()).catch(() => {})
		await gone
		const second = await startElectron({ dataDir })
		const client = await second.connect()
		await expect
			.poll(async () => (await client.request('exits.list', { limit: 10 })).map(exit => [exit.role, exit.dump !== null]), {
				timeout: 30_000
			})
			.toContainEqual(['main', true])
		await second.stop()
	} finally {
		rmSync(dataDir, { recursive: true, force: true })
	}
})

test('the window crashes while something is recorded: it comes back, and the recording has no gap', async () => {
	const host = await startElectron({ args: switches(clips[0] ?? null) })
	try {
		await host.page.getByRole('button', { name: 'Record', exact: true }).first().click()
		await expect(host.page.getByText(/Saved to disk/)).toBeVisible({ timeout: 30_000 })
		await host.app.evaluate(({ BrowserWindow }) => {
			for (const window of BrowserWindow.getAllWindows()) if (window.isVisible()) window.webContents.forcefullyCrashRenderer()
		})
		await host.page.waitForEvent('domcontentloaded', { timeout: 30_000 })
		await expect(host.page.getByText(/Saved to disk/)).toBeVisible({ timeout: 30_000 })
		await host.page.getByRole('button', { name: 'Stop recording' }).click()
		const client = await host.connect()
		const [recording] = client.snapshot.transcripts
		expect(recording).toBeDefined()
		await client.over(recording?.id ?? '')
		expect((await client.request('transcript.get', { transcript: recording?.id ?? '' })).gaps).toEqual([])
		expect((await client.request('exits.list', { limit: 10 })).map(exit => exit.name)).toContain('window#1')
	} finally {
		await host.stop()
	}
})

test('a second start hands its file over and ends', async () => {
	const first = await startElectron()
	try {
		const client = await first.connect()
		const arrived = client.next('the file', event => event.type === 'transcript' && event.transcript)
		const again = startElectron({ dataDir: first.dataDir, args: [clips[1] ?? ''] })
		await expect(again).rejects.toThrow()
		expect((await arrived).sourceName).toBe('austen-0880.wav')
	} finally {
		await first.stop()
	}
})
