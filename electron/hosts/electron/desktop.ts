import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { BrowserWindow, type Session, screen } from 'electron'
import * as v from 'valibot'
import type { Log } from '../../../native-bridge/log/log.ts'
import type { Problem } from '../../../native-bridge/protocol/problem.ts'
import { type FromDesktop, FromWindowToDesktop } from '../../contract/desktop.ts'
import { idleRecorder, type RecorderState, type ToRecorder } from '../../contract/recorder.ts'
import type { App } from '../app.ts'
import type { ProcessGone } from '../process-gone.ts'
import { CHANNELS } from './channels.ts'
import { decideClosing } from './closing.ts'
import { gonePage } from './gone-page.ts'
import { guardCapture } from './guard-capture.ts'
import { RECORDER_PATIENCE, WINDOW_PATIENCE } from './heartbeat.ts'
import { connectWindow } from './ipc.ts'
import { KeptPage } from './kept-page.ts'
import type { Language } from './language.ts'
import { RECORDER_RELOADS, WINDOW_RELOADS } from './limit.ts'
import { RECORDER_HOME } from './origin.ts'
import { preloadPath } from './program-files.ts'
import { RecorderRelay } from './recorder-relay.ts'
import { recorderOptions, windowOptions } from './window.ts'
import { addressOf, keepWindowState, placeOnScreens, readWindowState } from './window-state.ts'

export interface DesktopOptions {
	readonly session: Session
	readonly dataDir: string
	readonly language: Language
	/** The window is not to be shown yet. */
	readonly hidden: boolean
	/** What closing the window does while nothing is recorded. */
	whenClosed(): 'quit' | 'tray'
	readonly log: Log
}

export interface Desktop {
	readonly window: BrowserWindow
	/** What the page that records does, as it last said or as main says in its place. */
	readonly recorder: RecorderState
	/** The window is what the user looks at. */
	readonly isInFront: boolean
	/** Both listeners stay. */
	onRecorder(changed: () => void): void
	onMessage(listener: (message: FromWindowToDesktop) => void): void
	/** Somebody wants to see Holdfast. */
	comeForward(): void
	tell(message: FromDesktop): void
	/** Starts a recording as the window would, or stops the one under way; stopping needs no window. */
	toggleRecording(): void
	/** Comes forward and starts a recording, unless one is under way. */
	record(): void
	/** Asks first when something is being recorded. */
	quit(): Promise<void>
	/** Ends a recording that is under way, if it can be done soon: its last chunk is on its way. */
	finishRecording(): Promise<void>
	/** For developers: a page's process dies. */
	crash(page: 'window' | 'recorder'): void
}

/** A recorder that takes longer is left to the next start, which closes the recording with what it has. */
const FINISH_MS = 1_500

/** For these the page that records may have to ask for what the machine plays, which Chromium grants only after a click or a key in the page itself. */
const NEEDS_GESTURE: ReadonlySet<string> = new Set<ToRecorder['type']>(['start', 'add-system-audio', 'go-on', 'take-up'])

