import { accessSync, constants, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

/** How crashes are captured from now on, or why they are not, as a sentence. */
export type CrashCapture =
	| { readonly installed: true; readonly by: 'crashpad' | 'own' }
	| { readonly installed: false; readonly why: string }

export interface CrashCaptureOptions {
	/** Where dumps go: `<folder>/pending/*.dmp`. Made when it is not there, for the user alone. */
	readonly folder: string
	/**
	 * The crashpad handler of a browser. Default: the first that is installed in a usual place. Null: none, our own writer alone.
	 * One that does not work costs nothing but its time: our own writer takes over.
	 */
	readonly handler?: string | null
	/** What a dump shall say about this process, each up to some hundred bytes; `dump_writer` and `crashpad_handler` are ours. */
	readonly annotations: Readonly<Record<string, string>>
	/** How long the handler may take, in ms. Default 3,000: it needs about 6, the slowest seen was 563, and a death waits for it. */
	readonly timeoutMs?: number
}

interface Addon {
	install(folder: string, handler: string, annotations: readonly string[], startedAt: number, timeoutMs: number): boolean
}

/** Where distributions put it. All are for root alone to write. */
const HANDLERS = [
	'/usr/lib/chromium/chrome_crashpad_handler',
	'/usr/lib/chromium-browser/chrome_crashpad_handler',
	'/usr/lib64/chromium-browser/chrome_crashpad_handler',
	'/opt/google/chrome/chrome_crashpad_handler'
]

/** Relative to this file in the checkout; Electron, the only host that runs from a bundle, is turned away before. */
const ADDON = join(import.meta.dirname, `../../dist/addon/${process.platform}-${process.arch}/crash-capture.node`)

/**
 * From here on a native crash of this process leaves a minidump, and then ends it as it would have without: same signal, same handlers.
 * To be called first thing in a process, and again in each of its `worker_threads` (the first call's options count; a thread that did not
 * call is captured too, but not when it has overrun its stack). Never throws. Takes about 1 ms.
 */
export function installCrashCapture(options: CrashCaptureOptions): CrashCapture {
	// Electron brings Crashpad itself, for every process; two would take each other's signals.
	if (process.versions.electron !== undefined) return not('Electron captures its crashes itself.')
	if (process.platform !== 'linux') return not(`Outside Electron crashes are captured on Linux only, and this is ${process.platform}.`)
	let addon: Addon
	try {
		addon = createRequire(import.meta.url)(ADDON) as Addon
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException
		if (code === 'MODULE_NOT_FOUND')
			return not('The crash capture was not built: `npm run build:addon` builds it, or says what is missing.')
		return not(`The crash capture could not be loaded: ${message}. \`npm run build:addon\` builds it anew.`)
	}
	try {
		const folder = resolve(options.folder)
		for (const part of ['', 'new', 'pending']) mkdirSync(join(folder, part), { recursive: true, mode: 0o700 })
		const handler = (options.handler === undefined ? installedHandler() : options.handler) ?? ''
		const annotations = Object.entries(options.annotations).map(([key, value]) => `${key}=${value}`)
		const startedAt = Math.floor(performance.timeOrigin / 1_000)
		const bySystem = addon.install(folder, handler, annotations, startedAt, options.timeoutMs ?? 3_000)
		return { installed: true, by: bySystem ? 'crashpad' : 'own' }
	} catch (error) {
		return not(`Crashes cannot be captured in ${options.folder}: ${(error as Error).message}.`)
	}
}

/** The crashpad handler that is used by default; null when no browser that brings one is installed. */
export function installedHandler(): string | null {
	return HANDLERS.find(isProgram) ?? null
}

function not(why: string): CrashCapture {
	return { installed: false, why }
}

function isProgram(path: string): boolean {
	try {
		accessSync(path, constants.X_OK)
		return true
	} catch {
		return false
	}
}
