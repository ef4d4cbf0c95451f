import { expect, test } from 'playwright/test'
import * as v from 'valibot'
import { ServerMessage } from '../electron/contract/events.ts'
import type { ExitRecord } from '../electron/contract/exits.ts'
import type { Transcript } from '../electron/contract/records.ts'
import type { RunningMain } from '../electron/hosts/electron/stand-in/run-main.ts'
import { wordErrorRate } from '../native-bridge/engines/word-error-rate.ts'
import { openElectronPages } from './electron-pages.ts'
import { clips, saidIn } from './speech.ts'

const clip = clips[0] ?? ''
const said = saidIn[clip.split('/').at(-1) ?? ''] ?? ''

/** What the window was told, the latest of each. */
function told(main: RunningMain): { transcripts: Transcript[]; exits: ExitRecord[]; gaps: [from: number, to: number][]; text: string } {
	const transcripts = new Map<string, Transcript>()
	const exits = new Map<string, ExitRecord>()
	const gaps = new Map<number, number>()
	const segments = new Map<number, string>()
	for (const message of main.heard.map(raw => v.parse(ServerMessage, raw))) {
		if (message.type === 'welcome') for (const exit of message.snapshot?.exits ?? []) exits.set(exit.id, exit)
		if (message.type !== 'event') continue
		const { event } = message
		if (event.type === 'transcript') transcripts.set(event.transcript.id, event.transcript)
		if (event.type === 'exit') exits.set(event.exit.id, event.exit)
		if (event.type === 'gap') gaps.set(event.gap.from, event.gap.to)
		if (event.type === 'segment') segments.set(event.segment.from, event.segment.text)
	}
	const text = [...segments].sort(([a], [b]) => a - b).map(([, text]) => text)
	return { transcripts: [...transcripts.values()], exits: [...exits.values()], gaps: [...gaps], text: text.join(' ') }
}

test('in Electron a recording goes on while the window crashes, is shown again, and no word is missing', async () => {
	await openElectronPages(clip, async ({ main, page, crash }) => {
		await page('window').getByRole('button', { name: 'Record', exact: true }).first().click()
		await expect(page('window').getByText(/Saved to disk/)).toBeVisible({ timeout: 30_000 })
		await page('window').waitForTimeout(2_500)
		await crash('window')
		const window = page('window')
		await expect(window.getByRole('button', { name: 'Stop recording' })).toBeVisible({ timeout: 30_000 })
		await expect(window.getByText(/Saved to disk/)).toBeVisible({ timeout: 30_000 })
		await window.waitForTimeout(7_000)
		await window.getByRole('button', { name: 'Stop recording' }).click()
		await expect(window.getByRole('button', { name: 'Record', exact: true }).first()).toBeVisible({ timeout: 20_000 })
		await expect.poll(() => told(main).transcripts.map(each => each.state), { timeout: 30_000 }).toEqual(['done'])

		const { transcripts, exits, gaps } = told(main)
		expect(gaps).toEqual([])
		expect(transcripts[0]?.notices).toEqual([])
		expect(exits.map(exit => [exit.name, exit.signal, exit.audioLost])).toEqual([['window#1', 'SIGSEGV', 0]])
		expect(wordErrorRate(said, told(main).text), told(main).text).toBeLessThanOrEqual(0.05)
	})
})

test('in Electron a recorder that crashes comes back by itself; what nobody heard is a gap of that length, and counted', async () => {
	await openElectronPages(clip, async ({ main, page, crash }) => {
		const window = page('window')
		await window.getByRole('button', { name: 'Record', exact: true }).first().click()
		await expect(window.getByText(/Saved to disk/)).toBeVisible({ timeout: 30_000 })
		await window.waitForTimeout(3_000)
		const before = Date.now()
		const crashed = crash('recorder')
		await expect(window.getByText(/records has crashed and is being started again/)).toBeVisible({ timeout: 30_000 })
		await crashed
		await expect(window.getByText(/records has crashed and is being started again/)).toBeHidden({ timeout: 30_000 })
		const away = Date.now() - before
		await window.waitForTimeout(4_000)
		await window.getByRole('button', { name: 'Stop recording' }).click()
		await expect(window.getByRole('button', { name: 'Record', exact: true }).first()).toBeVisible({ timeout: 20_000 })
		await expect.poll(() => told(main).transcripts.map(each => each.state), { timeout: 30_000 }).toEqual(['done'])

		const { transcripts, exits, gaps } = told(main)
		expect(gaps).toHaveLength(1)
		const [from, to] = gaps[0] ?? [0, 0]
		// Begins where the dead one's last audio is, and is no longer than it was away (plus the chunk in flight).
		expect(from).toBeGreaterThan(2.5 * 16_000)
		expect((to - from) / 16).toBeLessThanOrEqual(away + 250)
		expect((to - from) / 16).toBeGreaterThan(100)
		expect(exits.map(exit => [exit.name, exit.audioLost, exit.restarted === null])).toEqual([['recorder#1', to - from, false]])
		expect(transcripts[0]?.samples).toBeGreaterThan(to + 3 * 16_000)
	})
})
