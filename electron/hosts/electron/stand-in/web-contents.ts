import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { compileFunction } from 'node:vm'
import type { WindowOpenHandlerResponse } from 'electron'
import { type StandInFrame, StandInPage } from './ipc.ts'
import { PreventableEvent } from './preventable-event.ts'
import { session } from './session.ts'
import { called } from './trace.ts'

/** No processes: numbers that no process here has. */
let pids = 5_000_000

export class StandInContents extends EventEmitter {
	readonly ipc = new EventEmitter()
	mainFrame: StandInFrame = { url: '', origin: 'null' }
	/** What is shown; null when its process is dead. */
	page: StandInPage | null = null
	#preload: string | undefined
	#pid = 0
	#crashed = false
	#destroyed = false
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

	isDevToolsOpened(): boolean {
		return false
	}

	getOSProcessId(): number {
		return this.#pid
	}

	getURL(): string {
		return this.mainFrame.url
	}

	setWindowOpenHandler(handler: (details: { url: string }) => WindowOpenHandlerResponse): void {
		this.#windowOpen = handler
	}

	send(channel: string, ...args: readonly unknown[]): void {
		const cloned = structuredClone(args)
		const { page } = this
		setImmediate(() => page?.hear(channel, cloned))
	}

	reload(): void {
		called('webContents.reload')
		void this.#load(this.mainFrame.url)
	}

	async loadURL(url: string): Promise<void> {
		called('webContents.loadURL', url.startsWith('data:') ? 'data:' : url)
		await this.#load(url)
	}

	/** Nothing is run: a page played by a test has no script of its own. What it would be lent is noted. */
	async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
		called('webContents.executeJavaScript', code, userGesture)
		return undefined
	}

	startDrag({ file, icon }: { file: string; icon: { isEmpty(): boolean } }): void {
		// macOS does so.
		if (icon.isEmpty()) throw new Error("'icon' parameter is required")
		called('webContents.startDrag', file)
	}

	toggleDevTools(): void {
		called('webContents.toggleDevTools')
	}

	forcefullyCrashRenderer(): void {
		called('webContents.forcefullyCrashRenderer')
		// POSIX: it is told to crash (ForceCrash); what it looks like then is not known for sure.
		this.crash('crashed', 5)
	}

	/** For the stand-in's window. */
	destroy(): void {
		this.#destroyed = true
		this.page = null
		this.emit('destroyed')
	}

	/** The page's process dies. */
	crash(reason: string, exitCode: number): void {
		this.#crashed = true
		this.#pid = 0
		this.page = null
		setImmediate(() => this.emit('render-process-gone', new PreventableEvent(), { reason, exitCode }))
	}

	/** The page goes to another place in itself. */
	goTo(hash: string): void {
		this.mainFrame = { ...this.mainFrame, url: new URL(hash, this.mainFrame.url).href }
		this.emit('did-navigate-in-page')
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
		this.page = null
		const { protocol, host } = new URL(url)
		if (protocol !== 'data:') {
			const response = await session.defaultSession.fetch(url)
			await response.body?.cancel()
		}
		this.mainFrame = { url, origin: protocol === 'data:' ? 'null' : `${protocol}//${host}` }
		this.#crashed = false
		this.#pid ||= ++pids
		const page = new StandInPage((channel, args) => {
			if (this.page === page && !page.hangs) this.deliver(channel, args, this.mainFrame)
		})
		this.page = page
		await this.#runPreload(page)
		this.emit('did-finish-load')
	}

	/** Anew for each page, as a page's world is new. Bundled, it is a sandboxed one: a script that may require Electron, and nothing of ours. */
	async #runPreload(page: StandInPage): Promise<void> {
		const path = this.#preload
		if (path === undefined) return
		if (path.endsWith('.cjs')) {
			const run = compileFunction(readFileSync(path, 'utf8'), ['require', 'module', 'exports'], { filename: path })
			const require = (name: string) => {
				if (name === 'electron') return page.electron
				throw new Error(`module not found: ${name}`)
			}
			run(require, { exports: {} }, {})
		} else await import(`${path}?page=${page.id}`)
	}
}
