/**
 * What a page that was taken over could try, against main as it is, under the stand-in. The rules are Electron's own
 * (docs/tutorial/security.md); that Chromium keeps to what is asked of it is for a real machine: docs/unverified.md.
 */
import assert from 'node:assert/strict'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import * as v from 'valibot'
import { CHANNELS } from './channels.ts'
import { RunningMain, type WindowName } from './stand-in/run-main.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-security-'))
const renderer = join(folder, 'renderer')
mkdirSync(renderer)
for (const page of ['index.html', 'recorder.html']) writeFileSync(join(renderer, page), '<!doctype html><title>Holdfast</title>')
writeFileSync(join(folder, 'secret.txt'), 'secret')

const pages: readonly WindowName[] = ['window', 'recorder']
const main = new RunningMain(join(import.meta.dirname, 'main.ts'), ['--data', join(folder, 'data'), '--renderer', renderer])
before(async () => {
	for (const page of pages) await main.page(page)
	await main.order({ do: 'send-recorder', in: 'recorder', message: { type: 'ready' } })
})
after(async () => {
	main.process.kill('SIGKILL')
	await main.ended
	rmSync(folder, { recursive: true, force: true })
})

const log = () => readFileSync(join(folder, 'data/logs/electron.1.log'), 'utf8')

test('both windows are sandboxed, isolated, without Node, and with the web’s own rules', async () => {
	const windows = (await main.calls()).filter(call => call.startsWith('BrowserWindow('))
	assert.equal(windows.length, 2)
	for (const window of windows) {
		for (const setting of [
			'"sandbox":true',
			'"contextIsolation":true',
			'"nodeIntegration":false',
			'"webSecurity":true',
			'"spellcheck":false'
		])
			assert.ok(window.includes(setting), setting)
		for (const setting of ['webviewTag', 'nodeIntegrationInSubFrames', 'allowRunningInsecureContent', 'experimentalFeatures'])
			assert.ok(!window.includes(setting), setting)
	}
})

test('our scheme has the rights that it needs and no more', async () => {
	const call = (await main.calls()).find(each => each.startsWith('protocol.registerSchemesAsPrivileged'))
	const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true }
	assert.equal(call, `protocol.registerSchemesAsPrivileged(${JSON.stringify([{ scheme: 'app', privileges }])})`)
})

