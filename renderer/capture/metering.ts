import type { RecorderState, RecordingOptions } from '../../electron/contract/recorder.ts'
import type { Problem } from '../api/problem.ts'
import { listDevices, watchDevices, watchPermission } from './devices.ts'
import type { InputEvent, Inputs } from './inputs.ts'
import { Meter } from './meter.ts'
import { askMicrophone } from './microphone.ts'

interface MeteringListener {
	/** Whether a recording has, or is about to have, the microphone. */
	isBusy(): boolean
	changed(): void
	failed(problem: Problem): void
}

/** A microphone that is open for its level, for as long as one is wanted and no recording has it: whatever device comes and goes meanwhile. */
export class Metering {
	readonly level = new Meter()
	readonly #inputs: Inputs
	readonly #key: number
	readonly #listener: MeteringListener
	#wanted: RecordingOptions | null = null
	/** Why nothing is heard. */
	#holdUp: Problem | null = null
	#leave: (() => void) | null = null

	constructor(inputs: Inputs, key: number, listener: MeteringListener) {
		this.#inputs = inputs
		this.#key = key
		this.#listener = listener
	}

	/** Null: not any more. */
	want(options: RecordingOptions | null): void {
		const isSame = isSameInput(options, this.#wanted)
		this.#wanted = options
		this.#watch()
		if (this.#listener.isBusy() || (isSame && this.#inputs.state(this.#key) !== 'none')) return
		this.#open()
	}

	/** Opens it when it is wanted and not there; `anew`: also when it is. */
	again(anew = false): void {
		if (this.#listener.isBusy() || !this.#wanted) return
		if (anew || this.#inputs.state(this.#key) === 'none') this.#open()
	}

	/** How far it is with what these options ask for. */
	stateFor(options: RecordingOptions): 'none' | 'opening' | 'heard' {
		return isSameInput(options, this.#wanted) ? this.#inputs.state(this.#key) : 'none'
	}

	heard(event: InputEvent): void {
		if (event.type === 'not-opened') this.#listener.failed(event.problem)
		// Whoever meters wants to see a level: the same device, or the system's next.
		if (event.type === 'ended' || event.type === 'changed') queueMicrotask(() => this.again(true))
		this.show(event)
	}

	show(event: InputEvent): void {
		this.#holdUp = this.level.hear(event)
		this.#listener.changed()
	}

	forget(): void {
		this.level.reset()
		this.#holdUp = null
	}

	shown(): Pick<RecorderState, 'metering' | 'holdUp' | 'level' | 'flat' | 'clipping' | 'device'> {
		return { ...this.level.shown(), metering: this.#inputs.state(this.#key) === 'heard', holdUp: this.#holdUp }
	}

	#open(): void {
		this.#inputs.release(this.#key)
		this.forget()
		const options = this.#wanted
		if (options !== null) this.#inputs.open(this.#key, () => askMicrophone(options))
		this.#listener.changed()
	}

	/** While a level is wanted: a device that comes, another choice of the system, a permission that is given. */
	#watch(): void {
		if (this.#wanted === null) {
			this.#leave?.()
			this.#leave = null
		}
		if (this.#wanted === null || this.#leave) return
		let choice: string | null = null
		const look = async () => {
			const { systemChoice } = await listDevices()
			const moved = choice !== null && systemChoice !== choice && this.#wanted?.microphone === null
			choice = systemChoice
			this.again(moved)
		}
		void look()
		const leave = [watchDevices(() => void look()), watchPermission(permission => permission === 'granted' && this.again())]
		this.#leave = () => {
			for (const each of leave) each()
		}
	}
}

/** Whether a microphone that is open for the one may be heard for the other. */
function isSameInput(a: RecordingOptions | null, b: RecordingOptions | null): boolean {
	if (a === null || b === null) return a === b
	const { echoCancellation, noiseSuppression, autoGainControl } = a.processing
	return (
		a.microphone === b.microphone &&
		echoCancellation === b.processing.echoCancellation &&
		noiseSuppression === b.processing.noiseSuppression &&
		autoGainControl === b.processing.autoGainControl
	)
}
