/** `main.ts` and `preload.ts` as they are, under the stand-in (see stand-in/README.md), with the real engine and decoder in real processes. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import * as v from 'valibot'
import { wordErrorRate } from '../../../native-bridge/engines/word-error-rate.ts'
import { encodeAudioFrame } from '../../contract/audio-frame.ts'
import { CONTRACT_VERSION, type CommandName, type CommandParams } from '../../contract/commands.ts'
import { ServerMessage } from '../../contract/events.ts'
import { TranscriptDetail } from '../../contract/records.ts'
import { RunningMain } from './stand-in/run-main.ts'

const audio = join(import.meta.dirname, '../../../e2e/audio')
const said = v.parse(v.record(v.string(), v.string()), JSON.parse(readFileSync(join(audio, 'transcripts.json'), 'utf8')))
const folder = mkdtempSync(join(tmpdir(), 'holdfast-electron-'))
const renderer = join(folder, 'renderer')
mkdirSync(renderer)
writeFileSync(join(renderer, 'index.html'), '<!doctype html><title>Holdfast</title>')

const running: RunningMain[] = []
after(async () => {
	for (const main of running) main.process.kill('SIGKILL')
	await Promise.all(running.map(main => main.ended))
	rmSync(folder, { recursive: true, force: true })
})

function start(data: string, ...args: string[]): RunningMain {
	const main = new RunningMain(join(import.meta.dirname, 'main.ts'), ['--data', join(folder, data), '--renderer', renderer, ...args])
	running.push(main)
	return main
}

const told = (main: RunningMain) => main.heard.map(message => v.parse(ServerMessage, message))
const log = (data: string) => readFileSync(join(folder, data, 'logs/electron.1.log'), 'utf8')
let requests = 0

/** As the page does it: asks, and waits for the answer. */
async function request<N extends CommandName>(main: RunningMain, name: N, params: CommandParams<N>): Promise<unknown> {
	const id = ++requests
	await main.order({ do: 'send', message: { type: 'request', id, name, params } })
	const answer = await main.until(`the answer to ${name}`, () =>
		told(main).find(message => message.type === 'response' && message.id === id)
	)
	assert.ok(answer.type === 'response' && answer.ok, JSON.stringify(answer))
	return answer.result
}

async function hello(main: RunningMain) {
	await main.page()
	const before = main.heard.length
	await main.order({ do: 'send', message: { type: 'hello', contract: CONTRACT_VERSION, epoch: null, last: null, page: null } })
	return main.until('the welcome', () =>
		told(main)
			.slice(before)
			.find(message => message.type === 'welcome')
	)
}

/** Waits for the transcript of a title to come to its end. */
async function finished(main: RunningMain, title: string) {
	const done = await main.until(`the transcript of ${title}`, () =>
		told(main)
			.flatMap(message => (message.type === 'event' && message.event.type === 'transcript' ? [message.event.transcript] : []))
			.find(transcript => transcript.title.includes(title) && ['done', 'failed'].includes(transcript.state))
	)
	const detail = v.parse(TranscriptDetail, await request(main, 'transcript.get', { transcript: done.id }))
	return { ...detail, text: detail.segments.map(segment => segment.text).join(' ') }
}

