import { EventEmitter } from 'node:events'

/** One end of a channel. Nothing is said on ours: only its closing is looked at. */
export class StandInPort extends EventEmitter {
	/** What the other process holds of it; set when the other end is sent there. */
	pipe: { destroy(): void } | null = null
	other: StandInPort | null = null

	start(): void {}

	close(): void {
		this.other?.pipe?.destroy()
	}
}

export class MessageChannelMain {
	readonly port1 = new StandInPort()
	readonly port2 = new StandInPort()

	constructor() {
		this.port1.other = this.port2
	}
}
