/** What an app has of the desktop around it: menus, tray, notifications, keys for the whole system. Nothing is drawn; what is there can be looked at and chosen. */
import { EventEmitter } from 'node:events'
import type { MenuItemConstructorOptions, NotificationConstructorOptions } from 'electron'
import { app } from './app.ts'
import { called } from './trace.ts'

export class Menu {
	/** The menu bar. */
	static bar: Menu | null = null
	readonly items: readonly MenuItemConstructorOptions[]

	constructor(items: readonly MenuItemConstructorOptions[]) {
		this.items = items
	}

	/** Throws for an item that is neither named nor has a role. */
	static buildFromTemplate(template: readonly MenuItemConstructorOptions[]): Menu {
		for (const item of allOf(template))
			if (item.label === undefined && item.role === undefined && item.type !== 'separator')
				throw new TypeError('Invalid template for MenuItem: must have at least one of label, role or type')
		return new Menu(template)
	}

	static setApplicationMenu(menu: Menu | null): void {
		called(
			'Menu.setApplicationMenu',
			menu?.items.map(item => item.label)
		)
		Menu.bar = menu
	}
}

export function allOf(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
	return items.flatMap(item => [item, ...(Array.isArray(item.submenu) ? allOf(item.submenu) : [])])
}

class StandInImage {
	readonly #bytes: Buffer

	constructor(bytes: Buffer) {
		this.#bytes = bytes
	}

	/** What is no PNG or JPEG file is an empty picture, and no error. */
	isEmpty(): boolean {
		return this.#bytes.readUInt32BE(0) !== 0x89504e47
	}

	addRepresentation(_options: { scaleFactor?: number; buffer?: Buffer }): void {}

	setTemplateImage(_option: boolean): void {}
}

export const nativeImage = {
	createFromBuffer: (bytes: Buffer, _options?: { scaleFactor?: number }) => new StandInImage(bytes)
}

export class Tray extends EventEmitter {
	static readonly all: Tray[] = []
	tip = ''
	menu: Menu | null = null

	constructor(image: StandInImage) {
		super()
		if (!app.isReady()) throw new Error('Cannot create Tray before app is ready')
		called('Tray', image.isEmpty())
		Tray.all.push(this)
	}

	setImage(_image: StandInImage): void {}

	setToolTip(tip: string): void {
		called('tray.setToolTip', tip)
		this.tip = tip
	}

	setContextMenu(menu: Menu): void {
		this.menu = menu
	}
}

export class Notification extends EventEmitter {
	static readonly shown: Notification[] = []
	readonly options: NotificationConstructorOptions

	constructor(options: NotificationConstructorOptions) {
		super()
		this.options = options
	}

	static isSupported(): boolean {
		return true
	}

	show(): void {
		called('notification.show', this.options.title, this.options.body)
		Notification.shown.push(this)
	}
}

/** Keys that another program has already. */
export const takenKeys = new Set(process.env.HOLDFAST_STAND_IN_TAKEN_KEYS?.split(','))

class GlobalShortcut {
	readonly registered = new Map<string, () => void>()

	/** Throws before `ready`; false for what another program has. */
	register(accelerator: string, callback: () => void): boolean {
		if (!app.isReady()) throw new Error('globalShortcut cannot be used before the app is ready')
		called('globalShortcut.register', accelerator)
		if (takenKeys.has(accelerator)) return false
		this.registered.set(accelerator, callback)
		return true
	}

	unregister(accelerator: string): void {
		called('globalShortcut.unregister', accelerator)
		this.registered.delete(accelerator)
	}
}

export const globalShortcut = new GlobalShortcut()

export const shell = {
	async openExternal(url: string): Promise<void> {
		called('shell.openExternal', url)
	},
	async openPath(path: string): Promise<string> {
		called('shell.openPath', path)
		return ''
	}
}

export const powerMonitor = new EventEmitter()

/** As on a system that asks nobody; `microphone-access.test.ts` has the others. */
export const systemPreferences = {
	getMediaAccessStatus: (_type: string) => 'granted' as const,
	askForMediaAccess: async (_type: string) => true
}