test('the calls before `ready` come in the order that they need', async () => {
	const main = start('order')
	await main.page()
	await main.page('recorder')
	const calls = await main.calls()
	const names = calls.map(call => call.slice(0, call.indexOf('(')))
	assert.deepEqual(names.slice(0, names.indexOf('webContents.loadURL') + 1), [
		'app.setName',
		'app.setPath',
		'app.setPath',
		'app.setDesktopName',
		'crashReporter.start',
		'protocol.registerSchemesAsPrivileged',
		'app.requestSingleInstanceLock',
		'session.protocol.handle',
		'session.setSpellCheckerEnabled',
		'session.setPermissionRequestHandler',
		'session.setPermissionCheckHandler',
		'session.setDisplayMediaRequestHandler',
		'BrowserWindow',
		'BrowserWindow',
		'webContents.loadURL'
	])
	// The window first, then the page that records.
	const later = calls.slice(names.indexOf('BrowserWindow') + 2).filter(call => /^(window\.show|webContents\.loadURL)/.test(call))
	assert.deepEqual(later, [
		'webContents.loadURL("app://holdfast/")',
		'window.show()',
		'webContents.loadURL("app://holdfast/recorder.html")'
	])
	assert.ok(calls.includes('crashReporter.start({"uploadToServer":false,"ignoreSystemCrashHandler":true,"globalExtra":["run"]})'))
	for (const window of calls.filter(call => call.startsWith('BrowserWindow'))) {
		for (const setting of [
			'"sandbox":true',
			'"contextIsolation":true',
			'"nodeIntegration":false',
			'"backgroundThrottling":false',
			'"show":false'
		])
			assert.ok(window.includes(setting), setting)
	}
	// SIGTERM is a quit, and an orderly one.
	main.process.kill('SIGTERM')
	assert.deepEqual(await main.ended, [0, null])
	assert.match(readFileSync(join(folder, 'order/logs/main.1.log'), 'utf8'), /"ended"/)
})

test('a dropped file and a recording become text, through the preload’s eight functions and utility processes', async () => {
	const main = start('work')
	const welcome = await hello(main)
	assert.equal(welcome.type === 'welcome' && welcome.app.host, 'electron')
	assert.deepEqual(await main.order({ do: 'bridge' }), [
		'send',
		'sendAudio',
		'onMessage',
		'sendRecorder',
		'onRecorder',
		'sendDesktop',
		'onDesktop',
		'pathsOf'
	])

	const clip = join(audio, 'austen-0890.wav')
	const paths = await main.order({ do: 'drop', paths: [clip] })
	assert.deepEqual(paths, [clip], 'what is not on the disk is left out')
	await request(main, 'files.add-paths', { paths: [clip] })
	const file = await finished(main, 'austen-0890')
	assert.equal(file.transcript.state, 'done')
	assert.ok(wordErrorRate(said['austen-0890.wav'] ?? '', file.text) <= 0.1, file.text)

	const heard = { do: 'fetch', url: `app://holdfast/audio/${file.transcript.id}`, headers: { range: 'bytes=0-43' } } as const
	const answer = v.parse(v.object({ status: v.number(), bytes: v.number() }), await main.order(heard))
	assert.deepEqual(answer, { status: 206, bytes: 44 })

	const recording = randomUUID()
	await request(main, 'recording.start', { recording, title: 'Spoken', device: null, startedAt: Date.now() })
	const wav = readFileSync(join(audio, 'austen-0880.wav'))
	const samples = new Int16Array(Uint8Array.from(wav.subarray(44)).buffer)
	for (let fromSample = 0; fromSample < samples.length; fromSample += 1_600) {
		const frame = encodeAudioFrame({ recording, fromSample, samples: samples.slice(fromSample, fromSample + 1_600) })
		await main.order({ do: 'send-audio', base64: Buffer.from(frame).toString('base64') })
	}
	await main.until('the receipt', () => told(main).find(message => message.type === 'saved' && message.samples === samples.length))
	assert.ok((await main.calls()).includes('powerSaveBlocker.start("prevent-app-suspension")'))
	await request(main, 'recording.stop', { recording, samples: samples.length })
	const spoken = await finished(main, 'Spoken')
	assert.ok(wordErrorRate(said['austen-0880.wav'] ?? '', spoken.text) <= 0.15, spoken.text)
	assert.ok((await main.calls()).includes('powerSaveBlocker.stop(1)'))

	await main.order({ do: 'quit' })
	assert.deepEqual(await main.ended, [0, null])
})

