/**
 * What Holdfast costs: `npm run bench [-- --minutes 60 --kills 10 --json]`. The whole path beside the bare engine in one run, since
 * this machine's speed changes from minute to minute; the time from a kill to text again; peak memory; start time.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startHost } from '../../e2e/host.ts'
import { longSpeech } from '../../e2e/speech.ts'

const { values } = parseArgs({
	options: {
		minutes: { type: 'string', default: '60' },
		kills: { type: 'string', default: '10' },
		json: { type: 'boolean', default: false }
	}
})
const minutes = Number(values.minutes)
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
const say = (text: string) => process.stderr.write(`${text}\n`)

try {
	const wav = join(folder, 'speech.wav')
	const { samples } = longSpeech(wav, minutes * 60, 1)
	const seconds = samples / 16_000

	const startedMs = performance.now()
	const host = await startHost()
	const servingMs = performance.now() - startedMs
	const client = await host.connect()
	const enginePid = await client.readyPid('engine')
	const readyMs = performance.now() - startedMs

	say(`The whole path, ${minutes} minutes of speech…`)
	const pathStartedMs = performance.now()
	const [job] = await client.request('files.add-paths', { paths: [wav] })
	if (!job) throw new Error('The file was not taken.')
	const firstText = client
		.next('first text', event => event.type === 'segment' && event.segment)
		.then(() => performance.now() - pathStartedMs)
	const done = await client.over(job.id, 3_600_000)
	if (done.state !== 'done') throw new Error(done.problem?.text ?? done.state)
	const pathMs = performance.now() - pathStartedMs
	const decoderPid = client.processes.get('decoder')?.pid ?? null
	const peakMb = { main: peakOf(host.pid), engine: peakOf(enginePid), decoder: peakOf(decoderPid) }

	say('Kills…')
	const toReady: number[] = []
	const toText: number[] = []
	await client.request('files.add-paths', { paths: [wav] })
	let pid = enginePid
	for (let n = 0; n < Number(values.kills); n++) {
		await client.next('text', event => event.type === 'segment' && event.segment)
		const killedMs = performance.now()
		process.kill(pid, 'SIGKILL')
		const old = pid
		const gone = client.next('its death', event => event.type === 'exit' && event.exit.pid === old && event.exit)
		await gone
		const text = client.next('text again', event => event.type === 'segment' && event.segment)
		pid = await client.readyPid('engine', old)
		toReady.push(performance.now() - killedMs)
		await text
		toText.push(performance.now() - killedMs)
	}
	client.close()
	await host.stop()

	say('The bare engine…')
	const bare = JSON.parse(
		execFileSync(execPath, ['--expose-gc', join(root, 'build/bench/bare-engine.ts'), wav, join(root, 'models')], {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore']
		})
	) as { loopMs: number; decodeMs: number; segments: number }

	const result = {
		machine: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores`,
		audioSeconds: Math.round(seconds),
		realTimeFactor: {
			wholePath: pathMs / 1000 / seconds,
			bareEngine: bare.loopMs / 1000 / seconds,
			bareDecodes: bare.decodeMs / 1000 / seconds
		},
		wholePathToBareEngine: pathMs / bare.loopMs,
		firstTextMs: Math.round(await firstText),
		killToReadyMs: { median: median(toReady), worst: Math.round(Math.max(...toReady)) },
		killToTextMs: { median: median(toText), worst: Math.round(Math.max(...toText)) },
		peakMb,
		startMs: { serving: Math.round(servingMs), engineReady: Math.round(readyMs) }
	}
	console.log(values.json ? JSON.stringify(result) : table(result))
} finally {
	rmSync(folder, { recursive: true, force: true })
}

function median(values: readonly number[]): number {
	return Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0)
}

/** Peak resident megabytes of a process's life (`VmHWM`), where /proc says it. */
function peakOf(pid: number | null): number | null {
	try {
		const kb = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
		return kb === undefined ? null : Math.round(Number(kb) / 1000)
	} catch {
		return null
	}
}

function table(r: { [key: string]: unknown }): string {
	const rows: string[] = []
	for (const [name, value] of Object.entries(r)) {
		const inner =
			typeof value === 'object' && value !== null
				? Object.entries(value)
						.map(([key, v]) => `${key} ${shown(v)}`)
						.join(', ')
				: shown(value)
		rows.push(`${name.padEnd(24)}${inner}`)
	}
	return rows.join('\n')
}

function shown(value: unknown): string {
	return typeof value === 'number' ? String(Math.round(value * 10_000) / 10_000) : String(value ?? 'unknown')
}
