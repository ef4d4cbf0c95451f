/** The window and the page that records, under the stand-in: they die, hang and come back. What such a page does itself is seen in e2e/. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import * as v from 'valibot'
import { encodeAudioFrame } from '../../contract/audio-frame.ts'
import { CONTRACT_VERSION, type CommandName, type CommandParams } from '../../contract/commands.ts'
import { ServerMessage } from '../../contract/events.ts'
import type { ExitRecord } from '../../contract/exits.ts'
import { idleRecorder, type RecorderState, ToRecorder, ToWindow } from '../../contract/recorder.ts'
import { TranscriptDetail } from '../../contract/records.ts'
import { RunningMain, type WindowName } from './stand-in/run-main.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-desktop-'))
const renderer = join(folder, 'renderer')
mkdirSync(renderer)
for (const page of ['index.html', 'recorder.html']) writeFileSync(join(renderer, page), '<!doctype html><title>Holdfast</title>')

const running: RunningMain[] = []
after(async () => {
	for (const main of running) main.process.kill('SIGKILL')
	await Promise.all(running.map(main => main.ended))
	rmSync(folder, { recursive: true, force: true })
})

function start(data: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): RunningMain {
	const main = new RunningMain(join(import.meta.dirname, 'main.ts'), ['--data', join(folder, data), '--renderer', renderer, ...args], env)
	running.push(main)
	return main
}

const told = (main: RunningMain, name: WindowName = 'window') =>
	(name === 'window' ? main.heard : main.heardByRecorder).map(message => v.parse(ServerMessage, message))
const relayedState = (main: RunningMain) =>
	main.relayed.window
		.map(message => v.parse(ToWindow, message))
		.flatMap(message => (message.type === 'state' ? [message.state] : []))
		.at(-1)
let requests = 0

async function hello(main: RunningMain, name: WindowName = 'window'): Promise<void> {
	await main.page(name)
	const before = told(main, name).length
	await main.order({
		do: 'send',
		in: name,
		message: { type: 'hello', contract: CONTRACT_VERSION, epoch: null, last: null, page: randomUUID() }
	})
	await main.until('the welcome', () =>
		told(main, name)
			.slice(before)
			.find(message => message.type === 'welcome')
	)
}

async function request<N extends CommandName>(
	main: RunningMain,
	name: N,
	params: CommandParams<N>,
	from: WindowName = 'window'
): Promise<unknown> {
	const id = ++requests
	await main.order({ do: 'send', in: from, message: { type: 'request', id, name, params } })
	const answer = await main.until(`the answer to ${name}`, () =>
		told(main, from).find(message => message.type === 'response' && message.id === id)
	)
	assert.ok(answer.type === 'response' && answer.ok, JSON.stringify(answer))
	return answer.result
}

/** The latest state of each death of a role, in order. */
function deaths(main: RunningMain, role: ExitRecord['role']): ExitRecord[] {
	const exits = told(main).flatMap(message => {
		if (message.type === 'welcome') return message.snapshot?.exits.toReversed() ?? []
		return message.type === 'event' && message.event.type === 'exit' ? [message.event.exit] : []
	})
	const latest = new Map(exits.map(exit => [exit.id, exit]))
	return [...latest.values()].filter(exit => exit.role === role)
}

/** As the page that records would: it says what it does, and sends audio. */
function recorder(main: RunningMain, id: string) {
	const state: RecorderState = { ...idleRecorder, phase: 'recording', id, title: 'A talk', startedAt: Date.now() }
	return {
		say: (some: Partial<RecorderState>) =>
			main.order({
				do: 'send-recorder',
				in: 'recorder',
				message: { type: 'state', state: { ...state, ...some }, peaks: [0.1], fresh: false }
			}),
		begin: () => request(main, 'recording.start', { recording: id, title: 'A talk', device: null, startedAt: state.startedAt }, 'recorder'),
		async send(fromSample: number, samples: number): Promise<void> {
			const frame = encodeAudioFrame({ recording: id, fromSample, samples: new Int16Array(samples) })
			await main.order({ do: 'send-audio', in: 'recorder', base64: Buffer.from(frame).toString('base64') })
			await main.until('the receipt', () =>
				told(main, 'recorder').find(message => message.type === 'saved' && message.samples === fromSample + samples)
			)
		}
	}
}

const options = {
	microphone: null,
	processing: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
	systemAudio: false
}

