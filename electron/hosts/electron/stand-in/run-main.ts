/** Starts `main.ts` under the stand-in as a process of its own, and plays the user and the page. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Details, MediaAccessPermissionRequest, ProcessMetric, Rectangle } from 'electron'
import type { ClientMessage } from '../../../contract/commands.ts'
import type { FromWindowToDesktop } from '../../../contract/desktop.ts'
import type { FromRecorder, FromWindow } from '../../../contract/recorder.ts'
import type { StandInFrame } from './ipc.ts'

/** What a page finds as `window.holdfast`. */
export interface PageBridge {
	send(message: ClientMessage): void
	sendAudio(frame: Uint8Array): void
	onMessage(listener: (message: unknown) => void): () => void
	sendRecorder(message: FromWindow | FromRecorder): void
	onRecorder(listener: (message: unknown) => void): () => void
	sendDesktop(message: FromWindowToDesktop): void
	onDesktop(listener: (message: unknown) => void): () => void
	pathsOf(files: File[]): string[]
}

/** The window that the user sees, and the one that records. */
export type WindowName = 'window' | 'recorder'

/** What concerns a page concerns the window's, unless said otherwise. */
export type Deed = { readonly in?: WindowName } & (
	| { readonly do: 'calls' | 'bridge' | 'listen' | 'close-window' | 'quit' }
	| { readonly do: 'send'; readonly message: ClientMessage }
	| { readonly do: 'send-audio'; readonly base64: string }
	| { readonly do: 'send-recorder'; readonly message: FromWindow | FromRecorder }
	| { readonly do: 'send-desktop'; readonly message: FromWindowToDesktop }
	/** The user chooses what is so called in the menu bar or the tray's menu. */
	| { readonly do: 'choose'; readonly from: 'bar' | 'tray'; readonly label: string }
	/** The names in the menu bar or the tray's menu, with those below them. */
	| { readonly do: 'menu'; readonly from: 'bar' | 'tray' }
	/** Keys are pressed in another program; gives whether anybody has them. */
	| { readonly do: 'press'; readonly keys: string }
	/** From now on another program has them. */
	| { readonly do: 'take-keys'; readonly keys: string }
	/** The last notification is clicked. */
	| { readonly do: 'click-notification' }
	| { readonly do: 'pick'; readonly paths: readonly string[] }
	/** macOS asks for a file or a link to be opened. */
	| { readonly do: 'open-from-outside'; readonly event: 'open-file' | 'open-url'; readonly what: string }
	/** The machine falls asleep, wakes, or shuts down, which gives whether it is to wait; Windows ends the user's session. */
	| { readonly do: 'power'; readonly event: 'suspend' | 'resume' | 'shutdown' }
	| { readonly do: 'end-session' }
	/** A page calls `getDisplayMedia`. */
	| { readonly do: 'display-media'; readonly audio: boolean }
	/** The page's thread is stuck, or is not any more. */
	| { readonly do: 'hang-page'; readonly hangs: boolean }
	| { readonly do: 'unresponsive' }
	| { readonly do: 'metrics'; readonly metrics: readonly Partial<ProcessMetric>[] }
	| { readonly do: 'helper-gone'; readonly details: Details }
	| { readonly do: 'move-window'; readonly bounds: Rectangle }
	| { readonly do: 'go-to'; readonly hash: string }
	/** The button that the user presses at the next question. */
	| { readonly do: 'answer'; readonly response: number }
	| { readonly do: 'drop'; readonly paths: readonly string[] }
	| { readonly do: 'deliver'; readonly channel: string; readonly args: readonly unknown[]; readonly frame: StandInFrame | 'own' | null }
	| { readonly do: 'fetch'; readonly url: string; readonly headers?: Record<string, string> }
	| {
			readonly do: 'wants'
			readonly what: 'will-navigate' | 'will-redirect' | 'will-frame-navigate' | 'will-attach-webview' | 'window-open'
			readonly url: string
	  }
	| { readonly do: 'ask'; readonly permission: string; readonly details: MediaAccessPermissionRequest }
	| { readonly do: 'crash-page'; readonly reason: string }
	| { readonly do: 'throw'; readonly message: string }
)

