import type { ClientMessage } from '../../electron/contract/commands.ts'
import type { FromWindowToDesktop } from '../../electron/contract/desktop.ts'
import type { FromRecorder, FromWindow } from '../../electron/contract/recorder.ts'
import type { Transport } from './transport.ts'

/** What the preload script offers. */
export interface HoldfastBridge {
	send(message: ClientMessage): void
	sendAudio(frame: Uint8Array): void
	/** Returns the way to stop listening. */
	onMessage(listener: (message: unknown) => void): () => void
	/** From the window to the page that records, or the other way: main knows which of them it comes from. */
	sendRecorder(message: FromWindow | FromRecorder): void
	/** What the other of the two, or main in its place, says. Returns the way to stop listening. */
	onRecorder(listener: (message: unknown) => void): () => void
	/** To main, about menus, tray and the system around the window. */
	sendDesktop(message: FromWindowToDesktop): void
	/** What was chosen there. Returns the way to stop listening. */
	onDesktop(listener: (message: unknown) => void): () => void
	/** Absolute paths of dropped or picked files. */
	pathsOf(files: File[]): string[]
}

/** The bridge when the page runs in Electron, else null. */
export function electronBridge(): HoldfastBridge | null {
	return (globalThis as { holdfast?: HoldfastBridge }).holdfast ?? null
}

/** The line of the Electron host. It is up as long as the page is: when main dies, so does the window. */
export function electronTransport(bridge: HoldfastBridge): Transport {
	return {
		start(listener) {
			bridge.onMessage(message => listener.message(message))
			listener.opened()
		},
		send: message => bridge.send(message),
		sendAudio: frame => bridge.sendAudio(frame)
	}
}

/** Paths of files that the user has given; the system's list of recent files learns of them. */
export function pathsOf(bridge: HoldfastBridge, files: File[]): string[] {
	const paths = bridge.pathsOf(files)
	if (paths.length > 0) bridge.sendDesktop({ type: 'picked', paths })
	return paths
}
