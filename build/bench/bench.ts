/**
 * What Holdfast costs: `npm run bench [-- --minutes 60 --slices 6 --kills 10 --json]`. The whole path beside the bare engine, slice by
 * slice in turn, since a machine's speed changes from minute to minute and only the ratio means something; the time from a kill to
 * text again; peak memory; start time.
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
		slices: { type: 'string', default: '6' },
		kills: { type: 'string', default: '10' },
		json: { type: 'boolean', default: false }
	}
})
const minutes = Number(values.minutes)
const slices = Number(values.slices)
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
const say = (text: string) => process.stderr.write(`${text}\n`)

try {
	const wavs = Array.from({ length: slices }, (_, n) => {
		const path = join(folder, `speech-${n}.wav`)
		return { path, seconds: longSpeech(path, (minutes * 60) / slices, n + 1).samples / 16_000 }
	})
	const seconds = wavs.reduce((sum, wav) => sum + wav.seconds, 0)

	const startedMs = performance.now()
	const host = await startHost()
	const servingMs = performance.now() - startedMs
	const client = await host.connect()
	const enginePid = await client.readyPid('engine')
	const readyMs = performance.now() - startedMs

	let pathMs = 0
	let firstTextMs = 0
	const bare = { loopMs: 0, decodeMs: 0 }
	for (const [n, { path }] of wavs.entries()) {
		say(`Slice ${n + 1} of ${slices}: the whole path, then the bare engine…`)
		const pathStartedMs = performance.now()
		const text = client.next('first text', event => event.type === 'segment' && event.segment).then(() => performance.now() - pathStartedMs)
		const { added } = await client.request('files.add-paths', { paths: [path], again: true })
		const [job] = added
		if (!job) throw new Error('The file was not taken.')
		const done = await client.over(job, 3_600_000)
		if (done.state !== 'done') throw new Error(done.problem?.text ?? done.state)
		pathMs += performance.now() - pathStartedMs
		if (n === 0) firstTextMs = await text
		const slice = bareEngine(path)
		bare.loopMs += slice.loopMs
		bare.decodeMs += slice.decodeMs
	}
	const decoderPid = client.processes.get('decoder')?.pid ?? null
	const peakMb = { main: peakOf(host.pid), engine: peakOf(enginePid), decoder: peakOf(decoderPid) }

	say('Kills…')
	const toReady: number[] = []
	const toText: number[] = []
	await client.request('files.add-paths', { paths: wavs.map(wav => wav.path), again: true })
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

	const result = {
		machine: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores`,
		audioSeconds: Math.round(seconds),
		realTimeFactor: {
			wholePath: pathMs / 1000 / seconds,
			bareEngine: bare.loopMs / 1000 / seconds,
			bareDecodes: bare.decodeMs / 1000 / seconds
		},
		wholePathToBareEngine: pathMs / bare.loopMs,
		firstTextMs: Math.round(firstTextMs),
		killToReadyMs: { median: median(toReady), worst: Math.round(Math.max(...toReady)) },
		killToTextMs: { median: median(toText), worst: Math.round(Math.max(...toText)) },
		peakMb,
		startMs: { serving: Math.round(servingMs), engineReady: Math.round(readyMs) }
	}
	console.log(values.json ? JSON.stringify(result) : table(result))
} finally {
	rmSync(folder, { recursive: true, force: true })
}

/** The engine alone on one file, in a process of its own. */
function bareEngine(wav: string): { loopMs: number; decodeMs: number } {
	const args = ['--expose-gc', join(root, 'build/bench/bare-engine.ts'), wav, join(root, 'models')]
	return JSON.parse(execFileSync(execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
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
