/** Runs in the sandbox before the page, bundled to one CommonJS file: the page gets eight functions and nothing of Electron. */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { ClientMessage } from '../../contract/commands.ts'
import type { FromWindowToDesktop } from '../../contract/desktop.ts'
import type { FromRecorder, FromWindow } from '../../contract/recorder.ts'
import { CHANNELS } from './channels.ts'

ipcRenderer.send(CHANNELS.opened)
// Here and not in the page: it is the page's thread that must answer, whatever the page is.
ipcRenderer.on(CHANNELS.beat, (_event, n: unknown) => ipcRenderer.send(CHANNELS.beat, n))

/** Returns the way to stop listening. */
function listen(channel: string, listener: (message: unknown) => void): () => void {
	const hear = (_event: unknown, message: unknown) => listener(message)
	ipcRenderer.on(channel, hear)
	return () => {
		ipcRenderer.off(channel, hear)
	}
}

contextBridge.exposeInMainWorld('holdfast', {
	send: (message: ClientMessage): void => ipcRenderer.send(CHANNELS.message, message),
	sendAudio: (frame: Uint8Array): void => ipcRenderer.send(CHANNELS.audio, frame),
	onMessage: (listener: (message: unknown) => void): (() => void) => listen(CHANNELS.message, listener),
	sendRecorder: (message: FromWindow | FromRecorder): void => ipcRenderer.send(CHANNELS.recorder, message),
	onRecorder: (listener: (message: unknown) => void): (() => void) => listen(CHANNELS.recorder, listener),
	sendDesktop: (message: FromWindowToDesktop): void => ipcRenderer.send(CHANNELS.desktop, message),
	onDesktop: (listener: (message: unknown) => void): (() => void) => listen(CHANNELS.desktop, listener),
	/** Absolute paths of dropped or picked files; those that are not on the disk are left out. */
	pathsOf: (files: File[]): string[] => files.map(file => webUtils.getPathForFile(file)).filter(path => path !== '')
})
