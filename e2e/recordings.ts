/** What specs do with a recording: make one in a window, and see what was kept of it. */
import { expect, type Page } from 'playwright/test'
import type { TranscriptDetail } from '../electron/contract/records.ts'
import { sameIn } from './heard.ts'
import type { RunningHost } from './host.ts'
import { SoundServer } from './sound-server.ts'
import { openWindow, type Window, type WindowOptions } from './window.ts'

/** What a device that was idle swallows until it is awake, at most, samples. */
export const START = 1_600

/** A window whose microphones are those that are plugged into `sound`. */
export async function withSound(
	use: (window: Window, sound: SoundServer) => Promise<void>,
	options: Omit<WindowOptions, 'sound' | 'microphone'> = {}
): Promise<void> {
	const sound = await SoundServer.start()
	try {
		await openWindow({ ...options, sound }, window => use(window, sound))
	} finally {
		await sound.stop()
	}
}

/** Where the whole of `played` is in what was saved, unchanged but for what an idle device swallows at its beginning. */
export function whole(played: Int16Array, saved: Int16Array): { from: number; to: number } {
	const pieces = sameIn(played, saved)
	expect(pieces, JSON.stringify(pieces)).toHaveLength(1)
	const [piece = { played: 0, saved: 0, length: 0 }] = pieces
	expect(piece.length, `of ${played.length} samples: ${JSON.stringify(piece)}, of ${saved.length} saved`).toBeGreaterThan(
		played.length - START
	)
	return { from: piece.saved, to: piece.saved + piece.length }
}

export async function record(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Record', exact: true }).first().click()
	await expect(page.getByText(/Saved to disk/)).toBeVisible({ timeout: 30_000 })
}

export async function stop(page: Page): Promise<void> {
	// The last of what was played is on its way through the devices.
	await page.waitForTimeout(500)
	await page.getByRole('button', { name: 'Stop recording' }).click()
	await expect(page.getByRole('button', { name: 'Record', exact: true }).first()).toBeVisible({ timeout: 30_000 })
}

export interface Kept extends TranscriptDetail {
	/** What is in its journal. */
	readonly saved: Int16Array
}

/** The only recording, when its text is there. */
export async function keptIn(host: Pick<RunningHost, 'connect'>): Promise<Kept> {
	const client = await host.connect()
	try {
		const wholes = client.snapshot.transcripts.filter(each => each.partOf === null)
		expect(wholes.map(each => each.title)).toHaveLength(1)
		const id = wholes[0]?.id ?? ''
		await client.over(id)
		const wav = Buffer.from(await (await client.audio(id)).arrayBuffer())
		return {
			...(await client.request('transcript.get', { transcript: id })),
			saved: new Int16Array(new Uint8Array(wav.subarray(44)).buffer)
		}
	} finally {
		client.close()
	}
}
