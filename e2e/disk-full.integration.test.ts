import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AppEvent } from '../electron/contract/events.ts'
import type { ExitRecord } from '../electron/contract/exits.ts'
import { fillDisk, smallDisk } from '../native-bridge/journal/test-folder.ts'
import { decodeCrumb } from '../native-bridge/protocol/crumb.ts'
import { CHUNK_SAMPLES } from '../native-bridge/protocol/units.ts'
import type { ApiClient } from './api-client.ts'
import { startHost } from './host.ts'
import { filesLeftOver } from './left-over.ts'
import { arm, goWrong, missingAddons } from './native-faults.ts'
import { clips, longSpeech, samplesOfWav } from './speech.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-full-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const needs = missingAddons()

const talk = join(folder, 'talk.wav')
longSpeech(talk, 45, 44)

/** Takes all of a small disk but so many bytes. */
function leaveRoom(disk: string, bytes: number): void {
	fillDisk(disk)
	truncateSync(join(disk, 'fill'), statSync(join(disk, 'fill')).size - bytes)
}

function makeRoom(disk: string): void {
	rmSync(join(disk, 'fill'), { force: true })
}

async function wordsOf(client: ApiClient, transcript: string) {
	const { segments } = await client.request('transcript.get', { transcript })
	return segments.map(({ from, to, text, words }) => ({ from, to, text, words }))
}

type Words = Awaited<ReturnType<typeof wordsOf>>
let calm: Words | null = null

/** What `talk` becomes when there is room. */
async function undisturbed(client: ApiClient): Promise<Words> {
	if (calm) return calm
	const [job] = await client.drop(talk)
	assert.equal((await client.over(job?.id ?? '')).state, 'done')
	calm = await wordsOf(client, job?.id ?? '')
	return calm
}

/** The sentence by which the windows are told that text can't be saved. */
const refusal = (event: AppEvent) => event.type === 'notice' && event.problem.code === 'ledger-write' && event.problem.text
const REFUSED = /^The text could not be saved \(SQLITE_\w+\): is the disk full\? Nothing is lost: .*\.$/

test('the disk fills while somebody records, the engine dies meanwhile, and there is room again: no sample, word or death is missing', {
	timeout: 120_000
}, async context => {
	const disk = smallDisk(context, 3_072)
	if (disk === null) return
	const clip = samplesOfWav(clips[0] ?? '')
	const speech = new Int16Array(clip.length * 4)
	for (let n = 0; n < 4; n++) speech.set(clip, n * clip.length)
	const host = await startHost({ dataDir: disk })
	try {
		const client = await host.connect()
		const engine = await client.readyPid('engine')
		const recording = randomUUID()
		await client.request('recording.start', { recording, title: 'Meeting', device: null, startedAt: Date.now() })
		let receipts = 0
		/** Sends the chunk that is next, as a page does; gives what main says to it. */
		const send = async (have: number) => {
			client.sendAudio(recording, have, speech.subarray(have, have + CHUNK_SAMPLES))
			let seen = 0
			const isReceipt = (m: { type: string }) => (m.type === 'saved' || m.type === 'not-saved') && seen++ === receipts
			const receipt = await client.wait('a receipt', m => isReceipt(m) && (m.type === 'saved' || m.type === 'not-saved') && m)
			receipts++
			return receipt
		}
		let have = 0
		while (have < clip.length) have = (await send(have)).samples

		fillDisk(disk)
		let refused = await send(have)
		while (refused.type === 'saved') refused = await send(refused.samples)
		assert.equal(refused.problem.code, 'disk-full')
		have = refused.samples
		process.kill(engine, 'SIGKILL')
		await client.readyPid('engine', engine)
		assert.equal((await send(have)).type, 'not-saved')

		rmSync(join(disk, 'fill'))
		while (have < speech.length) have = (await send(have)).samples
		await client.request('recording.stop', { recording, samples: speech.length })
		const done = await client.over(recording)
		assert.equal(done.state, 'done', done.problem?.text)
		const wav = Buffer.from(await (await client.audio(recording)).arrayBuffer())
		assert.ok(wav.subarray(44).equals(Buffer.from(speech.buffer)), 'the audio is the audio')
		const { text } = await client.request('transcript.export', { transcript: recording, format: 'txt' })
		assert.equal(text.match(/Dashwood/g)?.length, 4, text)

		let exits = await client.request('exits.list', { limit: 10 })
		for (let tries = 0; tries < 50 && exits.length === 0; tries++) {
			await sleep(100)
			exits = await client.request('exits.list', { limit: 10 })
		}
		assert.deepEqual(
			exits.map(exit => [exit.pid, exit.signal, typeof exit.restarted?.readyAfterMs]),
			[[engine, 'SIGKILL', 'number']]
		)
		client.close()
	} finally {
		await host.stop()
	}
})