test('a recording goes on while the window crashes and hangs, and is shown again', async () => {
	const main = start('window-dies')
	await hello(main)
	await hello(main, 'recorder')
	await main.order({ do: 'send-recorder', in: 'recorder', message: { type: 'ready' } })

	const n = randomUUID()
	await main.order({ do: 'send-recorder', message: { type: 'start', n, title: 'A talk', options } })
	await main.until('the wish to record', () => main.relayed.recorder.find(message => v.parse(ToRecorder, message).type === 'start'))
	const id = randomUUID()
	const { say, begin, send } = recorder(main, id)
	await begin()
	await say({})
	await main.order({ do: 'send-recorder', in: 'recorder', message: { type: 'done', n } })
	await send(0, 1_600)
	await main.until('the recording in the window', () => relayedState(main)?.id === id)

	await main.order({ do: 'crash-page', reason: 'crashed' })
	await hello(main)
	const [death] = await main.until('the record', () => {
		const all = deaths(main, 'window')
		return all[0]?.restarted ? all : null
	})
	assert.ok(death)
	assert.deepEqual([death.name, death.signal, death.code, death.audioLost], ['window#1', 'SIGSEGV', null, 0])
	assert.ok((death.restarted?.readyAfterMs ?? 60_000) < 10_000)
	// The recorder was not touched: it goes on, and the new page asks it how things stand.
	await send(1_600, 1_600)
	main.relayed.window.length = 0
	await main.order({ do: 'send-recorder', message: { type: 'look' } })
	await main.until('the question', () => main.relayed.recorder.find(message => v.parse(ToRecorder, message).type === 'look'))
	await say({ heard: 3_200 })
	await main.until('the recording in the new page', () => relayedState(main)?.heard === 3_200)

	// A page that Chromium says is stuck, and that does not answer us either.
	await main.order({ do: 'hang-page', hangs: true })
	await main.order({ do: 'unresponsive' })
	await main.until('the end of the hang', async () => (await main.calls()).includes('webContents.forcefullyCrashRenderer()'))
	await hello(main)
	const hang = await main.until('its record', () => deaths(main, 'window').find(exit => exit.killedFor === 'hang'))
	assert.equal(hang.name, 'window#2')
	await send(3_200, 1_600)

	// Closed in the middle of a recording: asked, not answered, then told to go on without a window, then to end. An orderly end lets the recorder finish.
	await main.order({ do: 'close-window' })
	assert.ok((await main.calls()).some(call => call.startsWith('dialog.showMessageBox')))
	assert.ok(!(await main.calls()).includes('window.hide()'))
	await main.order({ do: 'answer', response: 0 })
	await main.order({ do: 'close-window' })
	await main.until('the window to be away', async () => (await main.calls()).includes('window.hide()'))
	await send(4_800, 1_600)
	await main.order({ do: 'answer', response: 1 })
	await main.order({ do: 'close-window' })
	const stop = await main.until('the order to stop', () =>
		main.relayed.recorder.map(message => v.parse(ToRecorder, message)).find(message => message.type === 'stop')
	)
	await request(main, 'recording.stop', { recording: id, samples: 6_400 }, 'recorder')
	await main.order({ do: 'send-recorder', in: 'recorder', message: { type: 'done', n: stop.n } })
	assert.deepEqual(await main.ended, [0, null])
})

