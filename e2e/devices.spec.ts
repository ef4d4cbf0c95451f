import { expect, test } from 'playwright/test'
import { delayOf, likeness } from './heard.ts'
import { keptIn, record, START, stop, whole, withSound } from './recordings.ts'
import { missingSoundServer } from './sound-server.ts'
import { clips, samplesOfWav } from './speech.ts'

const missing = missingSoundServer()
test.skip(missing !== false, missing || '')

const RATE = 16_000
/** Mean of a second in which somebody speaks. */
const LOUD = 500
/** How exactly a gap's length is known: the devices' own delays, and what a busy machine adds, samples. */
const ABOUT = RATE
/** Each clip's sentence is said once: no stretch of them stands twice. */
const [first = new Int16Array(), second = new Int16Array(), ...more] = clips.map(samplesOfWav)
const all = Int16Array.from([first, second, ...more].flatMap(clip => [...clip]))

test('what a microphone of our own rate hears is saved sample for sample', async () => {
	await withSound(async ({ page, host }, sound) => {
		const microphone = sound.plug('Desk microphone')
		await record(page)
		await microphone.play(all)
		await stop(page)
		const { saved, gaps } = await keptIn(host)
		expect(gaps).toEqual([])
		whole(all, saved)
	})
})

for (const rate of [8_000, 44_100, 48_000])
	test(`what a microphone of ${rate} samples a second hears is saved without a hole`, async () => {
		await withSound(async ({ page, host }, sound) => {
			const microphone = sound.plug('Desk microphone', { rate })
			await record(page)
			await microphone.play(first, RATE)
			await stop(page)
			const { saved, gaps } = await keptIn(host)
			expect(gaps).toEqual([])
			const delay = delayOf(first, saved, 3 * RATE)
			// The same delay all the way: nothing was put in or left out. Between two samples it may be either.
			for (let from = RATE; from + RATE <= first.length; from += RATE) {
				const part = first.subarray(from, from + RATE)
				if (part.reduce((sum, sample) => sum + Math.abs(sample), 0) / RATE < LOUD) continue
				const moved = delayOf(part, saved.subarray(from + delay - 50), 100) - 50
				expect(Math.abs(moved), `${from / RATE} s: ${moved} samples`).toBeLessThanOrEqual(1)
			}
			expect(likeness(first, saved, delay, START, first.length)).toBeGreaterThan(0.97)
		})
	})

for (const rate of [RATE, 48_000])
	test(`the only microphone is unplugged and comes back ${rate === RATE ? 'as it was' : 'at another rate'}: the same recording goes on, with a gap as long as it was away`, async () => {
		await withSound(async ({ page, host }, sound) => {
			const before = sound.plug('Desk microphone')
			await record(page)
			await before.play(first)
			await page.waitForTimeout(500)
			const unplugged = performance.now()
			await before.unplug()
			await expect(page.getByText(/is gone: was it unplugged\?/)).toBeVisible({ timeout: 15_000 })
			await page.waitForTimeout(3_000)
			// Not known to it yet: the clock of the gap runs until it is heard again.
			const after = sound.plug('Desk microphone', { rate })
			await expect(page.getByText(/is gone: was it unplugged\?/)).toBeHidden({ timeout: 30_000 })
			const back = performance.now()
			await after.play(second, RATE)
			await stop(page)

			const { saved, gaps, transcript } = await keptIn(host)
			expect(gaps.map(gap => gap.cause)).toEqual(['device-lost'])
			const [{ from, to } = { from: 0, to: 0 }] = gaps
			expect(Math.abs(to - from - ((back - unplugged) / 1_000) * RATE)).toBeLessThan(ABOUT)
			expect(saved.subarray(from, to).every(sample => sample === 0)).toBe(true)
			expect(whole(first, saved).to).toBeLessThanOrEqual(from)
			if (rate === RATE) expect(whole(second, saved).from).toBeGreaterThanOrEqual(to)
			else expect(likeness(second, saved, to + delayOf(second, saved.subarray(to), 4 * RATE), START, second.length)).toBeGreaterThan(0.97)
			expect(transcript.samples).toBe(saved.length)
			await expect(page.getByText(/nobody heard it, because the microphone was gone/)).toBeVisible()
		})
	})