test('the disk fills while dumps are written and kept: there is a whole one or none, every death is told, and the next is captured again', {
	timeout: 120_000,
	skip: needs
}, async context => {
	const disk = smallDisk(context, 8_192)
	if (disk === null) return
	const host = await startHost({ dataDir: disk })
	context.after(() => host.stop())
	const client = await host.connect()
	await client.readyPid('engine')
	const kept = join(disk, 'crashes/kept')
	/** Native code in the engine crashes, with so many bytes of room. It has done something before: one that never does is given up. */
	const crash = async (room: number) => {
		const [job] = await client.drop(clips[1] ?? '')
		assert.equal((await client.over(job?.id ?? '')).state, 'done')
		const pid = await client.readyPid('engine')
		leaveRoom(disk, room)
		const told = client.next('its death', event => event.type === 'exit' && event.exit.pid === pid && event.exit)
		await goWrong(pid, 'null-write')
		const { id, signal, explanation } = await told
		assert.equal(signal, 'SIGSEGV')
		assert.match(explanation.text, /^The engine crashed while .*: it touched memory that does not belong to it/)
		await client.readyPid('engine', pid)
		makeRoom(disk)
		return id
	}
	/** The record as it is when everything is known of it, and nothing of its dump lies anywhere but where it is kept. */
	const settled = async (id: string, hasDump: boolean) => {
		for (const until = performance.now() + 10_000; performance.now() < until; await sleep(50)) {
			const exit = (await client.request('exits.list', { limit: 10 })).find(each => each.id === id)
			const left = filesLeftOver(disk).filter(path => !path.startsWith('ledger'))
			if (exit && exit.restarted !== null && (exit.dump !== null) === hasDump && left.length === 0) return exit
		}
		throw new Error(`Not settled: ${JSON.stringify([await client.request('exits.list', { limit: 10 }), filesLeftOver(disk)])}`)
	}

	const whole = await settled(await crash(4_000_000), true)
	const bytes = statSync(join(kept, whole.dump ?? '')).size
	const none = await settled(await crash(0), false)
	const half = await settled(await crash(Math.floor(bytes / 2)), false)
	// Enough for the dump, but not for a second one beside it.
	const last = await settled(await crash(Math.floor(bytes * 1.7)), true)
	for (const { crash } of [whole, last])
		assert.deepEqual([crash?.module, crash?.thread.frames.at(-1)?.symbol, crash?.problems], ['test-faults.node', '_start', []])
	assert.deepEqual([none.crash, half.crash], [null, null])
	assert.deepEqual(readdirSync(kept).sort(), [whole.dump, last.dump].sort())
	client.close()
})

test('the disk fills while a guardian sees main die: what it saw is on record when there is room, and the file at work is done', {
	timeout: 120_000
}, async context => {
	const disk = smallDisk(context, 24_576)
	if (disk === null) return
	const host = await startHost({ dataDir: disk, guarded: true })
	context.after(() => host.stop())
	const before = await host.connect()
	await before.readyPid('engine')
	const [job] = await before.drop(talk)
	assert.ok(job)
	await before.next('text', event => event.type === 'segment' && event.segment.transcript === job.id)
	const main = await before.readyPid('main')
	fillDisk(disk)
	const saved = await wordsOf(before, job.id)
	process.kill(main, 'SIGKILL')
	await before.closed
	for (let tries = 0; tries < 100 && !host.stderr().includes('Holdfast itself'); tries++) await sleep(50)
	assert.match(host.stderr(), /Holdfast itself .*SIGKILL.* It is started again\.\n/)
	makeRoom(disk)

	const client = await host.connectAgain()
	const isSeen = (exit: ExitRecord) => exit.pid === main && exit.seen === 'guardian'
	const exit =
		client.snapshot.exits.find(isSeen) ??
		(await client.wait('what the guardian saw', m => m.type === 'event' && m.event.type === 'exit' && isSeen(m.event.exit) && m.event.exit))
	assert.deepEqual([exit.role, exit.signal, exit.jobs.map(each => each.transcript)], ['main', 'SIGKILL', [job.id]])
	assert.equal((await client.request('exits.list', { limit: 10 })).length, 1, 'once')
	assert.equal((await client.over(job.id)).state, 'done')
	const words = await wordsOf(client, job.id)
	assert.deepEqual(words.slice(0, saved.length), saved)
	assert.deepEqual(words, await undisturbed(client))
	client.close()
})

