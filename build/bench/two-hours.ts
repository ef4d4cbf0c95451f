/**
 * A recording of two hours, told faster than it is spoken: `npm run bench:two-hours [-- --hours 2 --most 30 --microphone --json]`. A client says
 * a sentence as a page would, in chunks, and the next as soon as the engine has settled it, while a real page shows the text that comes. With
 * `--microphone` that page records itself, from its microphone, in real time: what recording leaves behind in it. Resident memory of each
 * process, and the page's own memory after a collection, are taken every two minutes of audio; after a first quarter, in which everything grows
 * to its size, it must stay: ends with 1 when one gains more than `--most` MB an hour.
 */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type CDPSession, chromium } from 'playwright'
import type { ApiClient } from '../../e2e/api-client.ts'
import { startHost } from '../../e2e/host.ts'
import { switches } from '../../e2e/window.ts'
import { CHUNK_SAMPLES, samplesOf, secondsOf } from '../../native-bridge/protocol/units.ts'
import { speechWithPauses, writeSpeech } from './live-speech.ts'

const { values } = parseArgs({
	options: {
		hours: { type: 'string', default: '2' },
		most: { type: 'string', default: '30' },
		microphone: { type: 'boolean', default: false },
		json: { type: 'boolean', default: false }
	}
})
const total = samplesOf(Number(values.hours) * 3600)
const say = (text: string) => process.stderr.write(`${text}\n`)
const SAMPLE_EVERY = samplesOf(120)
/** Of the whole, until everything has its size. */
const WARM_UP = 0.25
/** Behind the end of a sentence: enough for it to be settled. */
const PAUSE = samplesOf(1.2)

interface Sample {
	readonly hours: number
	/** MB by process; of the page what is alive in its JavaScript. */
	readonly rss: Readonly<Record<string, number>>
}

const host = await startHost()
const folder = mkdtempSync(join(tmpdir(), 'holdfast-two-hours-'))
const executablePath = process.env.HOLDFAST_CHROMIUM
const { audio, utterances } = speechWithPauses(300, 11)
const browser = await chromium.launch({
	...(executablePath ? { executablePath } : {}),
	// Played again and again.
	args: switches(values.microphone ? writeSpeech(audio, join(folder, 'speech.wav')) : null).map(each => each.replace('%noloop', ''))
})
try {
	const client = await host.connect()
	await client.readyPid('engine')
	const page = await browser.newPage({ locale: 'en-US', viewport: { width: 1280, height: 820 } })
	await page.goto(host.address)
	const inside = await page.context().newCDPSession(page)
	const startedMs = performance.now()
	let recording: string = crypto.randomUUID()
	let samples: Sample[]
	if (values.microphone) {
		await page.getByRole('button', { name: 'Record', exact: true }).first().click()
		recording = (await client.next('a recording', event => event.type === 'transcript' && event.transcript)).id
		samples = await record(client, inside)
	} else {
		await client.request('recording.start', { recording, title: 'Two hours', device: null, startedAt: Date.now() })
		await page.getByText('Two hours').first().click()
		samples = await tell(client, recording, inside)
	}
	const tookMs = performance.now() - startedMs
	const done = client.over(recording, 600_000)
	if (values.microphone) await page.getByRole('button', { name: 'Stop recording' }).click()
	else await client.request('recording.stop', { recording, samples: total })
	const transcript = await done
	report(samples, tookMs, transcript.words)
	client.close()
} finally {
	await browser.close()
	await host.stop()
	rmSync(folder, { recursive: true, force: true })
}

async function record(client: ApiClient, inside: CDPSession): Promise<Sample[]> {
	const taken: Sample[] = []
	for (let seconds = 120; seconds <= secondsOf(total); seconds += 120) {
		await sleep(120_000)
		taken.push({ hours: seconds / 3600, rss: await memory(client, inside) })
		say(`${seconds / 60} min, ${JSON.stringify(taken.at(-1)?.rss)}, load ${(loadavg()[0] ?? 0).toFixed(1)}`)
	}
	return taken
}

