/**
 * How long text stands still when the engine dies in the middle of a recording: `npm run bench:recovery [-- --kills 20]`. The same
 * speech, with a standby and without, in turn; from SIGKILL to the next text on the screen.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { ApiClient } from '../../e2e/api-client.ts'
import { startHost } from '../../e2e/host.ts'
import { longSpeech, samplesOfWav } from '../../e2e/speech.ts'

const { values } = parseArgs({ options: { kills: { type: 'string', default: '20' } } })
const kills = Number(values.kills)
const folder = mkdtempSync(join(tmpdir(), 'holdfast-recovery-'))
const CHUNK = 1_600

/** Speaks into a recording until it is told to stop. */
async function speak(client: ApiClient, recording: string, speech: Int16Array, signal: AbortSignal): Promise<number> {
	let sent = 0
	const startedMs = performance.now()
	while (!signal.aborted) {
		const from = sent % (speech.length - CHUNK)
		client.sendAudio(recording, sent, speech.slice(from, from + CHUNK))
		sent += CHUNK
		await sleep(Math.max(0, startedMs + sent / 16 - performance.now()))
	}
	return sent
}

function summary(times: number[]): string {
	const sorted = times.toSorted((a, b) => a - b)
	const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN)
	return `median ${at(0.5)} ms, p90 ${at(0.9)} ms, worst ${at(1)} ms (${sorted.length} kills)`
}

async function measure(standby: 'on' | 'off'): Promise<{ seen: number[]; text: number[] }> {
	const host = await startHost()
	const seen: number[] = []
	const text: number[] = []
	try {
		const client = await host.connect()
		await client.request('settings.set', { standby })
		const recording = crypto.randomUUID()
		await client.request('recording.start', { recording, title: 'Recovery', device: null, startedAt: Date.now() })
		const end = new AbortController()
		const wav = join(folder, 'speech.wav')
		longSpeech(wav, 300, 7)
		const speaking = speak(client, recording, samplesOfWav(wav), end.signal)
		for (let n = 0; n < kills; n++) {
			await client.readyPid('engine')
			if (standby === 'on') await client.readyPid('engine-standby')
			// In the middle of a sentence, at no special moment.
			await client.next('a partial', event => event.type === 'partial' && event.firm + event.faint !== '' && event)
			await sleep(Math.random() * 300)
			const pid = await client.readyPid('engine')
			const killedMs = performance.now()
			const told = client
				.next('the death', event => event.type === 'exit' && event.exit.pid === pid && event)
				.then(() => performance.now() - killedMs)
			// The death clears the unsettled text; what comes then is the successor's.
			const again = told.then(() =>
				client.next('text', event =>
					(event.type === 'partial' && event.firm + event.faint !== '') || event.type === 'segment' ? event : null
				)
			)
			process.kill(pid, 'SIGKILL')
			seen.push(await told)
			await again
			text.push(performance.now() - killedMs)
		}
		end.abort()
		await client.request('recording.stop', { recording, samples: await speaking })
		client.close()
	} finally {
		await host.stop()
	}
	return { seen, text }
}

try {
	for (const standby of ['on', 'off'] as const) {
		const { seen, text } = await measure(standby)
		console.log(`standby ${standby}: death recorded after ${summary(seen)}; text again after ${summary(text)}`)
	}
} finally {
	rmSync(folder, { recursive: true, force: true })
}