/** Every name that Electron's own types have for what a page may ask for. */
const permissions = (() => {
	const types = readFileSync(join(import.meta.dirname, '../../../node_modules/electron/electron.d.ts'), 'utf8')
	const union = /setPermissionRequestHandler\(handler: \(\(webContents: WebContents, permission: (?<names>[^,]+), callback/.exec(types)
		?.groups?.names
	return (union ?? '').split('|').map(name => name.trim().slice(1, -1))
})()

test(`of the ${permissions.length} things that a page can ask Electron for, ours get the microphone and nothing else`, async () => {
	assert.ok(permissions.length > 30 && permissions.includes('media') && permissions.includes('hid'), permissions.join())
	for (const page of pages)
		for (const permission of permissions) {
			const details = { isMainFrame: true, requestingUrl: 'app://holdfast/', mediaTypes: ['audio' as const] }
			assert.equal(await main.order({ do: 'ask', in: page, permission, details }), permission === 'media', permission)
			const foreign = { ...details, requestingUrl: 'https://example.org/' }
			assert.equal(await main.order({ do: 'ask', in: page, permission, details: foreign }), false, `${permission}, foreign`)
		}
	for (const mediaTypes of [['video'], ['audio', 'video']] as const)
		assert.equal(
			await main.order({
				do: 'ask',
				in: 'recorder',
				permission: 'media',
				details: { isMainFrame: true, requestingUrl: 'app://holdfast/', mediaTypes: [...mediaTypes] }
			}),
			false
		)
	assert.match(log(), /permission refused/)
})

test('what the machine plays is heard by the page that records alone, and of the screen nobody gets a picture', async () => {
	assert.equal(await main.order({ do: 'display-media', in: 'recorder', audio: true }), 'loopback')
	assert.equal(await main.order({ do: 'display-media', in: 'recorder', audio: false }), 'INVALID_DISPLAY_CAPTURE_CONSTRAINTS')
	assert.equal(await main.order({ do: 'display-media', in: 'window', audio: true }), 'PERMISSION_DENIED')
	// It may ask only after a gesture, which main lends it together with the wish: nobody ever clicks there.
	const options = {
		microphone: null,
		processing: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
		systemAudio: true
	}
	const n = '0b54c1d2-9a7e-4d0f-8f3a-111122223333'
	await main.order({ do: 'send-recorder', message: { type: 'start', n, title: 'A talk', options } })
	await main.until('the wish', () => main.relayed.recorder.find(message => v.is(v.looseObject({ type: v.literal('start') }), message)))
	assert.ok((await main.calls()).includes('webContents.executeJavaScript("0", true)'))
})

test('no page goes elsewhere, opens a window, or shows anything foreign in itself', async () => {
	const elsewhere = ['https://example.org/', 'file:///etc/passwd', 'app://holdfast.evil/', 'data:text/html,x', 'javascript:alert(1)']
	for (const page of pages)
		for (const url of elsewhere)
			for (const what of ['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview', 'window-open'] as const)
				assert.equal(await main.order({ do: 'wants', in: page, what, url }), false, `${what} ${url}`)
	// Not even to ourselves: there is one window, and no frame.
	for (const what of ['window-open', 'will-frame-navigate', 'will-attach-webview'] as const)
		assert.equal(await main.order({ do: 'wants', what, url: 'app://holdfast/' }), false, what)
	assert.match(log(), /navigation refused/)
})

test('only the page itself is heard, on no channel anybody else', async () => {
	const strangers = [
		{ url: 'https://example.org/', origin: 'https://example.org' },
		// A frame in our page that shows the same, and one that is gone.
		{ url: 'app://holdfast/', origin: 'app://holdfast' },
		null
	]
	const before = (await main.calls()).length
	for (const page of pages)
		for (const channel of Object.values(CHANNELS))
			for (const frame of strangers) await main.order({ do: 'deliver', in: page, channel, args: [{ type: 'nonsense' }], frame })
	assert.equal(log().match(/message refused/g)?.length, pages.length * Object.keys(CHANNELS).length * strangers.length)
	assert.equal((await main.calls()).length, before, 'and nothing was done about it: no page was ended over a stranger’s word')
})

test('the page gets functions with names, and nothing of Electron', async () => {
	for (const page of pages) {
		const names = v.parse(v.array(v.string()), await main.order({ do: 'bridge', in: page }))
		assert.deepEqual(names.sort(), ['onDesktop', 'onMessage', 'onRecorder', 'pathsOf', 'send', 'sendAudio', 'sendDesktop', 'sendRecorder'])
	}
})

test('files are served from the page’s own folder only, each answer with the whole policy', async () => {
	const Fetched = v.object({ status: v.number(), headers: v.record(v.string(), v.string()), base64: v.string() })
	const fetch = async (url: string) => v.parse(Fetched, await main.order({ do: 'fetch', url }))
	const policy =
		"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	const outside = [
		'../secret.txt',
		'%2e%2e/secret.txt',
		'..%2fsecret.txt',
		'..%5csecret.txt',
		'%2e%2e%2f%2e%2e%2fetc/passwd',
		'C:/Windows/win.ini'
	]
	for (const path of ['', 'index.html', 'no-such.html', 'audio/none', 'audio/..%2f..%2fsecret.txt', ...outside]) {
		const { status, headers, base64 } = await fetch(`app://holdfast/${path}`)
		assert.equal(status, path === '' || path === 'index.html' ? 200 : 404, path)
		assert.equal(headers['content-security-policy'], policy, path)
		assert.ok(!Buffer.from(base64, 'base64').includes('secret'), path)
	}
	assert.equal((await fetch('app://another/')).status, 404)
})

test('the system is asked to open nothing but pages of its own settings and our log folder', () => {
	const sources = globSync('*.ts', { cwd: import.meta.dirname }).filter(name => !name.endsWith('.test.ts'))
	const found = sources.flatMap(name =>
		[...readFileSync(join(import.meta.dirname, name), 'utf8').matchAll(/shell\.(\w+)\(([^)]*\)?)\)/g)].map(
			match => `${name}: ${match[1]} ${match[2]}`
		)
	)
	assert.deepEqual(found.sort(), ['shell.ts: openExternal address', "shell.ts: openPath join(dataDir, 'logs')"])
})