test('the chosen microphone is unplugged: another is offered, and the same recording goes on with it', async () => {
	await withSound(async ({ page, host }, sound) => {
		const desk = sound.plug('Desk microphone')
		const headset = sound.plug('Headset')
		sound.choose(headset)
		await page.reload()
		await page.getByRole('button', { name: 'Microphone and sound' }).click()
		await page.getByRole('combobox', { name: 'Microphone' }).selectOption('Desk microphone')
		await page.getByRole('button', { name: 'Start recording' }).click()
		await expect(page.getByText(/Saved to disk/)).toBeVisible({ timeout: 30_000 })
		await desk.play(first)
		await page.waitForTimeout(500)
		await desk.unplug()
		// Where the system tells of devices that come and go, Chromium looks by itself.
		await page.evaluate(() => navigator.mediaDevices.enumerateDevices())
		await expect(page.getByText(/“Desk microphone” is gone: was it unplugged\?/)).toBeVisible({ timeout: 15_000 })
		await page.waitForTimeout(2_000)
		await page.getByRole('region', { name: 'Recording' }).getByRole('combobox', { name: 'Microphone' }).selectOption('Headset')
		await expect(page.getByText(/is gone: was it unplugged\?/)).toBeHidden({ timeout: 15_000 })
		await headset.play(second)
		await stop(page)

		const { saved, gaps } = await keptIn(host)
		expect(gaps.map(gap => gap.cause)).toEqual(['device-lost'])
		const [{ from, to } = { from: 0, to: 0 }] = gaps
		expect(to - from).toBeGreaterThan(2 * RATE)
		expect(whole(first, saved).to).toBeLessThanOrEqual(from)
		expect(whole(second, saved).from).toBeGreaterThanOrEqual(to)
	})
})

test('the system’s choice is unplugged: the recording goes on with its next one', async () => {
	await withSound(async ({ page, host }, sound) => {
		const desk = sound.plug('Desk microphone')
		const headset = sound.plug('Headset')
		sound.choose(desk)
		await record(page)
		await desk.play(first)
		await page.waitForTimeout(500)
		await desk.unplug()
		await page.waitForTimeout(2_000)
		await headset.play(second)
		await stop(page)
		const { saved, gaps } = await keptIn(host)
		// The sound system hands over by itself: there may be nothing that nobody heard.
		expect(gaps.filter(gap => gap.cause !== 'device-lost')).toEqual([])
		const [{ from, to } = { from: whole(first, saved).to, to: 0 }] = gaps
		expect(whole(first, saved).to).toBeLessThanOrEqual(from)
		expect(whole(second, saved).from).toBeGreaterThanOrEqual(to)
	})
})

test('a microphone that the system mutes is noticed; the recording waits for it with a gap as long as it was mute', async () => {
	await withSound(async ({ page, host }, sound) => {
		const microphone = sound.plug('Desk microphone')
		await record(page)
		await microphone.play(first)
		await page.waitForTimeout(500)
		const muted = performance.now()
		microphone.mute(true)
		await expect(page.getByText(/gives nothing at the moment: a switch on it is off/)).toBeVisible({ timeout: 15_000 })
		await page.waitForTimeout(2_000)
		microphone.mute(false)
		await expect(page.getByText(/gives nothing at the moment: a switch on it is off/)).toBeHidden({ timeout: 15_000 })
		const free = performance.now()
		await microphone.play(second)
		await stop(page)
		const { saved, gaps } = await keptIn(host)
		expect(gaps.map(gap => gap.cause)).toEqual(['device-lost'])
		const [{ from, to } = { from: 0, to: 0 }] = gaps
		// The browser looks at the switch about once a second.
		expect(Math.abs(to - from - ((free - muted) / 1_000) * RATE)).toBeLessThan(2 * ABOUT)
		expect(whole(first, saved).to).toBeLessThanOrEqual(from)
		expect(whole(second, saved).from).toBeGreaterThanOrEqual(to)
	})
})

test('a microphone from which nothing comes any more is opened again; the gap is as long as it gave nothing', async () => {
	await withSound(async ({ page, host }, sound) => {
		const microphone = sound.plug('Desk microphone')
		await record(page)
		await microphone.play(first)
		await page.waitForTimeout(500)
		const stuck = performance.now()
		microphone.suspend(true)
		await expect(page.getByText(/Nothing comes from the microphone/).first()).toBeVisible({ timeout: 15_000 })
		microphone.suspend(false)
		await expect(page.getByText(/Nothing comes from the microphone/).first()).toBeHidden({ timeout: 30_000 })
		const free = performance.now()
		// It was opened anew, and may be handed over yet.
		await page.waitForTimeout(2_000)
		await microphone.play(second)
		await stop(page)
		const { saved, gaps } = await keptIn(host)
		// The device may be heard for a moment before the newly opened one takes its place.
		expect(new Set(gaps.map(gap => gap.cause))).toEqual(new Set(['device-lost']))
		const lost = gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0)
		expect(Math.abs(lost - ((free - stuck) / 1_000) * RATE)).toBeLessThan(ABOUT)
		expect(whole(first, saved).to).toBeLessThanOrEqual(gaps[0]?.from ?? 0)
		expect(whole(second, saved).from).toBeGreaterThanOrEqual(gaps.at(-1)?.to ?? 0)
	})
})