/** Opens the window, and the hidden one that records; keeps both alive, and tells their deaths. */
export function openDesktop(holdfast: App, { session, dataDir, language, hidden, whenClosed, log }: DesktopOptions): Desktop {
	let recording: BrowserWindow | null = null
	const say = (problem: Problem) => void holdfast.feed.emit({ type: 'notice', problem })
	guardCapture(session, () => recording?.webContents ?? null, say, log)

	const statePath = join(dataDir, 'window.json')
	const state = readWindowState(statePath)
	const screens = screen.getAllDisplays().map(display => display.workArea)
	const window = new BrowserWindow({ ...windowOptions(preloadPath, session), ...placeOnScreens(state, screens) })
	const recorder = new BrowserWindow(recorderOptions(preloadPath, session))
	recording = recorder
	const address = addressOf(state)
	let recorderState = idleRecorder
	const recorderWatchers: (() => void)[] = []
	const messageListeners: ((message: FromWindowToDesktop) => void)[] = []
	/** Said to a window whose page does not listen yet: it says in which language it speaks when it does. */
	const unheard: FromDesktop[] = []
	let windowListens = false
	/** The record of the recorder's last death. */
	let recorderDeath: string | null = null

	const told = (gone: ProcessGone) => {
		log.error(gone, 'page gone')
		return holdfast.processGone(gone)
	}
	const shared = {
		platform: process.platform,
		now: () => Date.now(),
		back: (exit: string, pid: number) => holdfast.processBack(exit, pid)
	}
	const page = new KeptPage(window.webContents, {
		...shared,
		name: 'window',
		reloads: WINDOW_RELOADS,
		patience: WINDOW_PATIENCE,
		gone: gone => {
			windowListens = false
			return told(gone)
		},
		// When not even this can be shown, there is no window left to say so in.
		gaveUp: () => void window.loadURL(gonePage(language.words)).catch(() => {})
	})
	const recorderPage = new KeptPage(recorder.webContents, {
		...shared,
		name: 'recorder',
		reloads: RECORDER_RELOADS,
		patience: RECORDER_PATIENCE,
		gone: gone => {
			recorderDeath = told(gone)
			relay.died(gone.recovery === 'gave-up' ? 'gave-up' : 'reloaded', Date.now())
			return recorderDeath
		},
		gaveUp: () => {}
	})
	const relay = new RecorderRelay({
		toRecorder: message => {
			// In the same order as they are sent, and what is lent lasts for some seconds.
			if (NEEDS_GESTURE.has(message.type)) lendGesture(recorder)
			sendTo(recorder, CHANNELS.recorder, message)
		},
		toWindow: message => {
			sendTo(window, CHANNELS.recorder, message)
			if (message.type !== 'state') return
			recorderState = message.state
			for (const changed of recorderWatchers) changed()
		},
		revive: () => recorderPage.revive(),
		lost: (recording, from, to) => {
			log.error({ recording, from, to }, 'audio lost')
			holdfast.audioLost({ recording, from, to, exit: recorderDeath })
		}
	})

	const refused = (channel: string, from: string) => log.warn({ channel, from }, 'message refused')
	connectWindow(window.webContents, holdfast.connect, {
		refused,
		cutOff: () => page.end('protocol'),
		opened: () => {
			windowListens = false
			page.opened()
		},
		beat: () => page.beat(),
		recorder: message => relay.fromWindow(message),
		desktop: raw => {
			const parsed = v.safeParse(FromWindowToDesktop, raw)
			if (!parsed.success) return v.summarize(parsed.issues)
			if (parsed.output.type === 'language') {
				windowListens = true
				for (const message of unheard.splice(0)) sendTo(window, CHANNELS.desktop, message)
			}
			for (const listener of messageListeners) listener(parsed.output)
			return null
		}
	})
	connectWindow(recorder.webContents, transport => holdfast.connect({ ...transport, send: relay.overhear(transport.send) }), {
		refused,
		cutOff: () => recorderPage.end('protocol'),
		opened: () => recorderPage.opened(),
		beat: () => recorderPage.beat(),
		recorder: message => relay.fromRecorder(message),
		desktop: () => 'the page that records has nothing to say about the desktop'
	})

	const quit = decideClosing(window, { language, isRecording: () => relay.isRecording, whenClosed })
	keepWindowState(window, statePath)
	// As it was left, once: afterwards it is as the user has it.
	window.once('show', () => {
		if (state?.maximized) window.maximize()
		if (state?.fullScreen) window.setFullScreen(true)
	})
	window.once('ready-to-show', () => {
		if (!hidden) window.show()
		// Only now: the window comes first.
		load(recorder, RECORDER_HOME)
	})
	load(window, address)

	function load(target: BrowserWindow, url: string): void {
		target.loadURL(url).catch((error: Error) => log.error({ error: error.message, url }, 'page not loaded'))
	}
	function tell(message: FromDesktop): void {
		if (windowListens) sendTo(window, CHANNELS.desktop, message)
		else unheard.push(message)
	}
	function comeForward(): void {
		if (window.isMinimized()) window.restore()
		window.show()
		window.focus()
	}

	function toggleRecording(): void {
		if (!page.gaveUp) tell({ type: 'toggle-recording' })
		else if (relay.isRecording) void relay.stop()
		else comeForward()
	}

	return {
		window,
		get recorder() {
			return recorderState
		},
		get isInFront() {
			return window.isFocused()
		},
		onRecorder: changed => void recorderWatchers.push(changed),
		onMessage: listener => void messageListeners.push(listener),
		comeForward,
		tell,
		toggleRecording,
		record() {
			comeForward()
			if (!relay.isRecording) toggleRecording()
		},
		quit,
		finishRecording: () => {
			window.hide()
			return Promise.race([relay.stop(), delay(FINISH_MS)])
		},
		crash: which => (which === 'window' ? window : recorder).webContents.forcefullyCrashRenderer()
	}
}

/** Source: electron.d.ts, WebContents.executeJavaScript. It fails with a page that is not there, which then asks for nothing. */
function lendGesture(window: BrowserWindow): void {
	if (!window.isDestroyed() && !window.webContents.isCrashed()) void window.webContents.executeJavaScript('0', true).catch(() => {})
}

function sendTo(window: BrowserWindow, channel: string, message: unknown): void {
	const { webContents } = window
	if (!window.isDestroyed() && !webContents.isCrashed()) webContents.send(channel, message)
}
