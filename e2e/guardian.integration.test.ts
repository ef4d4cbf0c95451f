import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ExitRecord } from '../electron/contract/exits.ts'
import { SAMPLE_RATE } from '../native-bridge/protocol/units.ts'
import type { ApiClient } from './api-client.ts'
import { startHost } from './host.ts'
import { Speaker } from './speaker.ts'
import { longSpeech, samplesOfWav } from './speech.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-guardian-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const wav = join(folder, 'speech.wav')
longSpeech(wav, 45, 11)
const speech = samplesOfWav(wav)

/** Main's pid, as the health of processes tells it. */
function mainPid(client: ApiClient): number {
	return client.processes.get('main')?.pid ?? 0
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0)
		return true
	} catch {
		return false
	}
}

async function gone(pid: number): Promise<void> {
	while (isAlive(pid)) await sleep(2)
}

async function segmentsOf(client: ApiClient, transcript: string) {
	const { segments } = await client.request('transcript.get', { transcript })
	return segments.map(({ from, to, text, words }) => ({ from, to, text, words }))
}

/** Half a second to a second is usual, and printed; this much means that something else than the machine was slow. */
const LATE_MS = 15_000

test('main is killed, crashes and hangs during a recording: it is back each time, and the transcript is the undisturbed one', {
	timeout: 240_000
}, async context => {
	const host = await startHost({ guarded: true })
	context.after(() => host.stop())
	const recording = randomUUID()
	const start = { recording, title: 'Interview', device: 'Test microphone', startedAt: Date.now() }
	const speaker = await Speaker.begin(speech, start, () => host.connect())
	// What is compared is what was heard live.
	await speaker.client.request('settings.set', { polish: false })

	const times: string[] = []
	const deaths: { pid: number; signal: string | null; killedFor: string | null }[] = []
	let second = 5
	for (const harm of ['SIGKILL', 'SIGSEGV', 'SIGSTOP'] as const) {
		await speaker.hear(second * SAMPLE_RATE)
		second += 5
		const pid = mainPid(speaker.client)
		const goesOn = speaker.hear(speech.length)
		process.kill(pid, harm)
		// What hangs dies when the guardian has waited long enough.
		if (harm === 'SIGSTOP') await gone(pid)
		const died = performance.now()
		await speaker.findAgain()
		const ms = Math.round(performance.now() - died)
		times.push(`${harm} ${ms} ms`)
		deaths.push({ pid, signal: harm === 'SIGSTOP' ? 'SIGKILL' : harm, killedFor: harm === 'SIGSTOP' ? 'hang' : null })
		if (harm === 'SIGSTOP') await goesOn
	}
	context.diagnostic(`from main’s death to all audio saved: ${times.join(', ')}`)

	await speaker.saved(speech.length)
	const { client } = speaker
	await client.request('recording.stop', { recording, samples: speech.length })
	const done = await client.over(recording)
	assert.deepEqual([done.state, done.notices, done.samples], ['done', [], speech.length])

	const exits = await client.request('exits.list', { limit: 100 })
	const of = ({ pid, signal, killedFor, seen, role, jobs, restarted }: ExitRecord) => ({
		...{ pid, signal, killedFor, seen, role, jobs: jobs.map(job => job.transcript) },
		inTime: restarted !== null && restarted.readyAfterMs < LATE_MS
	})
	assert.deepEqual(
		exits
			.filter(exit => exit.role === 'main')
			.toSorted((a, b) => a.at - b.at)
			.map(of),
		deaths.map(death => ({ ...death, seen: 'guardian', role: 'main', jobs: [recording], inTime: true }))
	)

	const calm = randomUUID()
	await client.request('recording.start', { ...start, recording: calm })
	for (let at = 0; at < speech.length; at += SAMPLE_RATE) {
		client.sendAudio(calm, at, speech.subarray(at, at + SAMPLE_RATE))
		await sleep(100)
	}
	await client.wait('all saved', m => m.type === 'saved' && m.recording === calm && m.samples === speech.length)
	await client.request('recording.stop', { recording: calm, samples: speech.length })
	await client.over(calm)
	assert.deepEqual(await segmentsOf(client, recording), await segmentsOf(client, calm))
	assert.match(host.stderr(), /Holdfast itself crashed.*SIGSEGV.*started again/)
	client.close()
})