test('the disk fills while text and settings are saved: both say so, and are when there is room', { timeout: 120_000 }, async context => {
	const disk = smallDisk(context, 24_576)
	if (disk === null) return
	const host = await startHost({ dataDir: disk })
	context.after(() => host.stop())
	const client = await host.connect()
	const [job] = await client.drop(talk)
	assert.ok(job)
	await client.next('text', event => event.type === 'segment' && event.segment.transcript === job.id)
	const refused = client.next('what is wrong', refusal)
	fillDisk(disk)
	assert.match(await refused, REFUSED)
	await assert.rejects(
		client.request('settings.set', { keepCrashesDays: 7 }),
		/The settings could not be saved \(ENOSPC\): is the disk full\?/
	)
	const saved = await wordsOf(client, job.id)
	assert.ok(saved.length > 0)
	makeRoom(disk)
	const done = await client.over(job.id)
	assert.deepEqual([done.state, done.notices], ['done', []])
	const words = await wordsOf(client, job.id)
	assert.deepEqual(words.slice(0, saved.length), saved)
	assert.deepEqual(words, await undisturbed(client))
	assert.equal(JSON.parse(readFileSync(join(disk, 'settings.json'), 'utf8')).keepCrashesDays, 7)
	client.close()
})

test('the disk fills while a place that kills is passed over: it says so, and the place is a gap and the rest text when there is room', {
	timeout: 120_000,
	skip: needs
}, async context => {
	const disk = smallDisk(context, 24_576)
	if (disk === null) return
	const host = await startHost({ dataDir: disk })
	context.after(() => host.stop())
	const client = await host.connect()
	await client.request('settings.set', { standby: 'on' })
	const pids = [await client.readyPid('engine'), await client.readyPid('engine-standby')]
	for (const pid of pids) await arm(pid, 'null-write')
	const [job] = await client.drop(talk)
	assert.ok(job)
	await client.next('text', event => event.type === 'segment' && event.segment.transcript === job.id)
	// Filled in a moment, then: before the next piece of text, and before there is a dump whose leftovers would give room.
	leaveRoom(disk, 256_000)
	const refused = client.next('what is wrong', refusal)
	for (const [n, pid] of pids.entries()) {
		const died = client.next('its death', event => event.type === 'exit' && event.exit.pid === pid && event.exit)
		await transcribing(disk, pid, job.id)
		if (n === 0) fillDisk(disk)
		process.kill(pid, 'SIGUSR2')
		assert.equal((await died).crumb?.job, job.id)
	}
	assert.match(await refused, REFUSED)
	const { segments, gaps } = await client.request('transcript.get', { transcript: job.id })
	assert.deepEqual([segments.length > 0, gaps], [true, []])
	makeRoom(disk)
	assert.equal((await client.over(job.id)).state, 'done')
	const after = await client.request('transcript.get', { transcript: job.id })
	assert.deepEqual(after.segments.slice(0, segments.length), segments)
	assert.deepEqual(
		after.gaps.map(gap => gap.cause),
		['engine-died']
	)
	const exits = await client.request('exits.list', { limit: 10 })
	assert.deepEqual(exits.map(exit => exit.pid).sort(), pids.toSorted())
	assert.ok((after.segments.at(-1)?.from ?? 0) >= (after.gaps[0]?.to ?? Number.POSITIVE_INFINITY), 'what is behind it is text')
	client.close()
})

/** Waits until process `pid` is in the middle of transcribing a piece of `job`, by its crumb. */
async function transcribing(dataDir: string, pid: number, job: string): Promise<void> {
	const crumbs = join(dataDir, 'crumbs')
	for (const until = performance.now() + 20_000; performance.now() < until; await sleep(5)) {
		for (const name of readdirSync(crumbs).filter(each => each.startsWith('engine'))) {
			const crumb = decodeCrumb(readFileSync(join(crumbs, name)))
			if (crumb?.pid === pid && crumb.job === job && crumb.activity === 'transcribing') return
		}
	}
	throw new Error(`Process ${pid} does not transcribe ${job}.`)
}
