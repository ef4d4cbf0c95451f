/** Runs on the browser's audio thread: cuts what is heard into chunks and posts them. Where there is no `MediaStreamTrackProcessor`. */
import { Chunker } from './chunker.ts'
import type { FromTap, ToTap } from './tap.ts'

// The worklet's own globals; TypeScript's DOM library has only the page's side.
declare const sampleRate: number
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void
declare class AudioWorkletProcessor {
	readonly port: MessagePort
}

class MicrophoneChunks extends AudioWorkletProcessor {
	#chunker = new Chunker(samples => this.port.postMessage({ type: 'chunk', samples } satisfies FromTap, [samples.buffer]))
	#ended = false

	constructor() {
		super()
		this.port.onmessage = event => {
			if ((event.data as ToTap).type === 'end') this.#ended = true
			else {
				this.#chunker.flush()
				this.port.postMessage({ type: 'flushed' } satisfies FromTap)
			}
		}
	}

	process(inputs: readonly (readonly Float32Array[])[]): boolean {
		const channels = inputs[0] ?? []
		if (!this.#ended && channels[0] !== undefined) this.#chunker.add(channels, sampleRate)
		return !this.#ended
	}
}

registerProcessor('microphone-chunks', MicrophoneChunks)
