import { EventEmitter } from 'node:events'

/** The frame that shows a page. A new one for each page that is loaded. */
export interface StandInFrame {
	readonly url: string
	readonly origin: string
}

/** What a page's preload script finds as `ipcRenderer`. One page lives at a time; a new one begins without listeners. */
class PageEnd extends EventEmitter {
	#toMain: ((channel: string, args: readonly unknown[]) => void) | null = null

	/** A new page has taken the place of the last. */
	begin(toMain: (channel: string, args: readonly unknown[]) => void): void {
		this.removeAllListeners()
		this.#toMain = toMain
	}

	send(channel: string, ...args: readonly unknown[]): void {
		const cloned = structuredClone(args)
		setImmediate(this.#toMain ?? (() => {}), channel, cloned)
	}
}

export const ipcRenderer = new PageEnd()

/** What the page found in its window, as the last preload script left it. */
export const pageWorld = new Map<string, unknown>()

export const contextBridge = {
	exposeInMainWorld(name: string, api: unknown): void {
		pageWorld.set(name, api)
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
