import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { AppEvent } from '../electron/contract/events.ts'
import type { ExitRecord, NativeCrash } from '../electron/contract/exits.ts'
import { SAMPLE_RATE } from '../native-bridge/protocol/units.ts'
import type { ApiClient } from './api-client.ts'
import { type RunningHost, startHost } from './host.ts'
import { arm, goWrong, missingAddons } from './native-faults.ts'
import { longSpeech } from './speech.ts'

const needs = missingAddons()
const folder = mkdtempSync(join(tmpdir(), 'holdfast-native-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const wav = join(folder, 'talk.wav')
const { samples } = longSpeech(wav, 75, 41)

/** Samples that take the engine at least a quarter of a second. */
const AHEAD = 15 * SAMPLE_RATE

interface Kind {
	readonly fault: string
	readonly where: 'main' | 'pool'
	readonly signal: NodeJS.Signals
	/** The rule that explains it. */
	readonly code: string
	/** The innermost function of the faults addon on the crashed thread. */
	readonly in: RegExp
}

const KINDS: readonly Kind[] = [
	{ fault: 'null-write', where: 'main', signal: 'SIGSEGV', code: 'signal', in: /writeToNull$/ },
	{ fault: 'null-write', where: 'pool', signal: 'SIGSEGV', code: 'signal', in: /writeToNull$/ },
	{ fault: 'abort', where: 'main', signal: 'SIGABRT', code: 'signal', in: /happen$/ },
	{ fault: 'double-free', where: 'main', signal: 'SIGABRT', code: 'heap-corrupt', in: /freeTwice$/ },
	{ fault: 'overflow', where: 'main', signal: 'SIGSEGV', code: 'stack-overflow', in: /overflow$/ },
	{ fault: 'throw', where: 'main', signal: 'SIGABRT', code: 'native-exception', in: /throwOut$/ }
]

async function segmentsOf(client: ApiClient, transcript: string) {
	const { segments } = await client.request('transcript.get', { transcript })
	return segments.map(({ from, to, text, words }) => ({ from, to, text, words }))
}

type Words = Awaited<ReturnType<typeof segmentsOf>>
let calm: Words | null = null

/** What `wav` becomes when nobody disturbs it. */
async function undisturbed(client: ApiClient): Promise<Words> {
	if (calm) return calm
	const [job] = await client.drop(wav)
	assert.equal((await client.over(job?.id ?? '')).state, 'done')
	calm = await segmentsOf(client, job?.id ?? '')
	assert.ok(calm.length > 1)
	return calm
}

/**
 * Resolves when the engine has written down another piece of `job` and is at the next: there is too much left for it to be done before
 * something happens to it. False: the job is done.
 */
async function atWork(client: ApiClient, job: string): Promise<boolean> {
	const isText = (event: AppEvent) => event.type === 'segment' && event.segment.transcript === job
	const before = client.events().filter(isText).length
	let pieces = 0
	const seen = await client.wait('text', message => {
		if (message.type !== 'event') return false
		const { event } = message
		if (event.type === 'transcript' && event.transcript.id === job && event.transcript.state === 'done') return 'done'
		return event.type === 'segment' && isText(event) && ++pieces > before && event.segment.to < samples - AHEAD && 'text'
	})
	return seen === 'text'
}

/** The record of process `pid`’s death, when its dump has been read. */
async function recordOf(client: ApiClient, pid: number): Promise<ExitRecord> {
	const isIt = (exit: ExitRecord) => exit.pid === pid && exit.dump !== null
	const known = client.snapshot.exits.find(isIt)
	return (
		known ??
		(await client.wait(`the record of ${pid}, with what its dump says`, message => {
			return message.type === 'event' && message.event.type === 'exit' && isIt(message.event.exit) && message.event.exit
		}))
	)
}

/** That `crash` was found by walking the stack properly, from the function that is to blame to where threads begin. */
function walked(crash: NativeCrash | null, where: 'main' | 'pool', blamed: RegExp): void {
	assert.ok(crash)
	const { frames, name } = crash.thread
	const names = frames.map(({ module, symbol }) => `${module}!${symbol}`)
	const ours = frames.find(frame => frame.module === 'test-faults.node')
	assert.match(ours?.symbol ?? '', blamed, names.join('\n'))
	assert.equal(crash.module, 'test-faults.node')
	assert.equal(frames[0]?.trust, 'context')
	assert.ok(
		frames.every(({ trust }) => trust !== 'scan'),
		'nothing is guessed'
	)
	assert.equal(name, where === 'main' ? 'MainThread' : 'libuv-worker')
	if (where === 'main') {
		assert.ok(names.includes('node!uv_run'), names.join('\n'))
		assert.equal(names.at(-1), 'node!_start')
	} else {
		assert.match(names.join('\n'), /ThreadPoolWork.*\nnode!worker\n/)
		assert.equal(frames.at(-1)?.module, 'libc.so.6')
	}
	assert.ok(
		crash.threads > 4 && crash.modules.some(module => module.name === 'test-faults.node'),
		'the other threads and modules are in it'
	)
}

/** That the dump lies where dumps are kept, for the user alone, and no copy of it elsewhere. */
function kept(host: RunningHost, { dump, id }: ExitRecord): void {
	assert.equal(dump, `${id}.dmp`)
	const path = join(host.dataDir, 'crashes/kept', dump ?? '')
	assert.equal(statSync(path).mode & 0o077, 0)
	for (const left of ['new', 'pending', 'attachments']) {
		const place = join(host.dataDir, 'crashes', left)
		assert.deepEqual(existsSync(place) ? readdirSync(place) : [], [])
	}
}

test('native code in the engine at work dies in every way, twice: each death is captured, explained and grouped, and costs no word', {
	timeout: 240_000,
	skip: needs
}, async context => {
	const host = await startHost()
	context.after(() => host.stop())
	const client = await host.connect()
	await client.readyPid('engine')
	const jobs: string[] = []
	const drop = async () => {
		const [job] = await client.drop(wav)
		jobs.push(job?.id ?? '')
	}
	await drop()
	const deaths: { kind: Kind; record: ExitRecord }[] = []
	for (const kind of [...KINDS, ...KINDS]) {
		const pid = await client.readyPid('engine')
		await arm(pid, kind.fault, kind.where)
		// It is done before everything has happened.
		while (!(await atWork(client, jobs.at(-1) ?? ''))) await drop()
		const record = recordOf(client, pid)
		process.kill(pid, 'SIGUSR2')
		deaths.push({ kind, record: await record })
	}
	for (const job of jobs) {
		const done = await client.over(job)
		assert.deepEqual([done.state, done.notices], ['done', []])
	}

	const exits = await client.request('exits.list', { limit: 100 })
	assert.equal(exits.length, deaths.length)
	for (const { kind, record } of deaths) {
		await context.test(`${kind.fault} in a ${kind.where} thread`, () => {
			const exit = exits.find(each => each.id === record.id) ?? assert.fail('it is on record')
			const { signal, code, killedFor, explanation, crumb, restarted, wordsLost, audioLost } = exit
			assert.deepEqual([signal, code, killedFor], [kind.signal, null, null])
			assert.equal(explanation.code, kind.code)
			assert.equal(explanation.certainty, 'known')
			assert.match(explanation.text, /^The engine .* while transcribing \d:\d\d–\d:\d\d of “talk”.* of test-faults\.node/)
			assert.equal(exit.crash?.reason.slice(0, 7), kind.signal)
			assert.equal(exit.crash?.sentFromOutside, false)
			walked(exit.crash, kind.where, kind.in)
			kept(host, exit)
			assert.ok(jobs.includes(crumb?.job ?? ''))
			assert.deepEqual(
				exit.jobs.map(job => job.outcome),
				['continued']
			)
			assert.deepEqual([typeof restarted?.pid, wordsLost, audioLost], ['number', 0, 0])
		})
	}

	const groups = await client.request('exits.groups', {})
	assert.deepEqual(
		groups.map(group => group.count),
		KINDS.map(() => 2)
	)
	for (const [n, first] of deaths.slice(0, KINDS.length).entries()) {
		assert.equal(first.record.signature, deaths[n + KINDS.length]?.record.signature)
		assert.ok(groups.some(group => group.signature === first.record.signature))
	}

	const words = await undisturbed(client)
	for (const job of jobs) assert.deepEqual(await segmentsOf(client, job), words)
	client.close()
})

test('native code in the engine never returns: it is ended, and its dump names the function that it is stuck in', {
	timeout: 120_000,
	skip: needs
}, async context => {
	const host = await startHost()
	context.after(() => host.stop())
	const client = await host.connect()
	const pid = await client.readyPid('engine')
	await arm(pid, 'hang')
	const [job] = await client.drop(wav)
	assert.ok(job && (await atWork(client, job.id)))
	const record = recordOf(client, pid)
	process.kill(pid, 'SIGUSR2')
	const { signal, killedFor, explanation, crash, ...exit } = await record
	assert.deepEqual([signal, killedFor, explanation.code, explanation.certainty], ['SIGABRT', 'hang', 'hang', 'known'])
	assert.match(
		explanation.text,
		/^The engine stopped answering while .*, so Holdfast ended it \(it was stuck in \S*hang of test-faults\.node\)\.$/
	)
	walked(crash, 'main', /hang$/)
	kept(host, { ...exit, signal, killedFor, explanation, crash })
	assert.match(exit.signature, /^engine:hang:by-holdfast:test-faults\.node!.*hang/)
	assert.equal((await client.over(job.id)).state, 'done')
	assert.deepEqual(await segmentsOf(client, job.id), await undisturbed(client))
	client.close()
})

test('native code in main crashes: its guardian sees the signal, the next main reads the dump, and the file at work goes on', {
	timeout: 120_000,
	skip: needs
}, async context => {
	const host = await startHost({ guarded: true })
	context.after(() => host.stop())
	const before = await host.connect()
	const pid = await before.readyPid('main')
	await arm(pid, 'null-write')
	const [job] = await before.drop(wav)
	assert.ok(job && (await atWork(before, job.id)))
	process.kill(pid, 'SIGUSR2')
	await before.closed

	const client = await host.connectAgain()
	const exit = await recordOf(client, pid)
	const { signal, seen, role, explanation } = exit
	assert.deepEqual([role, seen, signal, explanation.code, explanation.certainty], ['main', 'guardian', 'SIGSEGV', 'signal', 'known'])
	assert.match(explanation.text, /^Holdfast itself crashed: it touched memory .*, in \S*writeToNull of test-faults\.node \(SIGSEGV\)\.$/)
	walked(exit.crash, 'main', /writeToNull$/)
	kept(host, exit)
	assert.deepEqual(
		exit.jobs.map(each => [each.transcript, each.outcome]),
		[[job.id, 'continued']]
	)
	assert.ok(exit.restarted && exit.wordsLost === 0)
	const { markdown } = await client.request('exit.report', { exit: exit.id })
	assert.match(markdown, / {2}0 {2}test-faults\.node!.*writeToNull.* the thread’s own registers\n/)
	assert.equal((await client.over(job.id)).state, 'done')
	assert.deepEqual(await segmentsOf(client, job.id), await undisturbed(client))
	client.close()
})

test('native code in a main that nobody guards crashes: the next start finds out by the dump what it was', {
	timeout: 60_000,
	skip: needs
}, async context => {
	const dataDir = join(folder, 'unguarded')
	const first = await startHost({ dataDir })
	const page = await first.connect()
	await goWrong(first.pid, 'abort')
	await page.closed
	await first.stop()
	const second = await startHost({ dataDir })
	context.after(() => second.stop())
	const client = await second.connect()
	const exit = await recordOf(client, first.pid)
	assert.deepEqual([exit.role, exit.seen, exit.signal, exit.explanation.certainty], ['main', 'unclean-start', 'unknown', 'known'])
	assert.match(exit.explanation.text, /^Holdfast itself crashed: .* of test-faults\.node \(SIGABRT\)\.$/)
	walked(exit.crash, 'main', /happen$/)
	kept(second, exit)
	client.close()
})
