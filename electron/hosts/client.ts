import type { ServerMessage } from '../contract/events.ts'

/**
 * One window, seen from main: the server gives it a `Client` to call and gets back what to do with what the window says.
 * Both transports (IPC, WebSocket) fulfil the left side and call the right one, and hold no logic.
 */
export interface ClientTransport {
	send(message: ServerMessage): void
	/** Bytes queued and not yet taken by the window; a slow window loses partials first. 0 where the transport can't tell. */
	backlog(): number
	/** The window broke the contract: it is cut off, with a reason for the log. */
	close(reason: string): void
}

export interface ClientSession {
	/** A message as it came, unparsed. */
	message(raw: unknown): void
	/** A microphone frame as it came. */
	audio(bytes: Uint8Array): void
	/** The window is gone. `lost`: its line broke without a goodbye; it may come back. */
	closed(how: 'goodbye' | 'lost'): void
}
