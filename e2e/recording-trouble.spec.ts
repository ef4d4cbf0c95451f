import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from 'playwright/test'
import { fillDisk } from '../native-bridge/journal/test-folder.ts'
import { startHost } from './host.ts'
import { processesOf } from './left-over.ts'
import { type Kept, keptIn, record, stop, whole, withSound } from './recordings.ts'
import { missingSoundServer, type Plugged } from './sound-server.ts'
import { clips, samplesOfWav } from './speech.ts'

const missing = missingSoundServer()
test.skip(missing !== false, missing || '')

const RATE = 16_000
/** How exactly a length is known on a busy machine: what stood still does not do so at once, nor go on at once, samples. */
const ABOUT = 2 * RATE
const [first = new Int16Array(), second = new Int16Array()] = clips.map(samplesOfWav)
const GONE = /The page that recorded .* is gone/

/**
 * Both clips are there, whole; between them a gap of about this length, ms. A machine that can't keep up may miss a moment more: that is said as well,
 * and since the clips are whole it lies in silence.
 */
function expectGap({ saved, gaps }: Kept, cause: string, ms: number): void {
	const told = JSON.stringify(gaps)
	const [{ from, to } = { from: 0, to: 0 }, ...others] = gaps.toSorted((a, b) => b.to - b.from - (a.to - a.from))
	expect(gaps.find(gap => gap.from === from)?.cause, told).toBe(cause)
	for (const other of others) expect(other.to - other.from, told).toBeLessThan(ABOUT)
	expect(Math.abs(to - from - (ms / 1_000) * RATE), `${(to - from) / RATE} s instead of ${ms / 1_000} s`).toBeLessThan(ABOUT)
	expect(whole(first, saved).to).toBeLessThanOrEqual(from)
	expect(saved.subarray(from, to).every(sample => sample === 0)).toBe(true)
	expect(whole(second, saved).from).toBeGreaterThanOrEqual(to)
}

/** Something is heard again, and saved; gives since when. */
async function heardAgain(page: Page): Promise<number> {
	const saved = page.getByText(/Saved to disk 0\.\d s ago/)
	await expect(saved).toBeVisible({ timeout: 30_000 })
	await expect(page.getByRole('alert')).toHaveCount(0, { timeout: 30_000 })
	const back = performance.now()
	// The silence of the gap is saved too, before anything is heard: only what goes on being saved comes from a microphone.
	await page.waitForTimeout(1_500)
	await expect(saved).toBeVisible({ timeout: 30_000 })
	return back
}

/** With all that they started: a renderer of Chromium's doesn't show its environment. */
function withChildren(pids: readonly number[]): number[] {
	const found = new Set(pids)
	const parents = readdirSync('/proc').flatMap(pid => {
		try {
			const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
			return parent === undefined ? [] : [[Number(pid), Number(parent)]]
		} catch {
			// Not a process, or it ended meanwhile.
			return []
		}
	})
	for (let before = 0; before < found.size; ) {
		before = found.size
		for (const [pid = 0, parent = 0] of parents) if (found.has(parent)) found.add(pid)
	}
	return [...found]
}

async function playFirst(page: Page, microphone: Plugged): Promise<void> {
	await record(page)
	await microphone.play(first)
	// All of it is on its way to the disk.
	await page.waitForTimeout(1_000)
}

test('the page is loaded again: the recording goes on by itself, with a gap as long as it was away', async () => {
	await withSound(async ({ page, host }, sound) => {
		const microphone = sound.plug('Desk microphone')
		await playFirst(page, microphone)
		const away = performance.now()
		await page.reload()
		await expect(page.getByRole('button', { name: 'Stop recording' })).toBeVisible({ timeout: 30_000 })
		const back = await heardAgain(page)
		await microphone.play(second)
		await stop(page)
		expectGap(await keptIn(host), 'not-recorded', back - away)
	})
})

test('the tab crashes: another goes on with the recording, with a gap as long as it was away, and the crash is on record', async () => {
	await withSound(async ({ page, host }, sound) => {
		const microphone = sound.plug('Desk microphone')
		await playFirst(page, microphone)
		const away = performance.now()
		const session = await page.context().newCDPSession(page)
		const crashed = page.waitForEvent('crash')
		void session.send('Page.crash').catch(() => {})
		await crashed
		// Playwright can't load a crashed page again; a person would.
		const again = await page.context().newPage()
		await again.goto(host.address)
		await again.getByRole('button', { name: 'Go on here' }).click()
		const back = await heardAgain(again)
		await microphone.play(second)
		await stop(again)
		const kept = await keptIn(host)
		expectGap(kept, 'not-recorded', back - away)
		const client = await host.connect()
		// Only one that does not come back for a while is known to be gone.
		await expect.poll(async () => (await client.request('exits.list', { limit: 1 }))[0]?.role, { timeout: 15_000 }).toBe('window')
		client.close()
	})
})

