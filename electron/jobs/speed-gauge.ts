import { secondsOf } from '../../native-bridge/protocol/units.ts'

const WINDOW_MS = 60_000

/** Audio time per computing time over the last minute in which anything was computed. */
export class SpeedGauge {
	#steps: { at: number; samples: number; spentMs: number }[] = []

	/** Adds a step of `samples` that took `spentMs`, finished at `at`; gives the speed now, 38 meaning 38 × real time. */
	add(samples: number, spentMs: number, at: number): number {
		this.#steps = [...this.#steps.filter(step => step.at > at - WINDOW_MS), { at, samples, spentMs }]
		const audio = this.#steps.reduce((sum, step) => sum + secondsOf(step.samples), 0)
		const spent = this.#steps.reduce((sum, step) => sum + step.spentMs, 0) / 1000
		return spent === 0 ? 0 : Math.round((audio / spent) * 10) / 10
	}
}
