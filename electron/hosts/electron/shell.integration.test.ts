/** What Holdfast is outside of its window, under the stand-in: menus, tray, keys, notifications, links, files from elsewhere. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import * as v from 'valibot'
import { CONTRACT_VERSION, type CommandName, type CommandParams } from '../../contract/commands.ts'
import { FromDesktop } from '../../contract/desktop.ts'
import { type AppEvent, ServerMessage } from '../../contract/events.ts'
import { idleRecorder, type RecorderState } from '../../contract/recorder.ts'
import { GATHER_MS } from './notifications.ts'
import { RunningMain } from './stand-in/run-main.ts'

const audio = join(import.meta.dirname, '../../../e2e/audio')
const folder = mkdtempSync(join(tmpdir(), 'holdfast-shell-'))
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

const told = (main: RunningMain) => main.heard.map(message => v.parse(ServerMessage, message))
const events = (main: RunningMain): AppEvent[] => told(main).flatMap(message => (message.type === 'event' ? [message.event] : []))
const asked = (main: RunningMain) => main.desktop.map(message => v.parse(FromDesktop, message))
const notice = (main: RunningMain, code: string) =>
	main.until(`the notice ${code}`, () => events(main).find(event => event.type === 'notice' && event.problem.code === code))
const exits = (main: RunningMain) => told(main).flatMap(message => (message.type === 'welcome' ? (message.snapshot?.exits ?? []) : []))
let requests = 0

async function hello(main: RunningMain): Promise<void> {
	await main.page()
	await main.order({ do: 'send', message: { type: 'hello', contract: CONTRACT_VERSION, epoch: null, last: null, page: randomUUID() } })
	await main.until('the welcome', () => told(main).find(message => message.type === 'welcome'))
	await main.order({ do: 'send-desktop', message: { type: 'language', locale: 'en' } })
}

async function request<N extends CommandName>(main: RunningMain, name: N, params: CommandParams<N>): Promise<unknown> {
	const id = ++requests
	await main.order({ do: 'send', message: { type: 'request', id, name, params } })
	const answer = await main.until(`the answer to ${name}`, () =>
		told(main).find(message => message.type === 'response' && message.id === id)
	)
	assert.ok(answer.type === 'response' && answer.ok, JSON.stringify(answer))
	return answer.result
}

const menu = async (main: RunningMain, from: 'bar' | 'tray') => v.parse(v.array(v.string()), await main.order({ do: 'menu', from }))

test('what is chosen in a menu, in the tray, by keys or a link reaches the window, in its language', async () => {
	const main = start('menus', ['holdfast://crashes'], { HOLDFAST_STAND_IN_LANGUAGES: 'fr,zh-Hans-CN' })
	await main.page()
	assert.ok((await menu(main, 'bar')).includes('录音'), 'the system’s language before there is a window’s')
	await hello(main)
	await main.until('the link of the command line', () => asked(main).find(message => message.type === 'go' && message.hash === '#/crashes'))
	await main.until('English', async () => (await menu(main, 'bar')).includes('Record'))

	await main.order({ do: 'choose', from: 'bar', label: 'Record' })
	await main.until('the wish to record', () => asked(main).find(message => message.type === 'toggle-recording'))
	for (const [label, what] of [
		['Export…', 'export'],
		['Settings…', 'settings'],
		['Keyboard Shortcuts', 'shortcuts']
	] as const) {
		await main.order({ do: 'choose', from: 'bar', label })
		await main.until(what, () => asked(main).find(message => message.type === 'show' && message.what === what))
	}
	// Keys are off until they are chosen, and then they work wherever one is.
	assert.equal(await main.order({ do: 'press', keys: 'Control+Alt+R' }), false)
	await request(main, 'settings.set', { recordKeys: 'Control+Alt+R' })
	main.desktop.length = 0
	assert.equal(await main.order({ do: 'press', keys: 'Control+Alt+R' }), true)
	await main.until('the wish to record', () => asked(main).find(message => message.type === 'toggle-recording'))
	await main.order({ do: 'take-keys', keys: 'F9' })
	await request(main, 'settings.set', { recordKeys: 'F9' })
	await notice(main, 'keys-refused')
	assert.equal(await main.order({ do: 'press', keys: 'Control+Alt+R' }), false, 'those from before are given back')

	// Links and files as macOS hands them over.
	assert.equal(await main.order({ do: 'open-from-outside', event: 'open-url', what: 'holdfast://drill' }), true)
	await main.until('the drill', () => asked(main).find(message => message.type === 'go' && message.hash === '#/drill'))
	await main.order({ do: 'open-from-outside', event: 'open-url', what: 'holdfast://record' })
	assert.match(readFileSync(join(folder, 'menus/logs/electron.1.log'), 'utf8'), /link refused/)

	// As the taskbar's task does it on Windows.
	main.desktop.length = 0
	assert.deepEqual(await start('menus', ['--record']).ended, [0, null])
	await main.until('the wish to record', () => asked(main).find(message => message.type === 'toggle-recording'))

	// A settings page of the system’s is an address of ours; on Linux there is none.
	await main.order({ do: 'send-desktop', message: { type: 'open-settings', page: 'microphone' } })
	assert.ok(!(await main.calls()).some(call => call.startsWith('shell.openExternal')))
	await main.order({ do: 'choose', from: 'tray', label: 'Exit' })
	assert.deepEqual(await main.ended, [0, null])

	// What the system refuses at the start is said when somebody listens.
	const next = start('menus', [], { HOLDFAST_STAND_IN_LANGUAGES: 'fr,zh-Hans-CN', HOLDFAST_STAND_IN_TAKEN_KEYS: 'F9' })
	await hello(next)
	await notice(next, 'keys-refused')
	assert.ok((await menu(next, 'bar')).includes('Record'), 'the window’s language is remembered')
})

test('files that are picked or opened elsewhere are transcribed, shown in the taskbar, told when nobody looks, and dragged out', async () => {
	const main = start('files', ['--hidden'])
	await hello(main)
	assert.ok(!(await main.calls()).includes('window.show()'), 'started with the session, it stays in the tray')
	const names = ['picked.wav', 'from the Finder.wav']
	const paths = names.map(name => join(folder, name))
	const clips = ['austen-0930.wav', 'austen-0880.wav']
	for (const [n, path] of paths.entries()) copyFileSync(join(audio, clips[n] ?? ''), path)
	await main.order({ do: 'pick', paths: paths.slice(0, 1) })
	await main.order({ do: 'choose', from: 'bar', label: 'Open…' })
	await main.order({ do: 'open-from-outside', event: 'open-file', what: paths[1] ?? '' })
	const done = await main.until('both transcripts', () => {
		const found = events(main).flatMap(event =>
			event.type === 'transcript' && event.transcript.state === 'done' ? [event.transcript] : []
		)
		return new Set(found.map(each => each.id)).size === 2 ? found : null
	})
	await main.until('the notification', async () => (await main.calls()).find(call => call.startsWith('notification.show')))
	const calls = await main.calls()
	for (const path of paths) assert.ok(calls.includes(`app.addRecentDocument(${JSON.stringify(path)})`))
	assert.equal(readFileSync(join(folder, 'files/picked.json'), 'utf8'), JSON.stringify({ folder }))
	await main.until(
		'the taskbar’s rest',
		async () => (await main.calls()).findLast(call => call.startsWith('window.setProgressBar')) === 'window.setProgressBar(-1)'
	)
	const progress = (await main.calls()).filter(call => call.startsWith('window.setProgressBar('))
	assert.ok(
		progress.some(call => !call.endsWith('(-1)')),
		progress.join()
	)

	main.desktop.length = 0
	await main.order({ do: 'click-notification' })
	await main.until('its transcript', () => asked(main).find(message => message.type === 'go'))
	assert.ok((await main.calls()).includes('window.show()'))

	const id = done[0]?.id ?? ''
	await main.order({ do: 'send-desktop', message: { type: 'drag', transcript: id, format: 'txt' } })
	const dragged = await main.until('the drag', async () => (await main.calls()).find(call => call.startsWith('webContents.startDrag')))
	const file = v.parse(v.string(), JSON.parse(dragged.slice('webContents.startDrag('.length, -1)))
	assert.ok(file.startsWith(join(folder, 'files/cache/dragged')) && file.endsWith('.txt'))
	assert.match(readFileSync(file, 'utf8'), /\w{3,}/)

	// In front, nothing is told; nor when the user does not want it.
	const before = (await main.calls()).filter(call => call.startsWith('notification.show')).length
	const third = join(folder, 'third.wav')
	copyFileSync(join(audio, 'austen-0890.wav'), third)
	await main.order({ do: 'pick', paths: [third] })
	await main.order({ do: 'choose', from: 'bar', label: 'Open…' })
	await main.until('the third', () => {
		const found = events(main).flatMap(event =>
			event.type === 'transcript' && event.transcript.state === 'done' ? [event.transcript.id] : []
		)
		return new Set(found).size === 3 || null
	})
	// It would come with the others of that moment.
	await new Promise(resolve => setTimeout(resolve, 2 * GATHER_MS))
	assert.equal((await main.calls()).filter(call => call.startsWith('notification.show')).length, before)

	// What is here already is shown where it is.
	main.desktop.length = 0
	await main.order({ do: 'pick', paths: paths.slice(0, 1) })
	await main.order({ do: 'choose', from: 'bar', label: 'Open…' })
	const there = done.find(({ title }) => title === 'picked')?.id
	await main.until('what is here already', () =>
		asked(main).find(message => message.type === 'go' && message.hash === `#/transcripts/${there}`)
	)
})

test('the tray tells that something is recorded, a sleep is told, and what is quit in the middle is asked', async () => {
	const main = start('recording')
	await hello(main)
	await main.page('recorder')
	await main.order({ do: 'send-recorder', in: 'recorder', message: { type: 'ready' } })
	const state: RecorderState = { ...idleRecorder, phase: 'recording', id: randomUUID(), title: 'A talk', startedAt: Date.now() }
	const say = (some: Partial<RecorderState>) =>
		main.order({ do: 'send-recorder', in: 'recorder', message: { type: 'state', state: { ...state, ...some }, peaks: [], fresh: false } })
	await say({})
	await main.until('the way to stop it', async () => (await menu(main, 'tray')).includes('Stop Recording'))
	assert.ok((await menu(main, 'tray')).includes('Holdfast is recording'))
	assert.ok((await menu(main, 'bar')).includes('Stop Recording'))
	await say({ holdUp: { code: 'disk-full', facts: {}, text: 'The disk is full.' } })
	await main.until('the trouble', async () => (await menu(main, 'tray')).includes('Holdfast has trouble recording'))

	await main.order({ do: 'power', event: 'suspend' })
	await new Promise(resolve => setTimeout(resolve, 50))
	await main.order({ do: 'power', event: 'resume' })
	await main.until('the sleep', () => events(main).find(event => event.type === 'slept'))

	// Escape.
	await main.order({ do: 'choose', from: 'bar', label: 'Exit' })
	await main.until('the question', async () => (await main.calls()).some(call => call.startsWith('dialog.showMessageBox')) || null)
	assert.ok(!(await main.calls()).includes('app.quit()'))
	await say({ phase: 'idle' })
	await main.until('the way to start one', async () => (await menu(main, 'tray')).includes('Record'))

	// In the tray when it is wanted so; seen again by a second start.
	await request(main, 'settings.set', { whenClosed: 'tray' })
	await main.order({ do: 'close-window' })
	await main.until('the window to be away', async () => (await main.calls()).includes('window.hide()'))
	const second = start('recording')
	assert.deepEqual(await second.ended, [0, null])
	await main.until('the window again', async () => (await main.calls()).filter(call => call === 'window.show()').length === 2 || null)

	// Windows: the user logs off, and nothing can be asked.
	await main.order({ do: 'end-session' }).catch(() => {})
	assert.deepEqual(await main.ended, [0, null])
})

test('the system that shuts down is asked to wait until everything is in order', async () => {
	const main = start('shutdown')
	await hello(main)
	assert.equal(await main.order({ do: 'power', event: 'shutdown' }), true, 'it waits')
	assert.deepEqual(await main.ended, [0, null])
	assert.match(readFileSync(join(folder, 'shutdown/logs/main.1.log'), 'utf8'), /"ended"/)
})

test('what a developer crashes dies as it would, and is recorded', async () => {
	const main = start('developer')
	await hello(main)
	await main.order({ do: 'choose', from: 'bar', label: 'Crash the Window' })
	await main.until('another page', async () => (await main.calls()).includes('webContents.reload()') || null)
	main.heard.length = 0
	await hello(main)
	const record = await main.until('its record', () => exits(main)[0])
	assert.deepEqual([record.name, record.signal], ['window#1', 'SIGTRAP'])
	await main.order({ do: 'choose', from: 'bar', label: 'Crash the Main Process' })
	assert.deepEqual(await main.ended, [null, 'SIGSEGV'])
	const next = start('developer')
	await hello(next)
	assert.equal((await next.until('main’s death', () => exits(next).find(exit => exit.role === 'main'))).seen, 'unclean-start')
	await next.order({ do: 'choose', from: 'bar', label: 'Throw in the Main Process' }).catch(() => {})
	assert.deepEqual(await next.ended, [1, null])
	assert.ok(next.lastCalls.some(call => call.startsWith('app.relaunch')))
})