test('an engine that is killed is named with its signal, and another takes its place', async () => {
	const main = start('death')
	const ready = (pid: number | null) =>
		told(main)
			.flatMap(message => (message.type === 'event' && message.event.type === 'process' ? [message.event.process] : []))
			.concat(told(main).flatMap(message => (message.type === 'welcome' ? (message.snapshot?.processes ?? []) : [])))
			.find(process => process.name === 'engine' && process.state === 'ready' && process.pid !== pid)
	await hello(main)
	const first = await main.until('the engine', () => ready(null))
	assert.ok(first.pid)
	assert.ok((first.rss ?? 0) > 10_000_000)
	process.kill(first.pid, 'SIGSEGV')
	const exit = await main.until('the exit record', () =>
		told(main)
			.flatMap(message => (message.type === 'event' && message.event.type === 'exit' ? [message.event.exit] : []))
			.find(record => record.restarted)
	)
	assert.deepEqual([exit.name, exit.pid, exit.signal, exit.code], ['engine#1', first.pid, 'SIGSEGV', null])
	assert.notEqual((await main.until('the next engine', () => ready(first.pid))).pid, first.pid)

	// Main dies itself: its workers do not outlive it.
	const second = ready(first.pid)?.pid ?? 0
	main.process.kill('SIGKILL')
	await main.ended
	await main.until('the end of the last engine', () => {
		try {
			process.kill(second, 0)
			return null
		} catch {
			return true
		}
	})
})

test('pages can’t leave, ask for more than the microphone, or be spoken for by others; a dead one comes back', async () => {
	const main = start('guard')
	await hello(main)
	const page = v.parse(
		v.object({ status: v.number(), headers: v.record(v.string(), v.string()) }),
		await main.order({ do: 'fetch', url: 'app://holdfast/' })
	)
	assert.equal(page.status, 200)
	assert.match(page.headers['content-security-policy'] ?? '', /default-src 'none'/)

	for (const what of ['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview', 'window-open'] as const)
		assert.equal(await main.order({ do: 'wants', what, url: 'https://example.org/' }), false, what)
	const details = { isMainFrame: true, requestingUrl: 'app://holdfast/' }
	const ask = (permission: string, mediaTypes: ('audio' | 'video')[]) =>
		main.order({ do: 'ask', permission, details: { ...details, mediaTypes } })
	assert.deepEqual(await Promise.all([ask('media', ['audio']), ask('media', ['audio', 'video']), ask('geolocation', [])]), [
		true,
		false,
		false
	])

	const stranger = { url: 'https://example.org/frame', origin: 'https://example.org' }
	await main.order({ do: 'deliver', channel: 'holdfast:message', args: [{ type: 'nonsense' }], frame: stranger })
	assert.match(log('guard'), /message refused/)
	assert.match(log('guard'), /permission refused/)
	assert.match(log('guard'), /navigation refused/)

	// Heard from the page itself, the same nonsense is a breach: its process is ended, and the page loaded anew.
	const reloads = async () => (await main.calls()).filter(call => call.startsWith('webContents.reload')).length
	await main.order({ do: 'deliver', channel: 'holdfast:message', args: [{ type: 'nonsense' }], frame: 'own' })
	await main.until('a reload', async () => (await reloads()) === 1)
	await hello(main)
	await main.order({ do: 'crash-page', reason: 'crashed' })
	await main.until('another', async () => (await reloads()) === 2)
	await hello(main)
	await main.order({ do: 'crash-page', reason: 'crashed' })
	await main.until('the plain page', async () => (await main.calls()).includes('webContents.loadURL("data:")'))

	await main.order({ do: 'close-window' }).catch(() => {})
	assert.deepEqual(await main.ended, [0, null], 'without a window there is no app')
})

test('a second start hands its files to the first, and ends', async () => {
	const clip = join(folder, 'handed over.wav')
	copyFileSync(join(audio, 'austen-0930.wav'), clip)
	const first = start('twice')
	await hello(first)
	const second = start('twice', clip)
	assert.deepEqual(await second.ended, [0, null])
	const { transcript, text } = await finished(first, 'handed over')
	assert.equal(transcript.sourceName, 'handed over.wav')
	assert.ok(wordErrorRate(said['austen-0930.wav'] ?? '', text) <= 0.15, text)
	assert.ok((await first.calls()).includes('window.focus()'))
})

