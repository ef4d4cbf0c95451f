import { expect, test } from 'playwright/test'
import { delayOf, likeness, sameIn } from './heard.ts'
import type { RunningHost } from './host.ts'
import { missingSoundServer, SoundServer } from './sound-server.ts'
import { clips, samplesOfWav } from './speech.ts'
import { openWindow, type Window } from './window.ts'

const missing = missingSoundServer()
test.skip(missing !== false, missing || '')

const RATE = 16_000
/** What a device that was idle swallows until it is awake, at most. */
const START = 1_600
/** Mean of a second in which somebody speaks. */
const LOUD = 500
/** Everything that is said in the clips, each once: no stretch of it stands twice. */
const speech = Int16Array.from(clips.flatMap(path => [...samplesOfWav(path)]))

async function withSound(use: (window: Window, sound: SoundServer) => Promise<void>): Promise<void> {
	const sound = await SoundServer.start()
	try {
		await openWindow({ sound }, window => use(window, sound))
	} finally {
		await sound.stop()
	}
}

/** What is in the journal of the only recording. */
async function savedIn(host: RunningHost): Promise<Int16Array> {
	const client = await host.connect()
	try {
		const [recording] = client.snapshot.transcripts
		if (!recording) throw new Error('There is no recording.')
		await client.over(recording.id)
		const wav = Buffer.from(await (await client.audio(recording.id)).arrayBuffer())
		return new Int16Array(new Uint8Array(wav.subarray(44)).buffer)
	} finally {
		client.close()
	}
}

async function record({ page }: Window): Promise<void> {
	await page.getByRole('button', { name: 'Record', exact: true }).first().click()
	await expect(page.getByText(/Saved to disk/)).toBeVisible({ timeout: 30_000 })
}

async function stop({ page }: Window): Promise<void> {
	// The last of what was played is on its way through the devices.
	await page.waitForTimeout(500)
	await page.getByRole('button', { name: 'Stop recording' }).click()
	await expect(page.getByRole('button', { name: 'Record', exact: true }).first()).toBeVisible({ timeout: 30_000 })
}

test('what a microphone of our own rate hears is saved sample for sample', async () => {
	await withSound(async (window, sound) => {
		const microphone = sound.plug('Desk microphone')
		await record(window)
		await microphone.play(speech)
		await stop(window)
		const saved = await savedIn(window.host)
		const pieces = sameIn(speech, saved)
		expect(pieces, JSON.stringify(pieces)).toHaveLength(1)
		expect(pieces[0]?.length).toBeGreaterThan(speech.length - START)
	})
})

for (const rate of [8_000, 44_100, 48_000])
	test(`what a microphone of ${rate} samples a second hears is saved without a hole`, async () => {
		await withSound(async (window, sound) => {
			const microphone = sound.plug('Desk microphone', { rate })
			await record(window)
			await microphone.play(speech, RATE)
			await stop(window)
			const saved = await savedIn(window.host)
			const delay = delayOf(speech, saved, RATE)
			// The same delay all the way: nothing was put in or left out. Between two samples it may be either.
			for (let from = RATE; from + RATE <= speech.length; from += RATE) {
				const part = speech.subarray(from, from + RATE)
				if (part.reduce((sum, sample) => sum + Math.abs(sample), 0) / RATE < LOUD) continue
				const moved = delayOf(part, saved.subarray(from + delay - 50), 100) - 50
				expect(Math.abs(moved), `${from / RATE} s: ${moved} samples`).toBeLessThanOrEqual(1)
			}
			expect(likeness(speech, saved, delay, START, speech.length)).toBeGreaterThan(0.97)
		})
	})
