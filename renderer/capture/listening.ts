import { MICROPHONE } from '../../electron/contract/audio-frame.ts'
import type { FromWorklet, ToWorklet } from './worklet.ts'
import workletUrl from './worklet.ts?worker&url'

/** A stream that is listened to. */
export interface Listening {
	/** As the system calls it; null when it doesn't say. */
	readonly device: string | null
	/** Whether the system gives nothing of it at the moment. */
	readonly held: boolean
	/** Delivers what was heard so far; resolves at the latest after a moment, for a stuck graph never answers. */
	flush(): Promise<void>
	/** Looks whether the device goes on in another way than the graph was built for. */
	check(): void
	/** Ends it at once. The stream itself is the caller's. */
	stop(): void
}

export interface Listener {
	/** Mono s16 at `MICROPHONE.sampleRate`, in order, without holes; 100 ms each but those of a flush. */
	samples(chunk: Int16Array): void
	/** The device ended by itself (unplugged, taken away): everything it delivered has come. */
	ended(): void
	/** The system gives nothing of it for now; `free`: it does again. */
	held(): void
	free(): void
	/** Its sample rate is another. */
	changed(): void
	/** The browser wants a click before this page may hear; the graph runs by itself after one. */
	needsClick(): void
}

/** A graph that does not answer in this time is stuck, ms. */
const FLUSH_MS = 300
/** An audio context that may run does so after this, ms. */
const RUNS_AFTER_MS = 500

/** Listens to the audio of a stream. Throws what the browser throws. */
export async function listenTo(stream: MediaStream, listener: Listener): Promise<Listening> {
	const { context, source } = openGraph(stream)
	try {
		await context.audioWorklet.addModule(workletUrl)
	} catch (error) {
		void context.close()
		throw error
	}
	const node = new AudioWorkletNode(context, 'microphone-chunks', { numberOfInputs: 1, numberOfOutputs: 0 })
	const track = stream.getAudioTracks()[0]
	const rate = track?.getSettings().sampleRate
	const ended = new AbortController()
	let flushed = () => {}
	let toldChange = false
	node.port.onmessage = event => {
		const message = event.data as FromWorklet
		if (message.type === 'flushed') flushed()
		else if (!ended.signal.aborted) listener.samples(message.samples)
	}
	source.connect(node)

	const flush = () =>
		new Promise<void>(resolve => {
			setTimeout(resolve, FLUSH_MS)
			flushed = resolve
			node.port.postMessage({ type: 'flush' } satisfies ToWorklet)
		})
	const { signal } = ended
	track?.addEventListener('ended', () => void flush().then(() => signal.aborted || listener.ended()), { signal })
	track?.addEventListener('mute', () => listener.held(), { signal })
	track?.addEventListener('unmute', () => listener.free(), { signal })
	// A context may be stopped from outside (a call on a phone, a sleeping machine): it is set going again, and what it missed is seen by what comes.
	const run = () => void keepRunning(context, listener, signal)
	context.addEventListener('statechange', () => context.state !== 'running' && run(), { signal })
	run()
	return {
		device: track?.label ? track.label : null,
		held: track?.muted ?? false,
		flush,
		check() {
			if (toldChange || rate === undefined || track?.getSettings().sampleRate === rate) return
			toldChange = true
			listener.changed()
		},
		stop() {
			ended.abort()
			node.port.postMessage({ type: 'end' } satisfies ToWorklet)
			source.disconnect()
			if (context.state !== 'closed') void context.close()
		}
	}
}

/** A page that was not clicked yet has its audio held back: said, and tried again at the first click or key. */
async function keepRunning(context: AudioContext, listener: Listener, signal: AbortSignal): Promise<void> {
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
