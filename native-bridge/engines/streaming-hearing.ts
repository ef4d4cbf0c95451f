import { setImmediate } from 'node:timers/promises'
import type { OnlineRecognizer, OnlineStream } from 'sherpa-onnx-node'
import { SAMPLE_RATE, samplesOf } from '../protocol/units.ts'
import type { Heard } from './guards.ts'

/** Silence behind the last sample, so that the last word has left the recogniser: more than any chunk is long. */
const TAIL = new Float32Array(samplesOf(1.6))

/** What a streaming recogniser has heard since it began to listen. It begins anew with each. */
export class Hearing {
	readonly #recognizer: OnlineRecognizer
	readonly #stream: OnlineStream
	#heard: Heard = { text: '', tokens: [] }
	#endpoint = false

	constructor(recognizer: OnlineRecognizer) {
		this.#recognizer = recognizer
		this.#stream = recognizer.createStream()
	}

	feed(samples: Float32Array): void {
		if (samples.length > 0) this.#stream.acceptWaveform({ samples, sampleRate: SAMPLE_RATE })
	}

	/** Nothing comes any more. */
	feedEnd(): void {
		this.feed(TAIL)
	}

	/** Whether there is enough for another look. */
	get ready(): boolean {
		return this.#recognizer.isReady(this.#stream)
	}

	/** Listens to all that it was fed, a fraction of a second at a time. Each blocks; between two of them the process answers. */
	async decode(): Promise<void> {
		for (let n = 0; this.#recognizer.isReady(this.#stream); n++) {
			if (n > 0) await setImmediate()
			this.#recognizer.decode(this.#stream)
		}
		const { text, tokens, timestamps, ys_probs } = this.#recognizer.getResult(this.#stream)
		this.#heard = { text: text.trim(), tokens, times: timestamps, logProbs: ys_probs }
		this.#endpoint = this.#recognizer.isEndpoint(this.#stream)
	}

	get heard(): Heard {
		return this.#heard
	}

	get text(): string {
		return this.#heard.text
	}

	/** Whether enough silence followed what was said. */
	get endpoint(): boolean {
		return this.#endpoint
	}
}
