import type { PreparedTap } from './tap.ts'

/** A stream that is listened to. */
export interface Listening {
	/** As the system calls it; null when it doesn't say. */
	readonly device: string | null
	/** Whether the system gives nothing of it at the moment. */
	readonly held: boolean
	/** Delivers what was heard so far. */
	flush(): Promise<void>
	/** Looks whether the device goes on in another way than it was opened for. */
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
	/** The browser wants a click before this page may hear; it is heard by itself after one. */
	needsClick(): void
}

/** Listens to the audio of a stream. Throws what the browser throws. */
export async function listenTo(prepared: PreparedTap, stream: MediaStream, listener: Listener): Promise<Listening> {
	const over = new AbortController()
	const { signal } = over
	const tap = await prepared.open(stream, {
		chunk: samples => signal.aborted || listener.samples(samples),
		needsClick: () => signal.aborted || listener.needsClick()
	})
	const [track] = stream.getAudioTracks()
	const rate = track?.getSettings().sampleRate
	let toldChange = false
	track?.addEventListener('ended', () => void tap.flush().then(() => signal.aborted || listener.ended()), { signal })
	track?.addEventListener('mute', () => listener.held(), { signal })
	track?.addEventListener('unmute', () => listener.free(), { signal })
	return {
		device: track?.label ? track.label : null,
		held: track?.muted ?? false,
		flush: () => tap.flush(),
		check() {
			if (toldChange || rate === undefined || track?.getSettings().sampleRate === rate) return
			toldChange = true
			listener.changed()
		},
		stop() {
			over.abort()
			tap.stop()
		}
	}
}
