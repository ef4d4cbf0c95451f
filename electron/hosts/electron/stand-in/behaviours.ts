/**
 * What Holdfast relies on in Electron, each with its source: an Electron program of its own that tries them one after the other and prints a
 * line of JSON for each. Under `register.ts` it is the stand-in that is tried, in a real Electron (`npm run test:stand-in`) that Electron
 * which the stand-in claims to be. It imports nothing of ours, so that it can be run with its types merely taken out.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Details, ForkOptions } from 'electron'
import {
	app,
	BrowserWindow,
	crashReporter,
	globalShortcut,
	Menu,
	MessageChannelMain,
	nativeImage,
	protocol,
	Tray,
	utilityProcess
} from 'electron'

interface Behaviour {
	readonly says: string
	/** In electron/electron, unless another repository or a documentation page is named. */
	readonly source: string
	/** Null: on every system. */
	readonly only?: 'posix' | 'linux'
	/** Throws where it is otherwise. */
	holds(): void | Promise<void>
}

const isWindows = process.platform === 'win32'
const folder = mkdtempSync(join(tmpdir(), 'holdfast-behaviours-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const SLOW_MS = 20_000

/** A second start of this program has only to hand something over. */
const isSecond = process.argv.includes('--second')
const userData = process.argv.find(arg => arg.startsWith('--stand-in-data='))?.slice('--stand-in-data='.length) ?? folder

let scripts = 0
/** A utility process that runs `code`, in which `port` is `process.parentPort`. */
function worker(code: string, options: ForkOptions = {}) {
	const path = join(folder, `worker-${++scripts}.mjs`)
	writeFileSync(path, `const port = process.parentPort\n${code}\n`)
	const child = utilityProcess.fork(path, [], { stdio: 'pipe', serviceName: `behaviour#${scripts}`, ...options })
	// Unheard it would be thrown here.
	child.on('error', () => {})
	return child
}

const gone = new Map<string, Details[]>()
/** How a worker ended: what `exit` carried, and what `child-process-gone` said of it, in their order. */
async function endOf(
	code: string,
	how: (child: ReturnType<typeof worker>) => void = () => {}
): Promise<{ code: number; gone: string | null; order: string }> {
	const order: string[] = []
	const child = worker(code)
	const name = `behaviour#${scripts}`
	app.on('child-process-gone', (_event, details) => details.name === name && order.push('gone'))
	child.once('spawn', () => how(child))
	child.once('exit', () => order.push('exit'))
	const [exit] = await within(once(child, 'exit'), 'its end')
	// Both come in the same task for a crash; an `exit` that was announced comes ahead.
	await delay(500)
	const told = gone.get(name)?.[0]
	return {
		code: Number(exit),
		gone: told === undefined ? null : `${told.reason} ${told.exitCode} ${told.serviceName}`,
		order: order.join()
	}
}

async function within<T>(promise: Promise<T>, what: string): Promise<T> {
	const late = new AbortController()
	const limit = delay(SLOW_MS, undefined, { signal: late.signal }).then(() => {
		throw new Error(`Waited ${SLOW_MS} ms for ${what}.`)
	})
	limit.catch(() => {})
	return Promise.race([promise, limit]).finally(() => late.abort())
}

const SERVICE = 'node.mojom.NodeService'
const UTILITY = 'shell/browser/api/electron_api_utility_process.cc'
const KILL = 'Chromium base/process/kill_posix.cc'
const STAY = 'port.on("message", () => {})'

const beforeReady: readonly Behaviour[] = [
	{
		says: 'a folder that is not there can’t be made one of the app’s',
		source: 'electron.d.ts, App.setPath',
		holds: () => assert.throws(() => app.setPath('userData', join(folder, 'none')))
	},
	{
		says: 'the crash reporter wants to know that nothing is sent',
		source: 'lib/browser/api/crash-reporter.ts',
		holds: () => assert.throws(() => crashReporter.start({}))
	},
	{
		says: 'a utility process can’t be forked before `ready`',
		source: UTILITY,
		holds: () => assert.throws(() => utilityProcess.fork(join(folder, 'none.mjs')), /before app is ready/)
	},
	{
		says: 'keys can’t be had before `ready`',
		source: 'shell/browser/api/electron_api_global_shortcut.cc',
		holds: () => assert.throws(() => globalShortcut.register('F20', () => {}), /before the app is ready/)
	},
	{
		says: 'there is no tray before `ready`',
		source: 'shell/browser/api/electron_api_tray.cc',
		holds: () => assert.throws(() => new Tray(nativeImage.createFromBuffer(PNG)), /before app is ready/)
	}
]

const afterReady: readonly Behaviour[] = [
	{
		says: 'schemes can’t be registered any more',
		source: 'shell/browser/api/electron_api_protocol.cc',
		holds: () => assert.throws(() => protocol.registerSchemesAsPrivileged([{ scheme: 'x' }]), /before app is ready/)
	},
	{
		says: 'the graphics hardware can’t be left alone any more',
		source: 'shell/browser/api/electron_api_app.cc',
		holds: () => assert.throws(() => app.disableHardwareAcceleration(), /before app is ready/)
	},
	{
		says: 'a worker has a pid from `spawn` to `exit`',
		source: UTILITY,
		async holds() {
			const child = worker('process.exit(0)')
			assert.equal(child.pid, undefined)
			const exit = once(child, 'exit')
			await within(once(child, 'spawn'), 'spawn')
			assert.equal(typeof child.pid, 'number')
			await within(exit, 'exit')
			assert.equal(child.pid, undefined)
		}
	},
	{
		says: 'a worker that exits by itself tells its code',
		source: 'shell/services/node/node_service.cc',
		async holds() {
			assert.equal((await endOf('process.exit(3)')).code, 3)
			assert.equal((await endOf('process.exit(0)')).gone, null)
		}
	},
	{
		says: 'a crash is told by its signal’s number, first as `exit`, then as `child-process-gone` with the name that it was given',
		source: `${UTILITY}, ${KILL}`,
		only: 'posix',
		async holds() {
			const { code, gone: told, order } = await endOf('process.kill(process.pid, "SIGSEGV"); setInterval(() => {}, 1_000)')
			// And 128, where a core was written.
			assert.equal(code & 0x7f, 11)
			assert.match(told ?? '', new RegExp(`^crashed \\d+ ${SERVICE}$`))
			assert.equal(order, 'exit,gone')
		}
	},
	{
		says: 'one that was killed from outside is told as that',
		source: KILL,
		only: 'posix',
		async holds() {
			const ended = await endOf(STAY, child => child.pid !== undefined && process.kill(child.pid, 'SIGKILL'))
			assert.deepEqual([ended.code, ended.gone], [9, `killed 9 ${SERVICE}`])
		}
	},
	{
		says: 'our own `kill` makes the code 0',
		source: UTILITY,
		holds: async () => assert.equal((await endOf(STAY, child => void setTimeout(() => child.kill(), 300))).code, 0)
	},
	{
		says: 'a signal that Chromium does not know is told as 0, and by nobody else',
		source: KILL,
		only: 'posix',
		async holds() {
			const ended = await endOf(STAY, child => setTimeout(() => child.pid !== undefined && process.kill(child.pid, 'SIGHUP'), 300))
			assert.deepEqual([ended.code, ended.gone], [0, null])
		}
	},
	{
		says: 'after `exit` nobody hears the worker’s output any more',
		source: 'lib/browser/api/utility-process.ts',
		async holds() {
			const child = worker('process.exit(0)')
			const { stderr } = child
			stderr?.on('data', () => {})
			await within(once(child, 'exit'), 'exit')
			await delay(50)
			assert.deepEqual([child.stderr, stderr?.listenerCount('data')], [null, 0])
		}
	},
	{
		says: 'messages wait until the worker listens, and come there as events; what it says comes here as it is',
		source: 'lib/utility/parent-port.ts, spec/api-utility-process-spec.ts',
		async holds() {
			const child = worker(
				'setTimeout(() => port.on("message", ({ data, ports }) => port.postMessage({ data, ports: ports.length })), 300)'
			)
			child.postMessage({ n: 1 })
			const [answer] = await within(once(child, 'message'), 'the answer')
			assert.deepEqual(answer, { data: { n: 1 }, ports: 0 })
			child.kill()
		}
	},
	{
		says: 'a worker does not end when it has nothing to do',
		source: 'issue #47228',
		async holds() {
			const child = worker('')
			await within(once(child, 'spawn'), 'spawn')
			await delay(1_500)
			assert.equal(typeof child.pid, 'number')
			child.kill()
		}
	},
	{
		says: 'no environment means ours, any other replaces it wholly',
		source: UTILITY,
		async holds() {
			process.env.HOLDFAST_BEHAVIOUR = 'x'
			const seen = async (env?: Record<string, string>) => {
				const child = worker('port.postMessage([process.env.HOLDFAST_BEHAVIOUR ?? null, process.env.OWN ?? null])', env ? { env } : {})
				const [answer] = await within(once(child, 'message'), 'the environment')
				child.kill()
				return answer
			}
			assert.deepEqual(await seen(), ['x', null])
			assert.deepEqual(await seen({}), ['x', null])
			assert.deepEqual(await seen({ OWN: 'y' }), [null, 'y'])
		}
	},
	{
		says: 'V8 hears flags that are wrapped, and bare ones not',
		source: 'shell/common/node_bindings.cc, IsAllowedOption',
		async holds() {
			const hasGc = async (execArgv: string[]) => {
				const child = worker('port.postMessage(typeof globalThis.gc)', { execArgv })
				const [answer] = await within(once(child, 'message'), 'the answer')
				child.kill()
				return answer
			}
			assert.equal(await hasGc(['--js-flags=--expose-gc']), 'function')
			assert.equal(await hasGc(['--expose-gc']), 'undefined')
		}
	},
	{
		says: 'a port that a worker was sent closes with ours',
		source: 'docs/api/message-port-main.md',
		async holds() {
			const child = worker(
				'port.once("message", ({ ports: [line] }) => { line.on("close", () => process.exit(7)); line.start(); port.postMessage("held") })'
			)
			const { port1, port2 } = new MessageChannelMain()
			port1.start()
			child.postMessage(null, [port2])
			await within(once(child, 'message'), 'the port to be held')
			const exit = once(child, 'exit')
			port1.close()
			assert.deepEqual(await within(exit, 'exit'), [7])
		}
	},
	{
		says: 'a page’s death is told a task later, its contents say that it crashed, and it can be loaded anew at once',
		source: 'pull request #51900; shell/browser/api/electron_api_web_contents.cc',
		async holds() {
			const window = new BrowserWindow({ show: false })
			await within(window.loadURL('data:text/html,x'), 'the page')
			let told = false
			const death = once(window.webContents, 'render-process-gone').then(([, details]) => {
				told = true
				const loaded = once(window.webContents, 'did-finish-load')
				assert.equal(window.webContents.isCrashed(), true)
				window.webContents.reload()
				return { details, loaded }
			})
			window.webContents.forcefullyCrashRenderer()
			assert.equal(told, false)
			const { details, loaded } = await within(death, 'the death')
			assert.ok(['crashed', 'killed'].includes(details.reason), details.reason)
			await within(loaded, 'the page again')
			assert.equal(window.webContents.isCrashed(), false)
			window.destroy()
		}
	},
	{
		says: 'a window’s closing can be prevented',
		source: 'docs/api/browser-window.md',
		async holds() {
			const window = new BrowserWindow({ show: false })
			const closed: string[] = []
			window.once('close', event => {
				closed.push('close')
				event.preventDefault()
			})
			window.on('closed', () => closed.push('closed'))
			window.close()
			await delay(200)
			assert.deepEqual([closed, window.isDestroyed()], [['close'], false])
			window.close()
			await delay(200)
			assert.deepEqual(closed, ['close', 'closed'])
		}
	},
	{
		says: 'a menu’s item has a name, a role or is a line',
		source: 'lib/browser/api/menu.ts',
		holds: () => assert.throws(() => Menu.buildFromTemplate([{ click: () => {} }]), /Invalid template for MenuItem/)
	},
	{
		says: 'bytes that are no picture make an empty one, and no error',
		source: 'docs/api/native-image.md',
		holds: () =>
			assert.deepEqual(
				[PNG, Buffer.from('no picture')].map(bytes => nativeImage.createFromBuffer(bytes).isEmpty()),
				[false, true]
			)
	},
	{
		says: 'a second start gets no lock, and what it says reaches the first',
		source: 'docs/api/app.md, requestSingleInstanceLock',
		async holds() {
			assert.equal(app.requestSingleInstanceLock(), true)
			const heard = once(app, 'second-instance')
			const [script = ''] = process.argv.slice(1).filter(arg => !arg.startsWith('-'))
			const args = [...process.execArgv, ...switches(), script, '--second', `--stand-in-data=${userData}`]
			const second = spawn(process.execPath, args, { stdio: 'ignore' })
			const [code] = await within(once(second, 'exit'), 'its end')
			assert.equal(code, 0)
			const [, , , data] = await within(heard, 'what it said')
			assert.deepEqual(data, { files: ['/a.wav'] })
		}
	},
	{
		says: 'a quit asks first and can be held; SIGTERM is a quit',
		source: 'docs/api/app.md; shell/browser/electron_browser_main_parts_posix.cc',
		only: 'posix',
		async holds() {
			let asked = 0
			const hold = (event: { preventDefault(): void }) => {
				asked++
				event.preventDefault()
			}
			app.on('before-quit', hold)
			app.quit()
			await delay(200)
			assert.equal(asked, 1)
			process.kill(process.pid, 'SIGTERM')
			await delay(1_000)
			assert.equal(asked, 2)
			app.off('before-quit', hold)
		}
	}
]

/** One pixel. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

/** Those of Chromium's that we were started with ourselves. */
function switches(): string[] {
	return process.argv.slice(1).filter(arg => arg === '--no-sandbox' || arg.startsWith('--ozone-platform='))
}

async function tryAll(behaviours: readonly Behaviour[]): Promise<boolean> {
	let all = true
	for (const { says, source, only, holds } of behaviours) {
		if ((only === 'posix' && isWindows) || (only === 'linux' && process.platform !== 'linux')) continue
		let why: string | null = null
		try {
			await holds()
		} catch (error) {
			why = error instanceof Error ? error.message : String(error)
			all = false
		}
		process.stdout.write(`${JSON.stringify({ says, source, holds: why === null, why })}\n`)
	}
	return all
}

app.setPath('userData', userData)
if (isSecond) {
	app.exit(app.requestSingleInstanceLock({ files: ['/a.wav'] }) ? 1 : 0)
} else {
	crashReporter.start({ uploadToServer: false })
	app.on('child-process-gone', (_event, details) => {
		if (details.name !== undefined) gone.set(details.name, [...(gone.get(details.name) ?? []), details])
	})
	// Else the first window that is closed would end everything.
	app.on('window-all-closed', () => {})
	const before = tryAll(beforeReady)
	void app.whenReady().then(async () => {
		const all = [await before, await tryAll(afterReady)]
		app.exit(all.every(Boolean) ? 0 : 1)
	})
}
