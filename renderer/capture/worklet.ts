/**
 * Runs on the browser's audio thread: turns what is heard into chunks of mono s16 and posts each. On `flush` it posts what it has of the next
 * one, then `flushed`; on `end` it ends.
 */
import { MICROPHONE } from '../../electron/contract/audio-frame.ts'
import { createResampler } from './resample.ts'

// The worklet's own globals; TypeScript's DOM library has only the page's side.
declare const sampleRate: number
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void
declare class AudioWorkletProcessor {
	readonly port: MessagePort
}

/** Page → worklet. */
export type ToWorklet = { readonly type: 'flush' } | { readonly type: 'end' }
/** Worklet → page. */
export type FromWorklet = { readonly type: 'chunk'; readonly samples: Int16Array<ArrayBuffer> } | { readonly type: 'flushed' }

class MicrophoneChunks extends AudioWorkletProcessor {
	#resample = createResampler(sampleRate, MICROPHONE.sampleRate)
	#chunk = new Int16Array(MICROPHONE.chunkSamples)
	#filled = 0
	#ended = false

	constructor() {
		super()
		this.port.onmessage = event => {
			if ((event.data as ToWorklet).type === 'end') this.#ended = true
			else {
				if (this.#filled > 0) this.#post(this.#chunk.slice(0, this.#filled))
				this.#filled = 0
				this.port.postMessage({ type: 'flushed' } satisfies FromWorklet)
			}
		}
	}

	process(inputs: readonly (readonly Float32Array[])[]): boolean {
		const channels = inputs[0] ?? []
		if (this.#ended || channels[0] === undefined) return !this.#ended
		for (const sample of this.#resample(mix(channels))) {
			this.#chunk[this.#filled++] = Math.round(Math.max(-1, Math.min(1, sample)) * 32_767)
			if (this.#filled === this.#chunk.length) {
				this.#post(this.#chunk)
				this.#chunk = new Int16Array(MICROPHONE.chunkSamples)
				this.#filled = 0
			}
		}
		return true
	}

	#post(samples: Int16Array<ArrayBuffer>): void {
		this.port.postMessage({ type: 'chunk', samples } satisfies FromWorklet, [samples.buffer])
	}
}

function mix(channels: readonly Float32Array[]): Float32Array {
	const first = channels[0] ?? new Float32Array()
	if (channels.length === 1) return first
	return first.map((_, i) => channels.reduce((sum, channel) => sum + (channel[i] ?? 0), 0) / channels.length)
}

registerProcessor('microphone-chunks', MicrophoneChunks)
