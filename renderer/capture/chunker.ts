import { MICROPHONE } from '../../electron/contract/audio-frame.ts'
import { createResampler } from './resample.ts'

/** Turns blocks of audio of any rate into chunks of mono s16 at our rate, in order and without holes. */
export class Chunker {
	readonly #post: (samples: Int16Array<ArrayBuffer>) => void
	#rate = 0
	#resample: (block: Float32Array) => Float32Array = block => block
	#chunk = new Int16Array(MICROPHONE.chunkSamples)
	#filled = 0

	/** `post` may keep, or transfer, what it is given. */
	constructor(post: (samples: Int16Array<ArrayBuffer>) => void) {
		this.#post = post
	}

	/** A block of each channel, at `rate` samples a second; a device may change its rate. */
	add(channels: readonly Float32Array[], rate: number): void {
		if (rate !== this.#rate) {
			this.#rate = rate
			this.#resample = createResampler(rate, MICROPHONE.sampleRate)
		}
		for (const sample of this.#resample(mix(channels))) {
			this.#chunk[this.#filled++] = toInteger(sample)
			if (this.#filled === this.#chunk.length) this.#postChunk()
		}
	}

	/** Gives what there is of the next chunk. */
	flush(): void {
		if (this.#filled > 0) this.#postChunk()
	}

	#postChunk(): void {
		const whole = this.#filled === this.#chunk.length
		this.#post(whole ? this.#chunk : this.#chunk.slice(0, this.#filled))
		if (whole) this.#chunk = new Int16Array(MICROPHONE.chunkSamples)
		this.#filled = 0
	}
}

/** The other way round from how browsers make numbers of what a device gives, so that what it gave is kept bit for bit. */
export function toInteger(sample: number): number {
	return Math.round(Math.max(-1, Math.min(1, sample)) * (sample < 0 ? 32_768 : 32_767))
}

function mix(channels: readonly Float32Array[]): Float32Array {
	const first = channels[0] ?? new Float32Array()
	if (channels.length === 1) return first
	return first.map((_, i) => channels.reduce((sum, channel) => sum + (channel[i] ?? 0), 0) / channels.length)
}
