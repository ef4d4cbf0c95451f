import { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import type { BrowserWindowConstructorOptions, WindowOpenHandlerResponse } from 'electron'
import { app } from './app.ts'
import { ipcRenderer, pageWorld, type StandInFrame } from './ipc.ts'
import { PreventableEvent } from './preventable-event.ts'
import { session } from './session.ts'
import { called } from './trace.ts'

const require = createRequire(import.meta.url)

class StandInContents extends EventEmitter {
	readonly ipc = new EventEmitter()
	mainFrame: StandInFrame = { url: '', origin: 'null' }
	#preload: string | undefined
	#crashed = false
	#destroyed = false
	#pages = 0
	#windowOpen: (details: { url: string }) => WindowOpenHandlerResponse = () => ({ action: 'allow' })

	constructor(preload: string | undefined) {
		super()
		this.#preload = preload
	}

	isCrashed(): boolean {
		return this.#crashed
	}

	isDestroyed(): boolean {
		return this.#destroyed
	}

	setWindowOpenHandler(handler: (details: { url: string }) => WindowOpenHandlerResponse): void {
		this.#windowOpen = handler
	}

	send(channel: string, ...args: readonly unknown[]): void {
		const cloned = structuredClone(args)
		if (!this.#crashed) setImmediate(() => ipcRenderer.emit(channel, {}, ...cloned))
	}

	reload(): void {
		called('webContents.reload')
		void this.#load(this.mainFrame.url)
	}

	async loadURL(url: string): Promise<void> {
		called('webContents.loadURL', url.startsWith('data:') ? 'data:' : url)
		await this.#load(url)
	}

	/** For the stand-in's window. */
	destroy(): void {
		this.#destroyed = true
		this.emit('destroyed')
	}

	/** The page's process dies. */
	crash(reason: string, exitCode: number): void {
		this.#crashed = true
		pageWorld.clear()
		setImmediate(() => this.emit('render-process-gone', new PreventableEvent(), { reason, exitCode }))
	}

	/** The page wants to go elsewhere: whether anybody objects. */
	wants(what: 'will-navigate' | 'will-redirect' | 'will-frame-navigate' | 'will-attach-webview' | 'window-open', url: string): boolean {
		if (what === 'window-open') return this.#windowOpen({ url }).action === 'allow'
		const event = Object.assign(new PreventableEvent(), { url, isMainFrame: what !== 'will-frame-navigate' })
		this.emit(what, event, {}, { src: url })
		return !event.defaultPrevented
	}

	/** A message as it would come from any frame. */
	deliver(channel: string, args: readonly unknown[], senderFrame: StandInFrame | null): void {
		this.ipc.emit(channel, { senderFrame, sender: this }, ...args)
	}

	async #load(url: string): Promise<void> {
		// The page before is gone at once; in Chromium it lives until the next has been committed.
		pageWorld.clear()
		const { protocol, host } = new URL(url)
		if (protocol !== 'data:') {
			const response = await session.defaultSession.fetch(url)
			await response.body?.cancel()
		}
		const frame: StandInFrame = { url, origin: protocol === 'data:' ? 'null' : `${protocol}//${host}` }
		this.mainFrame = frame
		this.#crashed = false
		ipcRenderer.begin((channel, args) => this.deliver(channel, args, frame))
		await this.#runPreload()
		this.emit('did-finish-load')
	}

	/** Anew for each page, as a page's world is new. */
	async #runPreload(): Promise<void> {
		const path = this.#preload
		if (path === undefined) return
		if (path.endsWith('.cjs')) {
			delete require.cache[path]
			require(path)
		} else await import(`${path}?page=${++this.#pages}`)
	}
}

export class BrowserWindow extends EventEmitter {
	static readonly all: BrowserWindow[] = []
	readonly options: BrowserWindowConstructorOptions
	readonly webContents: StandInContents

	constructor(options: BrowserWindowConstructorOptions = {}) {
		super()
		const { session: _session, ...webPreferences } = options.webPreferences ?? {}
		called('BrowserWindow', { ...options, webPreferences: { ...webPreferences, preload: undefined } })
		this.options = options
		this.webContents = new StandInContents(webPreferences.preload)
		BrowserWindow.all.push(this)
		app.windowOpened(this)
		app.emit('web-contents-created', new PreventableEvent(), this.webContents)
		this.webContents.once('did-finish-load', () => this.emit('ready-to-show'))
	}

	loadURL(url: string): Promise<void> {
		return this.webContents.loadURL(url)
	}

	show(): void {
		called('window.show')
	}

	focus(): void {
		called('window.focus')
	}

	isMinimized(): boolean {
		return false
	}

	restore(): void {
		called('window.restore')
	}

	close(): void {
		this.webContents.destroy()
		this.emit('closed')
		app.windowClosed(this)
	}
}
