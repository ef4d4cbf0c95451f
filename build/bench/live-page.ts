/** A recording in a real page of a real browser host, whose microphone plays a file: what came on the screen, and when, by the clock of the audio. */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Page } from 'playwright'
import { startHost } from '../../e2e/host.ts'
import { switches } from '../../e2e/window.ts'
import type { SampleRange } from '../../native-bridge/protocol/units.ts'
import { alignment } from './live-alignment.ts'
import type { OnScreen } from './live-figures.ts'

export interface PageRun {
	readonly timeline: readonly OnScreen[]
	/** Where the utterances lie in what was recorded. */
	readonly utterances: readonly SampleRange[]
	/** Of the engine, in cores, while somebody spoke; null where /proc does not say. */
	readonly cpuShare: number | null
	/** Audio that was not settled yet, at most, as main says it: what is being said, and what waits; ms. */
	readonly behindMs: number
	/** What the times may be wrong by: utterances that were aligned differently, ms. */
	readonly alignedWithinMs: number
}

/** What a page notes: when frames of audio left it, and each change of what it shows. Times are `Date.now()` with fractions. */
interface Noted {
	readonly frames: readonly { readonly at: number; readonly end: number }[]
	readonly changes: readonly { readonly at: number; readonly firm: string; readonly faint: string; readonly finals: readonly string[] }[]
}

/** Runs in the page before anything else does. */
const NOTES = `(() => {
	const now = () => performance.timeOrigin + performance.now()
	const noted = (globalThis.noted = { frames: [], changes: [] })
	const send = WebSocket.prototype.send
	WebSocket.prototype.send = function (data) {
		if (typeof data !== 'string') {
			const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : data
			const first = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(40, true))
			noted.frames.push({ at: now(), end: first + (bytes.byteLength - 48) / 2 })
		}
		return send.call(this, data)
	}
	const seen = new Set()
	let last = ''
	new MutationObserver(() => {
		const at = now()
		const partial = document.querySelector('[data-testid=partial]')
		const faint = partial?.querySelector('.faint')?.textContent ?? ''
		const whole = partial?.textContent ?? ''
		const firm = whole.slice(0, whole.length - faint.length).trim()
		const finals = []
		for (const text of document.querySelectorAll('[data-index] .segment p:not([data-testid=partial])')) {
			const key = text.closest('[data-index]').dataset.index + ' ' + text.textContent
			if (!seen.has(key)) finals.push(text.textContent)
			seen.add(key)
		}
		if (finals.length === 0 && last === firm + '|' + faint) return
		last = firm + '|' + faint
		noted.changes.push({ at, firm, faint, finals })
	}).observe(document, { subtree: true, childList: true, characterData: true })
})()`

/** Plays `wav` (its samples are `audio`) into a recording, with an engine that is `slowness` times slower than it is. */
export async function pageRun(wav: string, audio: Int16Array, spoken: readonly SampleRange[], slowness: number): Promise<PageRun> {
	process.env.HOLDFAST_SLOWNESS = String(slowness)
	const host = await startHost()
	delete process.env.HOLDFAST_SLOWNESS
	const executablePath = process.env.HOLDFAST_CHROMIUM
	const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: switches(wav) })
	try {
		const client = await host.connect()
		const pid = await client.readyPid('engine')
		const page = await browser.newPage({ locale: 'en-US', viewport: { width: 1280, height: 820 } })
		await page.addInitScript(NOTES)
		await page.goto(host.address)
		await page.getByRole('button', { name: 'Record', exact: true }).first().click()
		await page.getByRole('button', { name: 'Stop recording' }).waitFor()
		const cpuBefore = cpuMs(pid)
		const startedMs = performance.now()
		let behind = 0
		const endMs = startedMs + audio.length / 16
		while (performance.now() < endMs) {
			await sleep(500)
			const id = client.events().findLast(event => event.type === 'transcript')?.transcript.id
			if (id === undefined) continue
			const { samples, cursor } = (await client.request('transcript.get', { transcript: id })).transcript
			behind = Math.max(behind, samples - cursor)
		}
		const cpuAfter = cpuMs(pid)
		const tookMs = performance.now() - startedMs
		// A slow engine has something to settle still.
		await sleep(1_000 + (slowness - 1) * 1_000)
		const noted = (await page.evaluate('globalThis.noted')) as Noted
		const recording = await stopped(page, client)
		const saved = new Int16Array((await (await client.audio(recording)).arrayBuffer()).slice(44))
		const { utterances, withinMs } = alignment(audio, saved, spoken)
		const partials = client.events().flatMap(event => (event.type === 'partial' ? [event] : []))
		client.close()
		return {
			timeline: timelineOf(noted, partials),
			utterances,
			cpuShare: cpuBefore === null || cpuAfter === null ? null : (cpuAfter - cpuBefore) / tookMs,
			behindMs: behind / 16,
			alignedWithinMs: withinMs
		}
	} finally {
		await browser.close()
		await host.stop()
	}
}

