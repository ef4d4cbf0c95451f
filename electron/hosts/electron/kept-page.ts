import type { RenderProcessGoneDetails, WebContents } from 'electron'
import type { ProcessGone } from '../process-gone.ts'
import { CHANNELS } from './channels.ts'
import { factsOfGone } from './gone-facts.ts'
import { BEAT_MS, type HeartbeatEvent, listenTo, noHeartbeat, type Patience } from './heartbeat.ts'
import { type Limit, onceMore } from './limit.ts'

/** What keeping a page alive needs of it. */
export interface Mortal
	extends Pick<
		WebContents,
		'reload' | 'send' | 'isDestroyed' | 'isCrashed' | 'isDevToolsOpened' | 'forcefullyCrashRenderer' | 'getOSProcessId'
	> {
	on(event: 'render-process-gone', listener: (event: unknown, details: RenderProcessGoneDetails) => void): unknown
	on(event: 'unresponsive' | 'responsive' | 'destroyed', listener: () => void): unknown
}

export interface KeptPageOptions {
	/** `window`, `recorder`: deaths are recorded under `window#1`, `window#2`… */
	readonly name: string
	readonly reloads: Limit
	readonly patience: Patience
	readonly platform: NodeJS.Platform
	readonly now: () => number
	/** A death, and what is done about it; called before that is done. Gives the id of its record, if there is one. */
	gone(gone: ProcessGone): string | null
	/** The page is back after the death of that record. */
	back(exit: string, pid: number): void
	/** Died too often: what to show instead, if anything. */
	gaveUp(): void
}

/** Keeps a page alive: brings it back when it died, ends it when it hangs, gives up when it dies too often. */
export class KeptPage {
	readonly #contents: Mortal
	readonly #options: KeptPageOptions
	readonly #looking: NodeJS.Timeout
	#heart = noHeartbeat
	#lives = 0
	#pid: number | null = null
	#startedAt: number | null = null
	#killedFor: 'hang' | 'protocol' | null = null
	#reloads: readonly number[] = []
	/** The death that it has to come back from. */
	#death: string | null = null
	#beats = 0
	#gaveUp = false

	constructor(contents: Mortal, options: KeptPageOptions) {
		this.#contents = contents
		this.#options = options
		contents.on('render-process-gone', (_event, details) => {
			if (details.reason !== 'clean-exit') this.#died(details)
		})
		contents.on('unresponsive', () => this.#hear('unresponsive'))
		contents.on('responsive', () => this.#hear('responsive'))
		contents.on('destroyed', () => clearInterval(this.#looking))
		this.#looking = setInterval(() => this.#look(), BEAT_MS)
		// It must not keep main from ending.
		this.#looking.unref()
		this.loading()
	}

	/** Died too often: what is shown is not ours. */
	get gaveUp(): boolean {
		return this.#gaveUp
	}

	/** Given up, and wanted again: one more try. */
	revive(): void {
		if (!this.#gaveUp || this.#contents.isDestroyed()) return
		this.#gaveUp = false
		this.loading()
		this.#contents.reload()
	}

	/** It has been ordered to load a page of ours. */
	loading(): void {
		this.#hear('loading')
	}

	/** A page of ours is there; it says so first of all. */
	opened(): void {
		this.#gaveUp = false
		this.#hear('opened')
		const pid = this.#contents.getOSProcessId()
		if (pid !== this.#pid) {
			this.#lives++
			this.#startedAt = this.#options.now()
		}
		this.#pid = pid
		if (this.#death !== null) this.#options.back(this.#death, pid)
		this.#death = null
	}

	/** It has answered. */
	beat(): void {
		this.#hear('beat')
	}

	/** The page lives, but must not go on (it broke the contract): its process is ended, and that is recorded as any death. */
	end(killedFor: 'hang' | 'protocol'): void {
		if (this.#contents.isDestroyed() || this.#contents.isCrashed()) return
		this.#killedFor ??= killedFor
		this.#hear('gone')
		this.#contents.forcefullyCrashRenderer()
	}

	#look(): void {
		if (this.#contents.isDestroyed() || this.#contents.isCrashed()) return
		// A page held at a breakpoint is silent too.
		if (this.#contents.isDevToolsOpened()) this.#hear('beat')
		if (this.#hear('look')) this.end('hang')
		else if (this.#heart.silentSince !== null) this.#contents.send(CHANNELS.beat, ++this.#beats)
	}

	#hear(type: HeartbeatEvent['type']): boolean {
		const [next, hangs] = listenTo(this.#heart, { type, at: this.#options.now() }, this.#options.patience)
		this.#heart = next
		return hangs
	}

	#died(details: RenderProcessGoneDetails): void {
		const { name, now, platform, reloads, gone, gaveUp } = this.#options
		this.#hear('gone')
		const times = onceMore(reloads, this.#reloads, now())
		this.#reloads = times ?? []
		const killedFor = this.#killedFor
		this.#killedFor = null
		const exit = gone({
			role: 'window',
			// One that never opened counts as the life that it would have been.
			label: `${name}#${this.#pid === null ? this.#lives + 1 : this.#lives}`,
			pid: this.#pid,
			startedAt: this.#startedAt,
			facts: factsOfGone(details, this.#pid, platform),
			killedFor,
			recovery: times ? 'reloaded' : 'gave-up'
		})
		this.#pid = null
		this.#startedAt = null
		if (this.#contents.isDestroyed()) return
		if (!times) {
			this.#death = null
			this.#gaveUp = true
			gaveUp()
			return
		}
		this.#death = exit
		this.loading()
		// Safe here: the event comes one task after the death (electron/electron#51900).
		this.#contents.reload()
	}
}
