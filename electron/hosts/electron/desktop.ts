import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { app, BrowserWindow, dialog, type Session, screen } from 'electron'
import type { Log } from '../../../native-bridge/log/log.ts'
import type { App } from '../app.ts'
import type { ProcessGone } from '../process-gone.ts'
import { CHANNELS } from './channels.ts'
import { CLOSE_WHILE_RECORDING } from './close-while-recording.ts'
import { GONE_PAGE } from './gone-page.ts'
import { RECORDER_PATIENCE, WINDOW_PATIENCE } from './heartbeat.ts'
import { connectWindow } from './ipc.ts'
import { KeptPage } from './kept-page.ts'
import { RECORDER_RELOADS, WINDOW_RELOADS } from './limit.ts'
import { RECORDER_HOME } from './origin.ts'
import { preloadPath } from './program-files.ts'
import { RecorderRelay } from './recorder-relay.ts'
import { recorderOptions, windowOptions } from './window.ts'
import { addressOf, keepWindowState, placeOnScreens, readWindowState } from './window-state.ts'

export interface Desktop {
	/** Somebody started Holdfast a second time. */
	comeForward(): void
	/** Ends a recording that is under way, if it can be done soon: its last chunk is on its way. */
	finishRecording(): Promise<void>
}

/** A recorder that takes longer is left to the next start, which closes the recording with what it has. */
const FINISH_MS = 1_500

/** Opens the window, and the hidden one that records; keeps both alive, and tells their deaths. */
export function openDesktop(holdfast: App, session: Session, dataDir: string, log: Log): Desktop {
	const statePath = join(dataDir, 'window.json')
	const state = readWindowState(statePath)
	const screens = screen.getAllDisplays().map(display => display.workArea)
	const window = new BrowserWindow({ ...windowOptions(preloadPath, session), ...placeOnScreens(state, screens) })
	const recorder = new BrowserWindow(recorderOptions(preloadPath, session))
	const address = addressOf(state)
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
		gone: told,
		// When not even this can be shown, there is no window left to say so in.
		gaveUp: () => void window.loadURL(GONE_PAGE).catch(() => {})
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
		toRecorder: message => sendTo(recorder, message),
		toWindow: message => sendTo(window, message),
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
		opened: () => page.opened(),
		beat: () => page.beat(),
		recorder: message => relay.fromWindow(message)
	})
	connectWindow(recorder.webContents, transport => holdfast.connect({ ...transport, send: relay.overhear(transport.send) }), {
		refused,
		cutOff: () => recorderPage.end('protocol'),
		opened: () => recorderPage.opened(),
		beat: () => recorderPage.beat(),
		recorder: message => relay.fromRecorder(message)
	})

	let mayClose = false
	window.on('close', event => {
		if (mayClose || !relay.isRecording) return
		event.preventDefault()
		void dialog.showMessageBox(window, CLOSE_WHILE_RECORDING).then(({ response }) => {
			mayClose = response === CLOSE_WHILE_RECORDING.closes
			if (mayClose) window.close()
		})
	})
	// The hidden one would keep the app alive.
	window.on('closed', () => app.quit())
	keepWindowState(window, statePath)
	window.once('ready-to-show', () => {
		if (state?.maximized) window.maximize()
		if (state?.fullScreen) window.setFullScreen(true)
		window.show()
		// Only now: the window comes first.
		load(recorder, RECORDER_HOME)
	})
	load(window, address)

	function load(target: BrowserWindow, url: string): void {
		target.loadURL(url).catch((error: Error) => log.error({ error: error.message, url }, 'page not loaded'))
	}

	return {
		comeForward() {
			if (window.isMinimized()) window.restore()
			window.focus()
		},
		finishRecording: () => Promise.race([relay.stop(), delay(FINISH_MS)])
	}
}

function sendTo(window: BrowserWindow, message: unknown): void {
	const { webContents } = window
	if (!window.isDestroyed() && !webContents.isCrashed()) webContents.send(CHANNELS.recorder, message)
}
