import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type CDPSession, expect, type Page, test } from 'playwright/test'
import { wordErrorRate } from '../native-bridge/engines/word-error-rate.ts'
import type { ApiClient } from './api-client.ts'
import { type RunningHost, startHost } from './host.ts'
import { clips, saidIn } from './speech.ts'
import { openWindow } from './window.ts'

const clip = clips[0] ?? ''
const said = saidIn[clip.split('/').at(-1) ?? ''] ?? ''

/** Main's pid, as a page that connects now is told. */
async function mainPid(host: RunningHost): Promise<number> {
	const client = await host.connect()
	client.close()
	return client.processes.get('main')?.pid ?? 0
}

/** Bytes of the one recording's journal. */
function journalBytes(host: RunningHost): number {
	const [file] = readdirSync(join(host.dataDir, 'audio')).filter(name => name.endsWith('.wav'))
	return file === undefined ? 0 : statSync(join(host.dataDir, 'audio', file)).size
}

async function record(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Record', exact: true }).first().click()
	await expect(page.getByText(/Saved to disk/)).toBeVisible()
}

test('a recording goes on while main is killed twice, and nothing is missing', async () => {
	const host = await startHost({ guarded: true })
	try {
		await openWindow({ microphone: clip, host }, async ({ page }) => {
			await record(page)
			const times: number[] = []
			for (const signal of ['SIGKILL', 'SIGSEGV'] as const) {
				await page.waitForTimeout(2_000)
				const pid = await mainPid(host)
				process.kill(pid, signal)
				const died = performance.now()
				const had = journalBytes(host)
				// The page has found the new main, and main writes what it is sent.
				while (journalBytes(host) <= had + 3_200) await page.waitForTimeout(5)
				const ms = Math.round(performance.now() - died)
				times.push(ms)
				// About a second is usual, and printed; this much is no matter of the machine.
				expect(ms).toBeLessThan(15_000)
			}
			console.log(`from main’s death to the page’s audio on disk: ${times.join(', ')} ms`)
			await page.waitForTimeout(8_000)
			await page.getByRole('button', { name: 'Stop recording' }).click()
			await expect(page.getByRole('button', { name: 'Record', exact: true }).first()).toBeVisible()

			const client = await host.connect()
			expect(client.snapshot.transcripts).toHaveLength(1)
			const [recording] = client.snapshot.transcripts
			if (!recording) throw new Error('There is no recording.')
			const done = await client.over(recording.id)
			expect([done.state, done.notices]).toEqual(['done', []])
			const heard = await client.request('transcript.export', { transcript: recording.id, format: 'txt' })
			expect(wordErrorRate(said, heard.text), heard.text).toBeLessThanOrEqual(0.05)
			expect((await deaths(client)).map(([role, seen]) => [role, seen])).toEqual([
				['main', 'guardian'],
				['main', 'guardian']
			])
			client.close()
		})
	} finally {
		await host.stop()
	}
})

async function deaths(client: ApiClient): Promise<[role: string, seen: string, jobs: number][]> {
	return (await client.request('exits.list', { limit: 10 })).map(exit => [exit.role, exit.seen, exit.jobs.length])
}

test('a tab that crashes in the middle of a recording is recorded as a lost window; one that is left, reloaded or closed is not', async () => {
	await openWindow({ microphone: clip }, async ({ page, host }) => {
		const client = await host.connect()
		const other = (await page.context().browser()?.newPage()) ?? page
		await other.goto(host.address)
		await other.reload()
		await other.goto('about:blank')
		await other.goto(host.address)
		await other.close()
		await record(page)
		await page.waitForTimeout(6_000)
		expect(await deaths(client)).toEqual([])

		const recorded = client.next('its record', event => event.type === 'exit' && event.exit)
		const devtools: CDPSession = await page.context().newCDPSession(page)
		// Its answer never comes: there is nobody left to give it.
		devtools.send('Page.crash').catch(() => {})
		const crashedAt = Date.now()
		const exit = await recorded
		expect(Math.abs(exit.at - crashedAt)).toBeLessThan(20_000)
		expect(exit.explanation.code).toBe('lost-client')
		expect(await deaths(client)).toEqual([['window', 'lost-client', 1]])
		client.close()
	})
})
