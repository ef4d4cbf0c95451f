import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AboutPanelOptionsOptions, App, ProcessMetric, RelaunchOptions, Settings } from 'electron'
import { PreventableEvent } from './preventable-event.ts'
import { called } from './trace.ts'

/** How often the first instance looks for what others have handed over. */
const LOOK_MS = 20

class StandInApp extends EventEmitter {
	readonly isPackaged = false
	readonly #paths = new Map<string, string>()
	readonly #ready = Promise.withResolvers<void>()
	readonly #windows = new Set<{ close(): void }>()
	#isReady = false
	#looking: NodeJS.Timeout | null = null

	constructor() {
		super()
		setImmediate(() => {
			const ready = () => {
				this.#isReady = true
				this.emit('ready')
				this.#ready.resolve()
			}
			// Electron is ready only when the main module has been evaluated, with all that is awaited in it.
			const entry = process.argv[1]
			if (entry === undefined) ready()
			else void import(pathToFileURL(entry).href).then(ready, ready)
		})
		for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => this.quit())
	}

	isReady(): boolean {
		return this.#isReady
	}

	whenReady(): Promise<void> {
		return this.#ready.promise
	}

	disableHardwareAcceleration(): void {
		if (this.#isReady) throw new Error('app.disableHardwareAcceleration() can only be called before app is ready')
		called('app.disableHardwareAcceleration')
	}

	setName(name: string): void {
		called('app.setName', name)
	}

	setDesktopName(name: string): void {
		called('app.setDesktopName', name)
	}

	setPath(name: string, path: string): void {
		if (!existsSync(path)) throw new Error('Failed to set path')
		called('app.setPath', name)
		this.#paths.set(name, path)
	}

	/** A file in the folder of `userData`; what a later instance wants to say lies beside it. */
	requestSingleInstanceLock(data?: Record<string, unknown>): boolean {
		called('app.requestSingleInstanceLock')
		const folder = join(this.#paths.get('userData') ?? '', 'stand-in-instance')
		mkdirSync(folder, { recursive: true })
		const lock = join(folder, 'pid')
		if (existsSync(lock) && isAlive(Number(readFileSync(lock, 'utf8')))) {
			// Whole from the moment it has its name: the first instance looks all the time, and half a message would be a bug of ours there.
			const message = join(folder, `${process.pid}.json`)
			writeFileSync(`${message}.part`, JSON.stringify({ argv: process.argv, cwd: process.cwd(), data }))
			renameSync(`${message}.part`, message)
			return false
		}
		writeFileSync(lock, String(process.pid))
		this.#looking = setInterval(() => this.#look(folder), LOOK_MS)
		return true
	}

	releaseSingleInstanceLock(): void {
		called('app.releaseSingleInstanceLock')
		if (this.#looking) clearInterval(this.#looking)
		rmSync(join(this.#paths.get('userData') ?? '', 'stand-in-instance'), { recursive: true, force: true })
	}

	/** Noted, not done. */
	relaunch(options?: RelaunchOptions): void {
		called('app.relaunch', options)
	}

	exit(code = 0): void {
		called('app.exit', code)
		this.#end(code)
	}

	quit(): void {
		called('app.quit')
		const event = new PreventableEvent()
		this.emit('before-quit', event)
		if (event.defaultPrevented) return
		for (const window of this.#windows) window.close()
		this.emit('will-quit', new PreventableEvent())
		this.#end(0)
	}

	/** Chromium's own helpers, as a test wants them to be: there are none here. */
	metrics: ProcessMetric[] = []

	getAppMetrics(): ProcessMetric[] {
		return this.metrics
	}

	/** English, unless a test wants another. */
	getPreferredSystemLanguages(): string[] {
		return (process.env.HOLDFAST_STAND_IN_LANGUAGES ?? 'en-GB').split(',')
	}

	getLoginItemSettings() {
		return { openAtLogin: false, wasOpenedAtLogin: false, status: 'not-registered', executableWillLaunchAtLogin: false, launchItems: [] }
	}

	setLoginItemSettings(settings: Settings): void {
		called('app.setLoginItemSettings', settings)
	}

	setAsDefaultProtocolClient(protocol: string): boolean {
		called('app.setAsDefaultProtocolClient', protocol)
		return true
	}

	addRecentDocument(path: string): void {
		called('app.addRecentDocument', path)
	}

	setBadgeCount(count?: number): boolean {
		called('app.setBadgeCount', count)
		return true
	}

	setAboutPanelOptions(options: AboutPanelOptionsOptions): void {
		called('app.setAboutPanelOptions', options.applicationName)
	}

	/** For the stand-in's own windows. */
	windowOpened(window: { close(): void }): void {
		this.#windows.add(window)
	}

	windowClosed(window: { close(): void }): void {
		this.#windows.delete(window)
		if (this.#windows.size === 0) this.emit('window-all-closed')
	}

	#look(folder: string): void {
		for (const name of readdirSync(folder).filter(name => name.endsWith('.json'))) {
			const { argv, cwd, data } = JSON.parse(readFileSync(join(folder, name), 'utf8'))
			rmSync(join(folder, name))
			// Guaranteed to come after `ready`.
			void this.#ready.promise.then(() => this.emit('second-instance', new PreventableEvent(), argv, cwd, data))
		}
	}

	#end(code: number): void {
		this.emit('quit', new PreventableEvent(), code)
		process.exit(code)
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0)
		return true
	} catch {
		return false
	}
}

type Used = Pick<
	App,
	| 'isPackaged'
	| 'whenReady'
	| 'disableHardwareAcceleration'
	| 'setName'
	| 'setDesktopName'
	| 'setPath'
	| 'requestSingleInstanceLock'
	| 'releaseSingleInstanceLock'
	| 'relaunch'
	| 'exit'
	| 'quit'
	| 'getAppMetrics'
	| 'getPreferredSystemLanguages'
	| 'setLoginItemSettings'
	| 'setAsDefaultProtocolClient'
	| 'addRecentDocument'
	| 'setBadgeCount'
	| 'setAboutPanelOptions'
>

export const app = new StandInApp() satisfies Used