test('a guardian that is killed is recorded, and main goes on without it', { timeout: 60_000 }, async context => {
	const host = await startHost({ guarded: true })
	const client = await host.connect()
	const main = mainPid(client)
	context.after(async () => {
		if (isAlive(main)) process.kill(main, 'SIGTERM')
		await gone(main)
		rmSync(host.dataDir, { recursive: true, force: true })
	})
	const recorded = client.next('its record', event => event.type === 'exit' && event.exit.role === 'guardian' && event.exit)
	await host.kill('SIGKILL')
	const { pid, signal, seen } = await recorded
	assert.deepEqual({ pid, signal, seen }, { pid: host.pid, signal: 'unknown', seen: 'exit' })
	const job = await client.request('sample.add', {})
	assert.equal((await client.over(job.id)).state, 'done')
	client.close()
})

test('guardian and main killed together: the next start notices it, once', { timeout: 60_000 }, async context => {
	const dataDir = join(folder, 'both')
	const first = await startHost({ dataDir, guarded: true })
	const client = await first.connect()
	const main = mainPid(client)
	process.kill(first.pid, 'SIGSTOP')
	process.kill(main, 'SIGKILL')
	await first.kill('SIGKILL')
	await gone(main)
	const second = await startHost({ dataDir, guarded: true })
	context.after(() => second.stop())
	assert.equal(second.address, first.address, 'an open page finds it again')
	const exits = await (await second.connect()).request('exits.list', { limit: 10 })
	assert.deepEqual(
		exits.map(exit => [exit.role, exit.pid, exit.seen]),
		[['main', main, 'unclean-start']]
	)
	client.close()
})

test('what refuses to start is not started again: it says why, with its own exit code', { timeout: 60_000 }, async context => {
	const script = fileURLToPath(new URL('../electron/guardian/main.ts', import.meta.url))
	const start = (data: string) => {
		const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--data', data, '--port', '0'], { encoding: 'utf8' })
		return { status, stdout, stderr }
	}
	const file = join(folder, 'a-file')
	writeFileSync(file, '')
	const refused = start(file)
	assert.deepEqual([refused.status, refused.stdout], [1, ''])
	assert.match(refused.stderr, /^The data folder can't be used: [^\n]+\n$/)

	const host = await startHost({ guarded: true })
	context.after(() => host.stop())
	assert.deepEqual(start(host.dataDir), {
		...{ status: 0, stdout: `Holdfast is ready at ${host.address}\n` },
		stderr: 'It was already running; this is its address.\n'
	})
})

test('asked to end, guardian and main end in good order, and nothing is recorded', { timeout: 60_000 }, async () => {
	const dataDir = join(folder, 'orderly')
	const addresses: URL[] = []
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		const host = await startHost({ dataDir, guarded: true })
		addresses.push(new URL(host.address))
		const client = await host.connect()
		assert.deepEqual(await client.request('exits.list', { limit: 10 }), [])
		const main = mainPid(client)
		await host.kill(signal)
		assert.equal(isAlive(main), false)
		assert.equal(existsSync(join(dataDir, 'ledger.sqlite-wal')), false, 'the ledger was closed')
		client.close()
	}
	assert.match(readFileSync(join(dataDir, 'logs/main.1.log'), 'utf8'), /"msg":"ended"/)
	const different = (part: 'port' | 'search') => new Set(addresses.map(address => address[part])).size
	assert.deepEqual([different('port'), different('search')], [1, 3], 'the port stays, and each key ends with its Holdfast')
})