test('main dies of an exception loudly and starts itself again, but not for ever', async () => {
	const main = start('throw')
	await main.page()
	await main.order({ do: 'throw', message: 'a bug in main' })
	assert.deepEqual(await main.ended, [1, null])
	assert.match(readFileSync(join(folder, 'throw/logs/main-last-words.log'), 'utf8'), /"error":"Error: a bug in main\\n/)
	assert.match(main.lastCalls.at(-2) ?? '', /^app\.relaunch\(.*"--relaunched=\d+"\]\}\)$/)
	assert.equal(main.lastCalls.at(-1), 'app.exit(1)')

	const now = Date.now()
	const third = start('throw', `--relaunched=${now - 3},${now - 2},${now - 1}`)
	const welcome = await hello(third)
	const exits = welcome.type === 'welcome' ? (welcome.snapshot?.exits ?? []) : []
	assert.deepEqual(
		exits.map(({ role, code, explanation }) => [role, code, explanation.code, explanation.facts.line]),
		[['main', 1, 'exception', 'Error: a bug in main']]
	)
	await third.order({ do: 'throw', message: 'a bug in main' })
	assert.deepEqual(await third.ended, [1, null])
	assert.match(third.stderr, /failed several times in a row: a bug in main/)
	assert.ok(!third.lastCalls.some(call => call.startsWith('app.relaunch')))
})

test('a data folder that another Holdfast holds is said in a sentence', async () => {
	const holder = start('held')
	await holder.page()
	// Another user of the folder has no part in the single-instance lock: the browser host, or the command line.
	rmSync(join(folder, 'held/chromium/stand-in-instance/pid'))
	const late = start('held')
	assert.deepEqual(await late.ended, [1, null])
	assert.match(late.stderr, /^Holdfast can’t start: .+\.$/m)
})

test('a moved data folder is opened where it is, in the start that Electron was asked for; a missing one is asked about and never begun anew', async () => {
	const first = start('moved')
	await hello(first)
	const to = join(folder, 'moved to')
	await first.order({ do: 'pick', paths: [to] })
	mkdirSync(to)
	await first.order({ do: 'send-desktop', message: { type: 'choose-data-folder' } })
	assert.deepEqual(await first.ended, [0, null])
	assert.ok(first.lastCalls.some(call => call.startsWith('app.relaunch')))
	const next = start('moved')
	await hello(next)
	await next.until('the old folder to be empty', () => readdirSync(join(folder, 'moved')).sort().join() === 'place.json,place.lock')
	assert.ok(existsSync(join(to, 'ledger.sqlite')) && existsSync(join(to, 'chromium')))
	await next.order({ do: 'quit' })
	assert.deepEqual(await next.ended, [0, null])

	renameSync(to, join(folder, 'pulled out'))
	const without = start('moved')
	assert.deepEqual(await without.ended, [0, null])
	assert.ok(without.lastCalls.some(call => call.startsWith('dialog.showMessageBox')))
	assert.deepEqual(readdirSync(join(folder, 'moved')).sort(), ['place.json', 'place.lock'])
	assert.equal(existsSync(to), false)
})

test('a guardian starts main again when it is killed, leaves a note of that, and ends with it', async () => {
	const guardian = start('guarded', '--guardian')
	/** Pids of the mains that have said so in their log, in order. */
	const mains = (said: string) => {
		try {
			const lines = readFileSync(join(folder, 'guarded/logs/main.1.log'), 'utf8').trim().split('\n')
			return lines.map(line => v.parse(LogLine, JSON.parse(line))).flatMap(({ msg, pid }) => (msg === said ? [pid] : []))
		} catch {
			return []
		}
	}
	const first = await guardian.until('main', () => mains('started')[0])
	process.kill(first, 'SIGKILL')
	const second = await guardian.until('the next main', () => mains('window connected').find(pid => pid !== first))
	// It is sent on: main ends in good order, and with it its guardian.
	guardian.process.kill('SIGTERM')
	assert.deepEqual(await guardian.ended, [0, null])
	assert.throws(() => process.kill(second, 0))

	const later = start('guarded')
	const welcome = await hello(later)
	const deaths = (welcome.type === 'welcome' ? (welcome.snapshot?.exits ?? []) : []).filter(exit => exit.role === 'main')
	assert.deepEqual(
		deaths.map(({ pid, signal, seen, restarted }) => [pid, signal, seen, restarted?.pid]),
		[[first, 'SIGKILL', 'guardian', second]]
	)
})

const LogLine = v.object({ msg: v.string(), pid: v.number() })
