/**
 * Random kills of every process during a recording and three files: `npm run soak [-- --minutes 10 --seed 1]`. The transcripts must be
 * byte for byte those of an undisturbed run, every death must be on record exactly once, and nothing may be left over.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { TranscriptDetail } from '../electron/contract/records.ts'
import { CHUNK_SAMPLES } from '../native-bridge/protocol/units.ts'
import type { ApiClient } from './api-client.ts'
import { type RunningHost, startHost } from './host.ts'
import { databaseFaults, filesLeftOver, handlesOf, processesOf } from './left-over.ts'
import { Speaker } from './speaker.ts'
import { longSpeech, samplesOfWav, seeded } from './speech.ts'

export interface SoakReport {
	readonly kills: readonly {
		readonly victim: string
		readonly signal: string
		readonly pid: number
		readonly at: number
		readonly backMs: number | null
	}[]
	/** What is not as it must be, in sentences; empty when all is well. */
	readonly faults: readonly string[]
}

const SIGNALS = ['SIGKILL', 'SIGSEGV', 'SIGABRT', 'SIGBUS'] as const
/** Weights: the engine does most of the work. The guardian's death ends the guarding, so it comes once, near the end. */
const VICTIMS = ['engine', 'engine', 'engine', 'engine-standby', 'decoder', 'main'] as const
const FILE_SECONDS = 240
/** Samples that are on their way at most when nobody waits for real time. */
const POUR = 160_000

/** The text and everything that was derived from the audio; ids and the time of day are of the run, not of the journal. */
export function essence(detail: TranscriptDetail): string {
	return JSON.stringify({
		segments: detail.segments.map(({ transcript: _t, at: _a, seq: _s, ...segment }) => segment),
		gaps: detail.gaps.map(({ transcript: _t, ...gap }) => gap),
		samples: detail.transcript.samples,
		cursor: detail.transcript.cursor
	})
}

