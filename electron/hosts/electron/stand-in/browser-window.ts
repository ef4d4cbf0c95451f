import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron'
import { app } from './app.ts'
import { PreventableEvent } from './preventable-event.ts'
import { called } from './trace.ts'
import { StandInContents } from './web-contents.ts'

export class BrowserWindow extends EventEmitter {
	/** In the order in which they were made. */
	static readonly all: BrowserWindow[] = []
	readonly options: BrowserWindowConstructorOptions
	readonly webContents: StandInContents
	#bounds: Rectangle
	#maximized = false
	#fullScreen = false
	#destroyed = false

	constructor(options: BrowserWindowConstructorOptions = {}) {
		super()
		const { session: _session, ...webPreferences } = options.webPreferences ?? {}
		called('BrowserWindow', { ...options, webPreferences: { ...webPreferences, preload: undefined } })
		this.options = options
		this.#bounds = { x: options.x ?? 100, y: options.y ?? 100, width: options.width ?? 800, height: options.height ?? 600 }
		this.webContents = new StandInContents(webPreferences.preload)
		BrowserWindow.all.push(this)
		app.windowOpened(this)
		app.emit('web-contents-created', new PreventableEvent(), this.webContents)
		this.webContents.once('did-finish-load', () => this.emit('ready-to-show'))
	}

	loadURL(url: string): Promise<void> {
		return this.webContents.loadURL(url)
	}

	/** Whether the user could see it: nothing lies over it here. */
	#visible = false

	show(): void {
		called('window.show')
		if (!this.#visible) setImmediate(() => this.emit('show'))
		this.#visible = true
	}

	hide(): void {
		called('window.hide')
		this.#visible = false
	}

	isVisible(): boolean {
		return this.#visible
	}

	isFocused(): boolean {
		return this.#visible
	}

	focus(): void {
		called('window.focus')
	}

	setProgressBar(progress: number): void {
		called('window.setProgressBar', progress)
	}

	setOverlayIcon(overlay: unknown, description: string): void {
		called('window.setOverlayIcon', overlay !== null, description)
	}

	isMinimized(): boolean {
		return false
	}

	restore(): void {
		called('window.restore')
	}

	maximize(): void {
		called('window.maximize')
		this.#maximized = true
		this.emit('maximize')
	}

	isMaximized(): boolean {
		return this.#maximized
	}

	setFullScreen(fullScreen: boolean): void {
		called('window.setFullScreen', fullScreen)
		this.#fullScreen = fullScreen
		// A moment later, when it has been drawn.
		setImmediate(() => this.emit(fullScreen ? 'enter-full-screen' : 'leave-full-screen'))
	}

	isFullScreen(): boolean {
		return this.#fullScreen
	}

	getNormalBounds(): Rectangle {
		return this.#bounds
	}

	isDestroyed(): boolean {
		return this.#destroyed
	}

	/** The user has moved it. */
	moved(bounds: Rectangle): void {
		this.#bounds = bounds
		this.emit('move')
	}

	close(): void {
		const event = new PreventableEvent()
		this.emit('close', event)
		if (!event.defaultPrevented) this.destroy()
	}

	/** Nobody is asked. */
	destroy(): void {
		this.#destroyed = true
		this.webContents.destroy()
		this.emit('closed')
		app.windowClosed(this)
	}
}
