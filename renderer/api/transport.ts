import type { ClientMessage } from '../../electron/contract/commands.ts'

/** A line to main: a WebSocket or Electron's IPC. It carries bytes and holds no logic but coming back by itself. */
export interface Transport {
	/** Connects, and connects again whenever the line drops. Call once. */
	start(listener: TransportListener): void
	/** Dropped silently while the line is down: whoever sends learns of that by `lost`. */
	send(message: ClientMessage): void
	sendAudio(frame: Uint8Array<ArrayBuffer>): void
}

export interface TransportListener {
	opened(): void
	/** A message as it came, unparsed. */
	message(raw: unknown): void
	lost(): void
}
