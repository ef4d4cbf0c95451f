import type { WebContents, WebFrameMain } from 'electron'
import type { ClientSession, ClientTransport } from '../client.ts'
import { CHANNELS } from './channels.ts'
import { isOurs } from './origin.ts'

/** What the line to a window needs of it. `ipc` hears this window only. */
export interface WindowEnd extends Pick<WebContents, 'send' | 'isDestroyed' | 'isCrashed'> {
	readonly mainFrame: Frame
	readonly ipc: { on(channel: string, listener: (event: { senderFrame: Frame | null }, ...args: unknown[]) => void): unknown }
	on(event: 'render-process-gone', listener: () => void): unknown
	on(event: 'destroyed', listener: () => void): unknown
}
type Frame = Pick<WebFrameMain, 'url' | 'origin'>

export interface WindowLine {
	/** A message came from a frame that is not our page: nobody heard it. */
	refused(channel: string, from: string): void
	/** The page broke the contract and is not listened to any more. */
	cutOff(reason: string): void
	/** A page of ours has been loaded. */
	opened(): void
	/** It has answered a sign of life. */
	beat(): void
	/** It says something to its counterpart, unparsed: see `recorder-relay.ts`. Gives what is wrong with it, or null. */
	recorder(message: unknown): string | null
	/** It says something about the desktop, unparsed: see `contract/desktop.ts`. Gives what is wrong with it, or null. */
	desktop(message: unknown): string | null
}

/** Connects a window for its whole life; each page that is loaded in it is a client of its own. */
export function connectWindow(contents: WindowEnd, connect: (transport: ClientTransport) => ClientSession, line: WindowLine): void {
	let session: ClientSession | null = null
	let isCutOff = false

	const close = () => {
		const last = session
		session = null
		// A page that crashed is seen by Electron itself: no need to conclude it from silence.
		last?.closed('goodbye')
	}
	const cutOff = (reason: string) => {
		isCutOff = true
		session = null
		line.cutOff(reason)
	}
	const open = (): ClientSession => {
		session = connect({
			send: message => {
				if (!contents.isDestroyed() && !contents.isCrashed()) contents.send(CHANNELS.message, message)
			},
			// Electron does not tell.
			backlog: () => 0,
			close: cutOff
		})
		return session
	}

	/** The one way in: only the window's own frame, showing our own page, is heard. */
	const hear = (channel: string, listener: (argument: unknown) => void) => {
		contents.ipc.on(channel, ({ senderFrame }, ...args) => {
			if (senderFrame === contents.mainFrame && isOurs(senderFrame.url) && isOurs(senderFrame.origin)) listener(args[0])
			else line.refused(channel, senderFrame?.url ?? 'a frame that is gone')
		})
	}

	hear(CHANNELS.opened, () => {
		close()
		isCutOff = false
		line.opened()
		open()
	})
	hear(CHANNELS.beat, () => line.beat())
	/** What is said beside the API: a breach there is a breach too. */
	const hearBeside = (channel: string, listener: (message: unknown) => string | null) =>
		hear(channel, message => {
			const wrong = isCutOff ? null : listener(message)
			if (wrong === null) return
			close()
			cutOff(`protocol violation: ${wrong}`)
		})
	hearBeside(CHANNELS.recorder, message => line.recorder(message))
	hearBeside(CHANNELS.desktop, message => line.desktop(message))
	hear(CHANNELS.message, message => {
		if (!isCutOff) (session ?? open()).message(message)
	})
	hear(CHANNELS.audio, bytes => {
		// What is not bytes is an empty frame, which the contract knows how to refuse.
		if (!isCutOff) (session ?? open()).audio(bytes instanceof Uint8Array ? bytes : new Uint8Array())
	})
	contents.on('render-process-gone', close)
	contents.on('destroyed', close)
}
