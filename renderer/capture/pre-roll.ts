import { MICROPHONE } from '../../electron/contract/audio-frame.ts'

/** So much of what the meter heard before Record was pressed belongs to the recording: who presses speaks already. */
const PRE_ROLL_SAMPLES = MICROPHONE.sampleRate / 2

/** The last half second of what was heard. */
export class PreRoll {
	#chunks: Int16Array[] = []

	add(samples: Int16Array): void {
		this.#chunks.push(samples)
		while (this.#length() - (this.#chunks[0]?.length ?? 0) >= PRE_ROLL_SAMPLES) this.#chunks.shift()
	}

	/** All of it in one piece; nothing is left. */
	take(): Int16Array {
		const all = new Int16Array(this.#length())
		let at = 0
		for (const chunk of this.#chunks.splice(0)) {
			all.set(chunk, at)
			at += chunk.length
		}
		return all.subarray(Math.max(0, all.length - PRE_ROLL_SAMPLES))
	}

	#length(): number {
		return this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0)
	}
}