/** Says sentence after sentence; what memory was taken meanwhile. */
async function tell(client: ApiClient, recording: string, inside: CDPSession): Promise<Sample[]> {
	const taken: Sample[] = []
	let sent = 0
	while (sent < total) {
		for (const [i, { to }] of utterances.entries()) {
			const from = i === 0 ? 0 : (utterances[i - 1]?.to ?? 0) + PAUSE
			const sentence = audio.subarray(from, Math.min(to + PAUSE, audio.length))
			const end = Math.min(sent + sentence.length, total)
			const begin = sent
			for (; sent < end; sent = Math.min(sent + CHUNK_SAMPLES, end))
				client.sendAudio(recording, sent, sentence.slice(sent - begin, Math.min(sent + CHUNK_SAMPLES, end) - begin))
			if (sent === total) break
			// Half a second before the end of speech it may have been cut; the last word is settled in any case.
			const spoken = begin + to - from - samplesOf(0.5)
			await client.next('text', event => event.type === 'segment' && event.segment.to >= spoken, 600_000)
			if (sent >= (taken.length + 1) * SAMPLE_EVERY) taken.push({ hours: secondsOf(sent) / 3600, rss: await memory(client, inside) })
		}
		say(`${(secondsOf(sent) / 60).toFixed(0)} min, ${JSON.stringify(taken.at(-1)?.rss)}, load ${(loadavg()[0] ?? 0).toFixed(1)}`)
	}
	return taken
}

async function memory(client: ApiClient, inside: CDPSession): Promise<Record<string, number>> {
	const rss: Record<string, number> = {}
	for (const [name, pid] of [['main', host.pid] as const, ...[...client.processes.values()].map(({ name, pid }) => [name, pid] as const)]) {
		const mb = rssOf(pid)
		if (mb !== null) rss[name] = mb
	}
	await inside.send('HeapProfiler.collectGarbage')
	const { usedSize } = await inside.send('Runtime.getHeapUsage')
	return { ...rss, page: Math.round(usedSize / 1e5) / 10 }
}

function rssOf(pid: number | null): number | null {
	if (pid === null) return null
	try {
		return Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) / 1000)
	} catch {
		return null
	}
}

function report(samples: readonly Sample[], tookMs: number, words: number): void {
	const settled = samples.slice(Math.floor(samples.length * WARM_UP))
	const processes = Object.keys(samples.at(-1)?.rss ?? {}).map(name => {
		const points = settled.flatMap(({ hours, rss }) => (rss[name] === undefined ? [] : [[hours, rss[name]] as const]))
		return { name, mb: points.map(([, mb]) => mb), mbPerHour: slope(points) }
	})
	const faster = secondsOf(total) / (tookMs / 1000)
	if (values.json) console.log(JSON.stringify({ hours: Number(values.hours), words, faster, processes, node: execPath }))
	else {
		console.log(`${words} words in ${values.hours} h of audio, told ${faster.toFixed(1)} times as fast as it is spoken`)
		for (const { name, mb, mbPerHour } of processes)
			console.log(
				`${name.padEnd(16)} ${String(mb[0]).padStart(4)} → ${String(mb.at(-1)).padStart(4)} MB, at most ${Math.max(...mb)}, ${mbPerHour.toFixed(1)} MB an hour`
			)
	}
	if (processes.some(({ mbPerHour }) => mbPerHour > Number(values.most))) process.exitCode = 1
}

/** Least squares. */
function slope(points: ReadonlyArray<readonly [x: number, y: number]>): number {
	const n = points.length
	const [mx, my] = [points.reduce((sum, [x]) => sum + x, 0) / n, points.reduce((sum, [, y]) => sum + y, 0) / n]
	const up = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0)
	return up / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0)
}