/** ms from the press of Stop, in the middle of speech, until all the text is there: a recording each of `afterMs`, of a microphone that plays `wav`. */
export async function stopRuns(wav: string, afterMs: readonly number[]): Promise<number[]> {
	const host = await startHost()
	const executablePath = process.env.HOLDFAST_CHROMIUM
	const browser = await chromium.launch({
		...(executablePath ? { executablePath } : {}),
		args: switches(wav).map(each => each.replace('%noloop', ''))
	})
	try {
		const client = await host.connect()
		await client.readyPid('engine')
		const page = await browser.newPage({ locale: 'en-US', viewport: { width: 1280, height: 820 } })
		await page.goto(host.address)
		const took: number[] = []
		for (const ms of afterMs) {
			await page.getByRole('button', { name: 'Record', exact: true }).first().click()
			const stop = page.getByRole('button', { name: 'Stop recording' })
			await stop.waitFor()
			await sleep(ms)
			const recording = client.events().findLast(event => event.type === 'transcript')?.transcript.id ?? ''
			const done = client.over(recording)
			const pressed = performance.now()
			await stop.click()
			await done
			took.push(performance.now() - pressed)
		}
		client.close()
		return took
	} finally {
		await browser.close()
		await host.stop()
	}
}

async function stopped(page: Page, client: Awaited<ReturnType<Awaited<ReturnType<typeof startHost>>['connect']>>): Promise<string> {
	await page.getByRole('button', { name: 'Stop recording' }).click()
	return await client.wait('the end of the recording', message => {
		if (message.type !== 'event' || message.event.type !== 'transcript') return null
		const { id, state } = message.event.transcript
		return state === 'done' && id
	})
}

/** Sample 0 was heard no later than the promptest frame says: a frame leaves the page some ms after its last sample was heard, never before. */
function timelineOf(
	{ frames, changes }: Noted,
	partials: ReadonlyArray<{ readonly firm: string; readonly faint: string; readonly to: number }>
): OnScreen[] {
	const zero = Math.min(...frames.map(({ at, end }) => at - end / 16))
	const timeline: OnScreen[] = []
	let next = 0
	for (const { at, firm, faint, finals } of changes) {
		const atMs = at - zero
		for (const text of finals) timeline.push({ atMs, kind: 'final', text })
		if (firm + faint === '') continue
		// The event that it came by says how far the engine had listened.
		const found = partials.findIndex((partial, i) => i >= next && partial.firm === firm && partial.faint === faint)
		if (found !== -1) next = found + 1
		timeline.push({ atMs, kind: 'partial', firm, faint, heardMs: found === -1 ? null : (partials[found]?.to ?? 0) / 16 })
	}
	return timeline
}

/** ms of processor time of a process so far. */
function cpuMs(pid: number): number | null {
	try {
		const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? []
		return (Number(fields[11]) + Number(fields[12])) * 10
	} catch {
		return null
	}
}
