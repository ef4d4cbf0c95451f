import type { HealthSample, ProcessHealth } from '../../contract/processes.ts'

/** Seconds of main's curve that are kept. */
const CURVE_SAMPLES = 300

/** Main's own health, and its curve. */
export class MainHealth {
	readonly #since = Date.now() - Math.round(process.uptime() * 1000)
	readonly #curve: HealthSample[] = []
	#before = { at: performance.now(), cpu: process.cpuUsage() }

	/** Once a second: how it is now, noted. */
	sample(at: number): ProcessHealth {
		const now = this.read()
		this.#curve.push({ at, rss: now.rss, cpu: now.cpu, beatMs: null })
		if (this.#curve.length > CURVE_SAMPLES) this.#curve.shift()
		return now
	}

	/** Its last five minutes, oldest first. */
	get curve(): readonly HealthSample[] {
		return this.#curve
	}

	/** CPU is over the time since it was read last; null when that is too short to tell. */
	read(): ProcessHealth {
		const now = { at: performance.now(), cpu: process.cpuUsage() }
		const spentMs = (now.cpu.user + now.cpu.system - this.#before.cpu.user - this.#before.cpu.system) / 1000
		const elapsed = now.at - this.#before.at
		const cpu = elapsed < 100 ? null : Math.round((spentMs / elapsed) * 100)
		if (cpu !== null) this.#before = now
		return {
			name: 'main',
			role: 'main',
			state: 'ready',
			pid: process.pid,
			since: this.#since,
			restarts: 0,
			rss: process.memoryUsage.rss(),
			cpu,
			beatMs: null,
			activity: null,
			model: null,
			versions: { node: process.version },
			speed: null,
			problem: null,
			retryAt: null
		}
	}
}