export async function soak(options: { minutes: number; seed: number; say: (text: string) => void }): Promise<SoakReport> {
	const { minutes, seed, say } = options
	const folder = mkdtempSync(join(tmpdir(), 'holdfast-soak-'))
	const random = seeded(seed)
	const faults: string[] = []
	let host: RunningHost | null = null
	const kills: { victim: string; signal: string; pid: number; at: number; backMs: number | null }[] = []
	try {
		const live = join(folder, 'recording.wav')
		longSpeech(live, minutes * 60, seed)
		const files = [1, 2, 3].map(n => {
			const path = join(folder, `file-${n}.wav`)
			longSpeech(path, Math.min(FILE_SECONDS, minutes * 30), seed + n)
			return path
		})

		say('Undisturbed first.')
		const calmHost = await startHost({ guarded: true })
		const calm = await run(calmHost, { live, files, realTime: false, disturb: async () => {} })
		await calmHost.stop()

		say(`Now ${minutes} min in real time, with kills (seed ${seed}).`)
		const dataDir = join(folder, 'data')
		host = await startHost({ dataDir, guarded: true })
		const first = await host.connect()
		await first.request('settings.set', { standby: 'on' })
		await first.readyPid('engine')
		const handlesBefore = handlesOf((await first.readyPid('main')) ?? 0)
		first.close()
		const untilMs = performance.now() + minutes * 60_000
		const stormy = await run(host, {
			live,
			files,
			realTime: true,
			disturb: async (line, mainIsBack) => {
				while (performance.now() < untilMs) {
					await sleep(1_000 + random() * 5_000)
					const victim = VICTIMS[Math.floor(random() * VICTIMS.length)] ?? 'engine'
					const signal = random() < 0.04 ? 'SIGSTOP' : (SIGNALS[Math.floor(random() * SIGNALS.length)] ?? 'SIGKILL')
					const pid = (await line.client()).processes.get(victim)?.pid
					if (!pid) continue
					try {
						process.kill(pid, signal)
					} catch {
						// It is being replaced at this very moment.
						continue
					}
					const killedMs = performance.now()
					const kill: (typeof kills)[number] = { victim, signal, pid, at: Date.now(), backMs: null }
					kills.push(kill)
					say(`${victim} ${pid}: ${signal}`)
					if (victim !== 'main') continue
					await mainIsBack()
					kill.backMs = Math.round(performance.now() - killedMs)
				}
			}
		})

		for (const [n, detail] of stormy.entries()) {
			const name = n === 0 ? 'the recording' : `file ${n}`
			const undisturbed = calm[n]
			if (!undisturbed || undisturbed.segments.length === 0) faults.push(`${name} has no undisturbed transcript to compare with`)
			else if (essence(detail) !== essence(undisturbed)) faults.push(difference(name, undisturbed, detail))
		}
		const client = await host.connect()
		await sleep(1_500)
		const exits = await client.request('exits.list', { limit: 1_000 })
		for (const exit of exits.toReversed()) say(`${exit.name} ${exit.pid}: ${exit.explanation.text}`)
		for (const [n, { victim, signal, pid }] of kills.entries()) {
			// Frozen, and its main killed before it was missed: it is ended as a leftover, and is no death of its own.
			const frozen = kills.find(kill => kill.pid === pid && kill.signal === 'SIGSTOP')
			if (frozen && kills.slice(n + 1).some(kill => kill.victim === 'main' && kill.at < frozen.at + 15_000)) continue
			const records = exits.filter(exit => exit.pid === pid)
			if (records.length !== 1) faults.push(`the ${signal} of ${victim} ${pid} is on record ${records.length} times`)
		}
		const strangers = exits.filter(exit => !kills.some(kill => kill.pid === exit.pid))
		for (const exit of strangers) faults.push(`a death nobody caused: ${exit.name} ${exit.pid}, ${exit.explanation.text}`)
		const lost = exits.reduce((sum, exit) => sum + exit.wordsLost + exit.audioLost, 0)
		if (lost > 0) faults.push(`${lost} words or samples are on record as lost`)
		const main = await client.readyPid('main')
		const handlesAfter = handlesOf(main)
		if (handlesBefore !== null && handlesAfter !== null && handlesAfter > handlesBefore + 8)
			faults.push(`main has ${handlesAfter} handles open, ${handlesBefore} at the start`)

		// Last of all the guardian, which nobody brings back: main goes on, and is ended as a user would.
		process.kill(host.pid, 'SIGKILL')
		await client.next('the record of the guardian', event => event.type === 'exit' && event.exit.role === 'guardian' && event.exit, 10_000)
		client.close()
		process.kill(main, 'SIGTERM')
		for (let n = 0; n < 100 && processesOf(dataDir).length > 0; n++) await sleep(100)
		for (const left of processesOf(dataDir)) faults.push(`a process is left over: ${left}`)
		for (const left of filesLeftOver(dataDir)) faults.push(`a file is left over: ${left}`)
		faults.push(...databaseFaults(join(dataDir, 'ledger.sqlite')))
		// It must start again on what is there.
		host = await startHost({ dataDir })
		await host.stop()
		if (faults.length === 0) rmSync(folder, { recursive: true, force: true })
		else say(`Everything of it lies in ${folder}.`)
	} catch (error) {
		say(`Everything of it lies in ${folder}.`)
		await host?.stop()
		throw error
	}
	return { kills, faults }
}

/** A line to main that works, whichever main it is. */
class Line {
	readonly #host: RunningHost
	#client: ApiClient | null = null

	constructor(host: RunningHost) {
		this.#host = host
	}