test('the tab is closed and opened again: it asks, and the recording goes on where it was, with a gap as long as it was away', async () => {
	await withSound(async ({ page, host }, sound) => {
		const microphone = sound.plug('Desk microphone')
		await playFirst(page, microphone)
		const away = performance.now()
		await page.close({ runBeforeUnload: false })
		const again = await page.context().newPage()
		await again.goto(host.address)
		await expect(again.getByText(GONE)).toBeVisible({ timeout: 30_000 })
		await again.waitForTimeout(1_000)
		await again.getByRole('button', { name: 'Go on here' }).click()
		await expect(again.getByText(GONE)).toBeHidden()
		const back = await heardAgain(again)
		await microphone.play(second)
		await stop(again)
		expectGap(await keptIn(host), 'not-recorded', back - away)
	})
})

test('two windows press Record: each makes a recording of its own, and each is whole', async () => {
	await withSound(async ({ page, host }, sound) => {
		const microphone = sound.plug('Desk microphone')
		const other = await page.context().newPage()
		await other.goto(host.address)
		await record(page)
		await record(other)
		await microphone.play(first)
		await stop(page)
		await microphone.play(second)
		await stop(other)

		const client = await host.connect()
		const both = await client.request('transcripts.list', {})
		expect(both).toHaveLength(2)
		const audio = await Promise.all(
			both
				.sort((a, b) => a.samples - b.samples)
				.map(async ({ id }) => {
					await client.over(id)
					const wav = Buffer.from(await (await client.audio(id)).arrayBuffer())
					return new Int16Array(new Uint8Array(wav.subarray(44)).buffer)
				})
		)
		const [short = new Int16Array(), long = new Int16Array()] = audio
		whole(first, short)
		whole(first, long)
		whole(second, long)
		client.close()
	})
})

test('the machine sleeps while it records: what nobody could hear is left out, and marked with its length', async () => {
	test.skip(process.platform !== 'linux', 'Whose processes these are is read from /proc.')
	await withSound(async ({ page, host }, sound) => {
		const microphone = sound.plug('Desk microphone')
		await playFirst(page, microphone)
		// The sound server would go on hearing for the sleepers: its device sleeps instead.
		microphone.suspend(true)
		const sleepers = [sound.mark, host.dataDir].flatMap(processesOf).filter(line => !/^\d+ pulseaudio/.test(line))
		const pids = withChildren(sleepers.map(line => Number.parseInt(line, 10)))
		const slept = performance.now()
		for (const pid of pids) process.kill(pid, 'SIGSTOP')
		await new Promise(resolve => setTimeout(resolve, 6_000))
		microphone.suspend(false)
		for (const pid of pids) process.kill(pid, 'SIGCONT')
		const ms = performance.now() - slept
		await expect(page.getByText(/The computer was asleep for/)).toBeVisible({ timeout: 30_000 })
		await microphone.play(second)
		await stop(page)

		const { saved, gaps, marks } = await keptIn(host)
		expect(gaps, JSON.stringify({ gaps, marks, ms })).toEqual([])
		expect(marks.map(mark => mark.kind)).toEqual(['asleep'])
		expect(Math.abs((marks[0]?.ms ?? 0) - ms)).toBeLessThan(2_000)
		const at = marks[0]?.sample ?? 0
		expect(whole(first, saved).to).toBeLessThanOrEqual(at + RATE)
		expect(whole(second, saved).from).toBeGreaterThanOrEqual(at - RATE)
	})
})

