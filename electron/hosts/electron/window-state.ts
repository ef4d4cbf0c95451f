import type { BrowserWindow, Rectangle } from 'electron'
import * as v from 'valibot'
import { HOME, isOurs } from './origin.ts'
import { readSmallFile, writeSmallFile } from './small-file.ts'

const WindowState = v.object({
	x: v.number(),
	y: v.number(),
	width: v.pipe(v.number(), v.minValue(1)),
	height: v.pipe(v.number(), v.minValue(1)),
	maximized: v.boolean(),
	fullScreen: v.boolean(),
	/** What it shows: the part of its address after the `#`, with it; empty for the beginning. */
	place: v.pipe(v.string(), v.regex(/^(#[\w/-]*)?$/))
})
export type WindowState = v.InferOutput<typeof WindowState>

/** At least so much of the window must be on a screen that still exists, in device-independent pixels, or it could not be grasped. */
const GRASP = 80
/** Moving a window says so many times a second. */
const SETTLED_MS = 500

export function readWindowState(path: string): WindowState | null {
	return readSmallFile(path, WindowState)
}

/** Where to open the window: as it was left, unless the screen it was on is gone. */
export function placeOnScreens(state: WindowState | null, screens: readonly Rectangle[]): Partial<Rectangle> {
	if (state === null) return {}
	const { x, y, width, height } = state
	const overlap = (from: number, length: number, otherFrom: number, otherLength: number) =>
		Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom)
	const graspable = screens.some(
		screen => overlap(x, width, screen.x, screen.width) >= GRASP && overlap(y, height, screen.y, screen.height) >= GRASP
	)
	return graspable ? { x, y, width, height } : { width, height }
}

/** The page that shows what was shown. */
export function addressOf(state: WindowState | null): string {
	return `${HOME}${state?.place ?? ''}`
}

/** What keeping the state needs of a window. */
export interface Placed extends Pick<BrowserWindow, 'getNormalBounds' | 'isMaximized' | 'isFullScreen' | 'isDestroyed'> {
	on(
		event: 'resize' | 'move' | 'maximize' | 'unmaximize' | 'enter-full-screen' | 'leave-full-screen' | 'close',
		listener: () => void
	): unknown
	readonly webContents: { getURL(): string; on(event: 'did-navigate-in-page', listener: () => void): unknown }
}

/** Writes the state down whenever it changed: main may not get to say goodbye. */
export function keepWindowState(window: Placed, path: string): void {
	let timer: NodeJS.Timeout | null = null
	let place = readWindowState(path)?.place ?? ''
	const write = () => {
		if (timer) clearTimeout(timer)
		timer = null
		if (window.isDestroyed()) return
		const url = window.webContents.getURL()
		// What stands in for a page that keeps dying is no place.
		if (isOurs(url)) place = new URL(url).hash
		const state = { ...window.getNormalBounds(), maximized: window.isMaximized(), fullScreen: window.isFullScreen(), place }
		if (v.is(WindowState, state)) writeSmallFile(path, state)
	}
	const changed = () => {
		timer ??= setTimeout(write, SETTLED_MS)
		timer.unref()
	}
	for (const event of ['resize', 'move', 'maximize', 'unmaximize', 'enter-full-screen', 'leave-full-screen'] as const)
		window.on(event, changed)
	window.webContents.on('did-navigate-in-page', changed)
	window.on('close', write)
}
