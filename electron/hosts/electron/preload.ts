/** Runs in the sandbox before the page, bundled to one CommonJS file: the page gets four functions and nothing of Electron. */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { ClientMessage } from '../../contract/commands.ts'
import { CHANNELS } from './channels.ts'

ipcRenderer.send(CHANNELS.opened)

contextBridge.exposeInMainWorld('holdfast', {
	send: (message: ClientMessage): void => ipcRenderer.send(CHANNELS.message, message),
	sendAudio: (frame: Uint8Array): void => ipcRenderer.send(CHANNELS.audio, frame),
	/** Returns the way to stop listening. */
	onMessage: (listener: (message: unknown) => void): (() => void) => {
		const hear = (_event: unknown, message: unknown) => listener(message)
		ipcRenderer.on(CHANNELS.message, hear)
		return () => {
			ipcRenderer.off(CHANNELS.message, hear)
		}
	},
	/** Absolute paths of dropped or picked files; those that are not on the disk are left out. */
	pathsOf: (files: File[]): string[] => files.map(file => webUtils.getPathForFile(file)).filter(path => path !== '')
})