export type Reply =
	| { readonly id: number; readonly value: unknown }
	| { readonly id: number; readonly error: string }
	/** What a page was told by main, or by its counterpart. */
	| { readonly message: unknown; readonly to: WindowName; readonly by: 'main' | 'other-page' | 'desktop' }
	/** Said when it ends: every call it made. */
	| { readonly lastCalls: readonly string[] }

export class RunningMain {
	readonly process: ChildProcess
	/** What the window's page was told by main, in order, and what the page that records was. */
	readonly heard: unknown[] = []
	readonly heardByRecorder: unknown[] = []
	/** What both were told by each other, or by main in the other's place. */
	readonly relayed: Record<WindowName, unknown[]> = { window: [], recorder: [] }
	/** What main told the window about the desktop. */
	readonly desktop: unknown[] = []
	stderr = ''
	/** When it has ended: every call it made. */
	lastCalls: readonly string[] = []
	readonly ended: Promise<readonly [code: number | null, signal: string | null]>
	readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
	#orders = 0

	constructor(mainPath: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
		this.process = fork(mainPath, args, {
			// Electron unpackaged has our program as an argument: so has Node.
			execArgv: ['--import', fileURLToPath(new URL('./register.ts', import.meta.url))],
			env: { ...process.env, ...env, HOLDFAST_STAND_IN_REMOTE: '1' },
			stdio: ['ignore', 'pipe', 'pipe', 'ipc']
		})
		for (const stream of [this.process.stdout, this.process.stderr]) {
			stream?.setEncoding('utf8').on('data', text => {
				this.stderr += text
			})
		}
		this.process.on('message', (reply: Reply) => this.#take(reply))
		this.ended = once(this.process, 'exit').then(([code, signal]) => [code, signal] as const)
		void this.ended.then(() => {
			for (const { reject } of this.#waiting.values()) reject(new Error(`main has ended: ${this.stderr}`))
		})
	}

	/** Rejects when it could not be done, or main ended over it. */
	async order(deed: Deed): Promise<unknown> {
		const id = ++this.#orders
		const { promise, resolve, reject } = Promise.withResolvers<unknown>()
		this.#waiting.set(id, { resolve, reject })
		this.process.send({ id, deed }, error => {
			if (error) reject(new Error(`main has ended before it could ${deed.do} (${error.message}): ${this.stderr}`))
		})
		return promise
	}

	async calls(): Promise<readonly string[]> {
		const calls = await this.order({ do: 'calls' })
		return Array.isArray(calls) ? calls.map(String) : []
	}

	/** Waits until `is` gives something, asking every 20 ms. Throws after `withinMs`: on a busy machine a model alone may take 12 s to load. */
	async until<T>(what: string, is: () => Promise<T | null | undefined> | T | null | undefined, withinMs = 60_000): Promise<T> {
		const deadline = Date.now() + withinMs
		for (;;) {
			const found = await is()
			if (found !== null && found !== undefined && found !== false) return found
			if (Date.now() > deadline)
				throw new Error(`Waited ${withinMs} ms for ${what}. Last heard: ${JSON.stringify(this.heard.at(-1))}. ${this.stderr}`)
			await delay(20)
		}
	}

	/** The next page is there and listens. */
	async page(name: WindowName = 'window'): Promise<void> {
		await this.until('a page', () =>
			this.order({ do: 'listen', in: name }).then(
				() => true,
				() => null
			)
		)
	}

	#take(reply: Reply): void {
		if ('message' in reply) {
			if (reply.by === 'desktop') this.desktop.push(reply.message)
			else if (reply.by === 'other-page') this.relayed[reply.to].push(reply.message)
			else (reply.to === 'window' ? this.heard : this.heardByRecorder).push(reply.message)
			return
		}
		if ('lastCalls' in reply) {
			this.lastCalls = reply.lastCalls
			return
		}
		const waiting = this.#waiting.get(reply.id)
		this.#waiting.delete(reply.id)
		if ('error' in reply) waiting?.reject(new Error(reply.error))
		else waiting?.resolve(reply.value)
	}
}
