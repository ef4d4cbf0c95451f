import type { HealthSample } from '../contract/processes.ts'
import { isFrozen, oomKills, residentFromProc } from '../hosts/proc.ts'
import type { ChildEffect } from '../supervisor/machine.ts'
import type { MainProcess } from './main-process.ts'
import type { FromMain } from './messages.ts'
import type { MainDeath } from './notes.ts'

/** Lines of standard error, and seconds of its curve, that are kept. */
const STDERR_LINES = 200
const CURVE_SAMPLES = 60

/** One process of main, and what is known of it while it lives: its death's note is made of that. */
export class Life {
	readonly id: string
	/** Counts main's lives under this guardian, from 1. */
	readonly number: number
	readonly startedAt = Date.now()
	readonly #oomKills = oomKills()
	readonly #stderr: string[] = []
	readonly #curve: HealthSample[] = []
	#process: MainProcess | null = null
	#rss: number | null = null
	#cpuMs: number | null = null
	#pingedAt = 0
	#pongAt = 0
	#frozen = false
	pid: number | null = null
	/** It said that it ends. */
	ending = false

	constructor(id: string, number: number) {
		this.id = id
		this.number = number
	}

	begin(process: MainProcess): void {
		this.#process = process
	}

	ping(n: number): void {
		this.#pingedAt = performance.now()
		this.#process?.send({ type: 'ping', n })
	}

	kill(signal: NodeJS.Signals): void {
		// Asked before: afterwards nobody can tell a process that was stopped from one that was stuck.
		this.#frozen ||= this.pid !== null && isFrozen(this.pid)
		this.#process?.kill(signal)
	}

	line(text: string): void {
		this.#stderr.push(text.slice(0, 2_000))
		if (this.#stderr.length > STDERR_LINES) this.#stderr.shift()
	}

	/** Takes its sign of life down; gives its bytes resident. */
	pong(pong: Extract<FromMain, { type: 'pong' }>, at: number): number {
		const now = performance.now()
		const cpu = this.#cpuMs === null ? null : Math.round(((pong.cpu - this.#cpuMs) / (now - this.#pongAt)) * 100)
		this.#pongAt = now
		this.#cpuMs = pong.cpu
		// As the system counts it, where it tells: so do all others in the record.
		const rss = (this.pid === null ? null : residentFromProc(this.pid)) ?? pong.rss
		this.#rss = rss
		this.#curve.push({ at, rss, cpu, beatMs: Math.round((now - this.#pingedAt) * 10) / 10 })
		if (this.#curve.length > CURVE_SAMPLES) this.#curve.shift()
		return rss
	}

	death(effect: Extract<ChildEffect, { type: 'died' }>, at: number): MainDeath {
		const kills = oomKills()
		return {
			of: {
				life: this.id,
				startedAt: this.startedAt,
				rss: this.#rss,
				cpuMs: this.#cpuMs,
				stderr: this.#stderr,
				curve: this.#curve,
				oomKills: kills === null || this.#oomKills === null ? null : kills - this.#oomKills,
				frozen: this.#frozen
			},
			facts: { ...effect.facts, pid: this.pid },
			at,
			during: effect.during,
			killedFor: effect.killedFor
		}
	}
}
