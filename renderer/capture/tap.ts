import { MICROPHONE } from '../../electron/contract/audio-frame.ts'
import tapWorkerUrl from './tap-worker.ts?worker&url'
import workletUrl from './worklet.ts?worker&url'

/** Page → where audio is cut into chunks. `audio`: of `AudioData`, to a worker only. */
export type ToTap = { readonly type: 'read'; readonly audio: ReadableStream } | { readonly type: 'flush' } | { readonly type: 'end' }
/** `ready`: it listens (a worker only). */
export type FromTap =
	| { readonly type: 'ready' }
	| { readonly type: 'chunk'; readonly samples: Int16Array<ArrayBuffer> }
	| { readonly type: 'flushed' }

/** Where the audio of a stream comes out. */
export interface Tap {
	/** Delivers what was heard so far; resolves at the latest after a moment, for a stuck one never answers. */
	flush(): Promise<void>
	stop(): void
}

interface TapListener {
	chunk(samples: Int16Array): void
	/** The browser wants a click before this page may hear; it is heard by itself after one. */
	needsClick(): void
}

/** Chromium's; audio is not in the specification. */
type TrackProcessor = new (options: { track: MediaStreamTrack; maxBufferSize: number }) => { readonly readable: ReadableStream }

/** One that does not answer in this time is stuck, ms. */
const FLUSH_MS = 300
/** Blocks of 10 ms that wait for a busy machine: a minute. */
const MOST_WAITING = 6_000
/** An audio context that may run does so after this, ms. */
const RUNS_AFTER_MS = 500

export interface PreparedTap {
	/** Throws what the browser throws. */
	open(stream: MediaStream, listener: TapListener): Promise<Tap>
	/** It is not needed. */
	drop(): void
}

/**
 * Makes ready what reads a stream, while that is still being asked for: what waited for it would come late, and in a burst.
 *
 * Where the browser has it, audio is read from the track itself: each sample that the device gave, by the device's clock, whatever the output
 * does. Elsewhere (Firefox, Safari) it passes an audio graph, which runs by the clock of the output and drops what it can't take.
 */
export function prepareTap(): PreparedTap {
	const Processor = (globalThis as { MediaStreamTrackProcessor?: TrackProcessor }).MediaStreamTrackProcessor
	if (!Processor) return { open: tapGraph, drop() {} }
	const worker = new Worker(tapWorkerUrl, { type: 'module' })
	const isReady = new Promise<boolean>(resolve => {
		worker.onmessage = () => resolve(true)
		worker.onerror = () => resolve(false)
	})
	return {
		async open(stream, listener) {
			const [track] = stream.getAudioTracks()
			if (track && (await isReady)) return tapTrack(worker, new Processor({ track, maxBufferSize: MOST_WAITING }).readable, listener)
			worker.terminate()
			return tapGraph(stream, listener)
		},
		drop: () => worker.terminate()
	}
}

function tapTrack(worker: Worker, audio: ReadableStream, listener: TapListener): Tap {
	const { send, flush } = talk(worker, (message, transfer) => worker.postMessage(message, transfer), listener)
	send({ type: 'read', audio }, [audio])
	return { flush, stop: () => worker.terminate() }
}

async function tapGraph(stream: MediaStream, listener: TapListener): Promise<Tap> {
	const { context, source } = openGraph(stream)
	try {
		await context.audioWorklet.addModule(workletUrl)
	} catch (error) {
		void context.close()
		throw error
	}
	const node = new AudioWorkletNode(context, 'microphone-chunks', { numberOfInputs: 1, numberOfOutputs: 0 })
	const { send, flush } = talk(node.port, (message, transfer) => node.port.postMessage(message, transfer), listener)
	const ended = new AbortController()
	source.connect(node)
	// A context may be stopped from outside (a call on a phone, a sleeping machine): it is set going again, and what it missed is seen by what comes.
	const run = () => void keepRunning(context, listener, ended.signal)
	context.addEventListener('statechange', () => context.state !== 'running' && run(), { signal: ended.signal })
	run()
	return {
		flush,
		stop() {
			ended.abort()
			send({ type: 'end' })
			source.disconnect()
			if (context.state !== 'closed') void context.close()
		}
	}
}

/** The messages of either kind. */
function talk(
	from: { onmessage: ((event: MessageEvent) => void) | null },
	send: (message: ToTap, transfer: Transferable[]) => void,
	listener: TapListener
) {
	let flushed = () => {}
	from.onmessage = event => {
		const message = event.data as FromTap
		if (message.type === 'flushed') flushed()
		else if (message.type === 'chunk') listener.chunk(message.samples)
	}
	return {
		send: (message: ToTap, transfer: Transferable[] = []) => send(message, transfer),
		flush: () =>
			new Promise<void>(resolve => {
				setTimeout(resolve, FLUSH_MS)
				flushed = resolve
				send({ type: 'flush' }, [])
			})
	}
}

/** A page that was not clicked yet has its audio held back: said, and tried again at the first click or key. */
async function keepRunning(context: AudioContext, listener: TapListener, signal: AbortSignal): Promise<void> {
	const resume = () => context.state === 'closed' || void context.resume().catch(() => {})
	resume()
	await new Promise(resolve => setTimeout(resolve, RUNS_AFTER_MS))
	if (signal.aborted || context.state === 'running' || context.state === 'closed') return
	listener.needsClick()
	for (const gesture of ['pointerdown', 'keydown'] as const) document.addEventListener(gesture, resume, { signal, capture: true })
}

/** The browser resamples to our rate where it can; where it can't (Firefox), the graph runs at the device's rate and the worklet does. */
function openGraph(stream: MediaStream): { context: AudioContext; source: MediaStreamAudioSourceNode } {
	const context = new AudioContext({ sampleRate: MICROPHONE.sampleRate })
	try {
		return { context, source: context.createMediaStreamSource(stream) }
	} catch {
		void context.close()
		const native = new AudioContext()
		return { context: native, source: native.createMediaStreamSource(stream) }
	}
}
