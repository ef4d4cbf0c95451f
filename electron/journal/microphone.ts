import { JournalWriter } from '../../native-bridge/journal/writer.ts'
import { fail, ok, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import type { AudioFrame } from '../contract/audio-frame.ts'

export type Receipt =
	/** The journal holds `samples`. */
	| { readonly kind: 'saved'; readonly samples: number }
	/** It could not be written now; the page keeps it and sends again from `samples`. */
	| { readonly kind: 'not-saved'; readonly samples: number; readonly problem: Problem }
	/** No such recording is open. */
	| { readonly kind: 'unknown-recording' }

/**
 * Recordings that are open: puts microphone frames into their journals in order. A frame says at which sample it begins, so a
 * repeated one is dropped, an overlapping one is cut, and one from the future is refused: nothing is doubled or spliced.
 */
export class Microphone {
	readonly #open = new Map<string, JournalWriter>()

	isOpen(recording: string): boolean {
		return this.#open.has(recording)
	}

	/** Opens (or finds open) the journal at `path`; the value is how many samples it holds. */
	open(recording: string, path: string): Result<number> {
		const already = this.#open.get(recording)
		if (already) return ok(already.samples)
		const writer = JournalWriter.open(path)
		if (!writer.ok) return writer
		this.#open.set(recording, writer.value)
		return ok(writer.value.samples)
	}

	frame(frame: AudioFrame): Receipt {
		const writer = this.#open.get(frame.recording)
		if (!writer) return { kind: 'unknown-recording' }
		const have = writer.samples
		if (frame.fromSample > have) {
			const problem = fail('audio-missing', `The recording ends at sample ${have}, the audio that came begins at ${frame.fromSample}.`, {
				have,
				came: frame.fromSample
			}).problem
			return { kind: 'not-saved', samples: have, problem }
		}
		const fresh = frame.samples.subarray(have - frame.fromSample)
		if (fresh.length > 0) {
			const appended = writer.append(fresh)
			if (!appended.ok) return { kind: 'not-saved', samples: writer.samples, problem: appended.problem }
		}
		return { kind: 'saved', samples: writer.samples }
	}

	/** Closes the journal; the value is how many samples it holds, or null when it was not open. */
	close(recording: string): number | null {
		const writer = this.#open.get(recording)
		if (!writer) return null
		this.#open.delete(recording)
		writer.close()
		return writer.samples
	}

	/** Closes all, at the end of main. They are found again at its next start. */
	closeAll(): void {
		for (const recording of [...this.#open.keys()]) this.close(recording)
	}
}