	async client(): Promise<ApiClient> {
		while (!this.#client || this.#client.isClosed) {
			this.#client = await this.#host.connect().catch(() => null)
			if (!this.#client) await sleep(20)
		}
		return this.#client
	}

	/** Asks until somebody answers: main may die between question and answer. */
	async ask<T>(question: (client: ApiClient) => Promise<T>): Promise<T> {
		for (;;) {
			const client = await this.client()
			const broken = client.closed.then(() => null)
			try {
				const answer = await Promise.race([question(client).then(value => ({ value })), broken])
				if (answer) return answer.value
			} catch (error) {
				if (!client.isClosed) throw error
			}
		}
	}

	close(): void {
		this.#client?.close()
	}
}

/** Records `live` and has `files` transcribed, while `disturb` does what it does; the recording's transcript comes first. */
async function run(
	host: RunningHost,
	plan: {
		live: string
		files: readonly string[]
		realTime: boolean
		disturb: (line: Line, mainIsBack: () => Promise<void>) => Promise<void>
	}
): Promise<TranscriptDetail[]> {
	const line = new Line(host)
	const speech = samplesOfWav(plan.live)
	const recording = randomUUID()
	const start = { recording, title: 'Soak', device: null, startedAt: Date.now() }
	const speaker = await Speaker.begin(speech, start, () => host.connect())
	// What is compared is what was heard live: a second pass over a whole journal would hide what happened to that.
	await line.ask(client => client.request('settings.set', { polish: false }))
	const spoken = plan.realTime ? speaker.hear(speech.length) : pour(speaker.client, recording, speech)
	const transcribed = transcribeAll(line, plan.files, plan.realTime ? 5_000 : 0)
	await plan.disturb(line, () => speaker.findAgain())
	await spoken
	await speaker.saved(speech.length)
	await line.ask(client => client.request('recording.stop', { recording, samples: speech.length }))
	await over(line, recording)
	const ids = [recording, ...(await transcribed)]
	const details: TranscriptDetail[] = []
	for (const transcript of ids) details.push(await line.ask(client => client.request('transcript.get', { transcript })))
	speaker.client.close()
	line.close()
	return details
}

/** As fast as main takes it: what a recording says does not depend on when its audio came. */
async function pour(client: ApiClient, recording: string, speech: Int16Array): Promise<void> {
	for (let from = 0; from < speech.length; from += POUR) {
		const to = Math.min(from + POUR, speech.length)
		for (let at = from; at < to; at += CHUNK_SAMPLES) client.sendAudio(recording, at, speech.subarray(at, Math.min(at + CHUNK_SAMPLES, to)))
		await client.wait(`${to} samples saved`, m => m.type === 'saved' && m.recording === recording && m.samples >= to)
	}
}

/** One after the other, so that there is a file at work most of the time. */
async function transcribeAll(line: Line, files: readonly string[], pauseMs: number): Promise<string[]> {
	const ids: string[] = []
	for (const path of files) {
		const job = await line.ask(async client => {
			// Asked again after main died: it may have taken the file before.
			const taken = (await client.request('transcripts.list', {})).find(t => t.kind === 'file' && !ids.includes(t.id))
			return taken?.id ?? (await client.request('files.add-paths', { paths: [path], again: true })).added[0]
		})
		if (!job) throw new Error('The file was not taken.')
		ids.push(job)
		await over(line, job)
		await sleep(pauseMs)
	}
	return ids
}

async function over(line: Line, id: string): Promise<void> {
	for (;;) {
		const { transcript } = await line.ask(client => client.request('transcript.get', { transcript: id }))
		if (transcript.state === 'done') return
		if (transcript.state === 'failed' || transcript.state === 'cancelled')
			throw new Error(`${transcript.title} ${transcript.state}: ${transcript.problem?.text ?? 'no reason'}`)
		await sleep(200)
	}
}

function difference(name: string, calm: TranscriptDetail, stormy: TranscriptDetail): string {
	const n = calm.segments.findIndex(
		(segment, at) => segment.text !== stormy.segments[at]?.text || segment.from !== stormy.segments[at]?.from
	)
	const about = n < 0 ? '' : `; first at segment ${n}: “${calm.segments[n]?.text}” became “${stormy.segments[n]?.text}”`
	return `${name} differs: ${calm.segments.length} segments and ${calm.gaps.length} gaps became ${stormy.segments.length} and ${stormy.gaps.length}${about}${stormy.gaps.map(gap => `; gap ${gap.from}–${gap.to} ${gap.cause}`).join('')}`
}

if (import.meta.main) {
	const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: '20261124' } } })
	const { kills, faults } = await soak({ minutes: Number(values.minutes), seed: Number(values.seed), say: text => console.error(text) })
	const times = kills.flatMap(kill => kill.backMs ?? []).toSorted((a, b) => a - b)
	const by = (victim: string) => kills.filter(kill => kill.victim === victim).length
	console.log(`${kills.length} kills: ${[...new Set(VICTIMS)].map(victim => `${victim} ${by(victim)}`).join(', ')}, guardian 1.`)
	if (times.length > 0) console.log(`Main back after: median ${times[times.length >> 1]} ms, worst ${times.at(-1)} ms.`)
	console.log(faults.length === 0 ? 'Every transcript is byte for byte the undisturbed one, and nothing is left over.' : faults.join('\n'))
	process.exitCode = faults.length === 0 ? 0 : 1
}