test('a recorder that dies is recorded and told where to go on; what nobody heard is a gap that is counted', async () => {
	const main = start('recorder-dies')
	await hello(main)
	await hello(main, 'recorder')
	await main.order({ do: 'send-recorder', in: 'recorder', message: { type: 'ready' } })
	const id = randomUUID()
	const { say, begin, send } = recorder(main, id)
	await begin()
	await say({})
	await send(0, 16_000)
	await main.order({ do: 'crash-page', in: 'recorder', reason: 'oom' })
	await main.until('what the window is told', () => relayedState(main)?.holdUp?.code === 'recorder-restarting')
	assert.equal(relayedState(main)?.phase, 'recording')

	await hello(main, 'recorder')
	await main.order({ do: 'send-recorder', in: 'recorder', message: { type: 'ready' } })
	const resume = await main.until('the order to go on', () =>
		main.relayed.recorder.map(message => v.parse(ToRecorder, message)).find(message => message.type === 'take-up')
	)
	assert.deepEqual(
		resume.interrupted.map(({ recording, samples }) => [recording, samples]),
		[[id, 16_000]]
	)
	await begin()
	await main.order({ do: 'send-recorder', in: 'recorder', message: { type: 'lost', recording: id, from: 16_000, to: 24_000 } })
	await say({ heard: 24_000 })
	await send(16_000, 8_000)
	await request(main, 'recording.stop', { recording: id, samples: 24_000 }, 'recorder')

	const death = await main.until('the record', () => deaths(main, 'window').find(exit => exit.audioLost > 0 && exit.restarted))
	assert.deepEqual([death.name, death.audioLost], ['recorder#1', 8_000])
	assert.deepEqual(
		death.jobs.map(job => job.transcript),
		[id]
	)
	const detail = v.parse(TranscriptDetail, await request(main, 'transcript.get', { transcript: id }))
	assert.deepEqual(
		detail.gaps.map(({ from, to }) => [from, to]),
		[[16_000, 24_000]]
	)
	// Five deaths within a minute are forgiven, the sixth is not: said, and tried again when somebody wants to record.
	for (let deaths = 2; deaths <= 6; deaths++) {
		await main.page('recorder')
		await main.order({ do: 'crash-page', in: 'recorder', reason: 'crashed' })
		await main.until('its end', async () =>
			main.order({ do: 'bridge', in: 'recorder' }).then(
				() => (deaths < 6 ? true : null),
				() => (deaths < 6 ? null : true)
			)
		)
	}
	await main.until('the sentence', () => relayedState(main)?.problem?.code === 'recorder-gave-up')
	await main.order({ do: 'send-recorder', message: { type: 'start', n: randomUUID(), title: 'Again', options } })
	await main.page('recorder')
})

test('graphics that die again and again are recorded, and left alone at the next start', async () => {
	const main = start('graphics')
	await hello(main)
	for (let pid = 70; pid < 73; pid++) await main.order({ do: 'helper-gone', details: { type: 'GPU', reason: 'crashed', exitCode: 11 } })
	const records = await main.until('the records', () => (deaths(main, 'gpu').length === 3 ? deaths(main, 'gpu') : null))
	assert.deepEqual(
		records.map(({ name, signal }) => `${name} ${signal}`),
		['GPU#1 SIGSEGV', 'GPU#2 SIGSEGV', 'GPU#3 SIGSEGV']
	)
	await main.until('the notice', () =>
		told(main).find(message => message.type === 'event' && message.event.type === 'notice' && message.event.problem.code === 'graphics-off')
	)
	main.process.kill('SIGKILL')
	await main.ended
	const next = start('graphics')
	await next.page()
	const calls = await next.calls()
	assert.ok(calls.indexOf('app.disableHardwareAcceleration()') >= 0)
})

test('the window opens where it was and shows what it showed, also after main was killed', async () => {
	const main = start('place')
	await hello(main)
	await main.order({ do: 'move-window', bounds: { x: 300, y: 200, width: 900, height: 700 } })
	await main.order({ do: 'go-to', hash: '#/crashes' })
	await main.until('the file', () => {
		try {
			return readFileSync(join(folder, 'place/window.json'), 'utf8').includes('#/crashes')
		} catch {
			return null
		}
	})
	main.process.kill('SIGKILL')
	await main.ended
	const next = start('place')
	await hello(next)
	const calls = await next.calls()
	assert.ok(calls.some(call => call.startsWith('BrowserWindow') && call.includes('"x":300,"y":200')))
	assert.ok(calls.includes('webContents.loadURL("app://holdfast/#/crashes")'))
	const record = await next.until('main’s death', () =>
		told(next)
			.flatMap(message => (message.type === 'welcome' ? (message.snapshot?.exits ?? []) : []))
			.find(exit => exit.role === 'main')
	)
	assert.equal(record.seen, 'unclean-start')
})

test('where the system does not end workers with main, their lifeline does', async () => {
	const main = start('lifeline', [], { HOLDFAST_STAND_IN_OS: 'windows' })
	await hello(main)
	const engine = await main.until('the engine', () =>
		told(main)
			.flatMap(message => (message.type === 'event' && message.event.type === 'process' ? [message.event.process] : []))
			.find(process => process.name === 'engine' && process.state === 'ready')
	)
	const { pid } = engine
	assert.ok(pid)
	main.process.kill('SIGKILL')
	await main.ended
	await main.until(
		'the end of the engine',
		() => {
			try {
				process.kill(pid, 0)
				return null
			} catch {
				return true
			}
		},
		5_000
	)
})
