import type { RecorderState } from '../../electron/contract/recorder.ts'
import type { Problem } from '../api/problem.ts'
import type { InputEvent } from './inputs.ts'
import { isClipping, isFlat, levelOf, loudnessAfter, notLoud, peaksOf } from './loudness.ts'
import { PreRoll } from './pre-roll.ts'
import { held, NEEDS_CLICK } from './trouble.ts'

/** What a microphone that is open for its level only says, and the last half second that it heard. */
export class Meter {
	readonly preRoll = new PreRoll()
	#loudness = notLoud
	#device: string | null = null
	#isHeld = false

	get device(): string | null {
		return this.#device
	}

	/** Gives why nothing is heard, or null. */
	hear(event: InputEvent): Problem | null {
		switch (event.type) {
			case 'opened':
				this.#device = event.device
				this.#isHeld = event.held
				break
			case 'chunk':
				this.preRoll.add(event.samples)
				this.#loudness = loudnessAfter(this.#loudness, peaksOf(event.samples))
				break
			case 'held':
			case 'free':
				this.#isHeld = event.type === 'held'
				break
			case 'needs-click':
				return NEEDS_CLICK
			case 'not-opened':
			case 'ended':
			case 'changed':
				this.reset()
				break
			default:
				event satisfies never
		}
		return this.#isHeld ? held(this.#device) : null
	}

	reset(): void {
		this.preRoll.take()
		this.#loudness = notLoud
		this.#device = null
		this.#isHeld = false
	}

	shown(): Pick<RecorderState, 'level' | 'flat' | 'clipping' | 'device'> {
		return { level: levelOf(this.#loudness), flat: isFlat(this.#loudness), clipping: isClipping(this.#loudness), device: this.#device }
	}
}