test('the clock of the machine is set forth by two hours and back by three: nothing is missing, and nobody slept', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'holdfast-clock-'))
	const clock = join(folder, 'clock')
	writeFileSync(clock, '0')
	const preload = new URL('other-clock.mjs', import.meta.url).href
	const host = await startHost({ env: { OTHER_CLOCK: clock, NODE_OPTIONS: `--import ${preload}` } })
	try {
		await withSound(
			async ({ page }, sound) => {
				const microphone = sound.plug('Desk microphone')
				const began = Date.now()
				await playFirst(page, microphone)
				for (const [ms, played] of [
					[2 * 3_600_000, second],
					[-3 * 3_600_000, first]
				] as const) {
					writeFileSync(clock, String(ms))
					await page.evaluate(off => {
						const real = performance.timeOrigin + performance.now()
						const runs = performance.now()
						Date.now = () => Math.round(real + performance.now() - runs + off)
					}, ms)
					// Both have looked at the clock since.
					await page.waitForTimeout(3_000)
					await microphone.play(played)
				}
				await stop(page)

				const { saved, gaps, marks, transcript } = await keptIn(host)
				expect({ gaps, marks }).toEqual({ gaps: [], marks: [] })
				const middle = whole(second, saved)
				expect(whole(first, saved.subarray(0, middle.from)).to).toBeLessThanOrEqual(middle.from)
				whole(first, saved.subarray(middle.to))
				expect(Math.abs(transcript.createdAt - began)).toBeLessThan(30_000)
			},
			{ host }
		)
	} finally {
		await host.stop()
		rmSync(folder, { recursive: true, force: true })
	}
})

test('main stands still for a while: the page keeps what it hears, and nothing is missing', async () => {
	await withSound(async ({ page, host }, sound) => {
		const microphone = sound.plug('Desk microphone')
		await record(page)
		const played = microphone.play(first)
		await page.waitForTimeout(1_500)
		process.kill(host.pid, 'SIGSTOP')
		await expect(page.getByText(/s kept in this page until Holdfast is back/)).toBeVisible({ timeout: 30_000 })
		await page.waitForTimeout(2_000)
		process.kill(host.pid, 'SIGCONT')
		await played
		await heardAgain(page)
		await microphone.play(second)
		await stop(page)
		const { saved, gaps } = await keptIn(host)
		expect(gaps).toEqual([])
		whole(first, saved)
		whole(second, saved)
	})
})

test('the disk is full for a while: it is said, the page keeps what it hears, and nothing is missing', async () => {
	const disk = mkdtempSync(join(tmpdir(), 'holdfast-disk-'))
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk], { stdio: 'ignore' })
	} catch {
		rmSync(disk, { recursive: true })
		test.skip(true, 'A full disk is made with mount(8), which only root may use, on Linux.')
	}
	try {
		const host = await startHost({ dataDir: disk })
		try {
			await withSound(
				async ({ page }, sound) => {
					const microphone = sound.plug('Desk microphone')
					await record(page)
					const played = microphone.play(first)
					await page.waitForTimeout(1_500)
					fillDisk(disk)
					await expect(page.getByRole('region', { name: 'Recording' }).getByText(/disk/i).first()).toBeVisible({ timeout: 30_000 })
					await expect(page.getByText(/s kept in this page, not saved yet/)).toBeVisible({ timeout: 30_000 })
					// Nothing is wrong with the microphone.
					await expect(page.getByRole('region', { name: 'Recording' }).getByRole('combobox')).toHaveCount(0)
					await played
					rmSync(join(disk, 'fill'))
					await expect(page.getByText(/s kept in this page/)).toBeHidden({ timeout: 30_000 })
					await microphone.play(second)
					await stop(page)
					const { saved, gaps } = await keptIn(host)
					expect(gaps).toEqual([])
					whole(first, saved)
					whole(second, saved)
				},
				{ host }
			)
		} finally {
			await host.stop()
		}
	} finally {
		execFileSync('umount', ['-l', disk])
		rmSync(disk, { recursive: true })
	}
})

test('the microphone is forbidden while it records, and allowed again: the same recording goes on', async () => {
	await withSound(
		async ({ page, host }, sound) => {
			const microphone = sound.plug('Desk microphone')
			await page.context().grantPermissions(['microphone'])
			await playFirst(page, microphone)
			const away = performance.now()
			const { origin } = new URL(page.url())
			const session = await page.context().browser()?.newBrowserCDPSession()
			if (!session) throw new Error('There is no browser.')
			const { browserContextIds } = await session.send('Target.getBrowserContexts')
			const set = async (setting: 'denied' | 'granted') => {
				for (const browserContextId of browserContextIds)
					await session.send('Browser.setPermission', { permission: { name: 'microphone' }, setting, origin, browserContextId })
			}
			await set('denied')
			await expect(page.getByText(/may not use the microphone/).first()).toBeVisible({ timeout: 30_000 })
			await page.waitForTimeout(2_000)
			await set('granted')
			const back = await heardAgain(page)
			await microphone.play(second)
			await stop(page)
			expectGap(await keptIn(host), 'device-lost', back - away)
		},
		{ asks: true }
	)
})
