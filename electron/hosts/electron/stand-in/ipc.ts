import { EventEmitter } from 'node:events'

/** The frame that shows a page. A new one for each page that is loaded. */
export interface StandInFrame {
	readonly url: string
	readonly origin: string
}

/** What a page's preload script finds as `ipcRenderer`. A new page has a new one. */
export class PageEnd extends EventEmitter {
	readonly #toMain: (channel: string, args: readonly unknown[]) => void

	constructor(toMain: (channel: string, args: readonly unknown[]) => void) {
		super()
		this.#toMain = toMain
	}

	send(channel: string, ...args: readonly unknown[]): void {
		const cloned = structuredClone(args)
		setImmediate(this.#toMain, channel, cloned)
	}
}

/** A page of a window, from its loading to the next one's, or its death. */
export class StandInPage {
	static #pages = 0
	static readonly #all = new Map<number, StandInPage>()

	readonly id = ++StandInPage.#pages
	readonly ipcRenderer: PageEnd
	/** What it found in its window, as the preload script left it. */
	readonly world = new Map<string, unknown>()
	/** Its thread is stuck: what is said to it waits. */
	hangs = false

	constructor(toMain: (channel: string, args: readonly unknown[]) => void) {
		this.ipcRenderer = new PageEnd(toMain)
		StandInPage.#all.set(this.id, this)
	}

	static of(id: number): StandInPage {
		const page = StandInPage.#all.get(id)
		if (!page) throw new Error(`There is no page ${id}.`)
		return page
	}

	/** What the preload script gets of Electron. */
	get electron() {
		return {
			ipcRenderer: this.ipcRenderer,
			contextBridge: { exposeInMainWorld: (name: string, api: unknown): void => void this.world.set(name, api) },
			webUtils
		}
	}

	/** Main says something to it. */
	hear(channel: string, args: readonly unknown[]): void {
		if (!this.hangs) this.ipcRenderer.emit(channel, {}, ...args)
	}
}

const pathsOnDisk = new WeakMap<File, string>()

/** A file as the user drops it: it knows its place, but only `webUtils` tells. */
export function fileOnDisk(path: string): File {
	const file = new File([], path)
	pathsOnDisk.set(file, path)
	return file
}

export const webUtils = {
	getPathForFile: (file: File): string => pathsOnDisk.get(file) ?? ''
}
