import { randomUUID } from 'node:crypto'
import type { FromWorker, ToWorker } from '../../native-bridge/protocol/messages.ts'
import { readCrumb } from '../../native-bridge/worker/breadcrumbs.ts'
import type { HealthSample, ProcessHealth } from '../contract/processes.ts'
import type { LifeFacts } from '../forensics/exit-record.ts'
import { silentFailure } from '../forensics/silent-failure.ts'
import type { WorkerProcess } from '../hosts/host.ts'

/** Lines of standard error that are kept of a life. */
const STDERR_LINES = 200
/** Samples, one a second, that a death's record keeps. */
const CURVE_SAMPLES = 60

type Crumb = NonNullable<ReturnType<typeof readCrumb>>
type Ready = Extract<FromWorker, { type: 'ready' }>
type Pong = Extract<FromWorker, { type: 'pong' }>

/** One process of a child, and what it has said of itself while it lived: its death's record is made of that. */
export class Life {
	readonly id = randomUUID()
	/** Counts the child's own lives. */
	readonly number: number
	/** `engine#3`. */
	readonly label: string
	readonly startedAt = Date.now()
	readonly #crumbPath: string
	readonly #stderr: string[] = []
	readonly #curve: HealthSample[] = []
	#process: WorkerProcess | null = null
	/** Of standard error, what came since it was last looked through for failures. */
	#unread: string[] = []
	/**
	 * The kernel's count of kills at the last sample but one, and at the last: what rose hours ago has nothing to do with a death now, but
	 * between a kill and its exit's arrival here a sample may come.
	 */
	#oomKillsBefore: number | null
	#oomKills: number | null
	#rss: number | null = null
	#cpuMs: number | null = null
	#cpu: number | null = null
	#beatMs: number | null = null
	#activity: string | null = null
	#versions: Readonly<Record<string, string>> = {}
	#pingedAt = 0
	#pongAt = 0
	/** It was ended over a job, whatever its crumb says. */
	#overJob = false
	pid: number | null = null
	/** What it calls its model; null before it is ready. */
	model: string | null = null
	/** What it was asked for and can't do. */
	unheeded: NonNullable<Ready['unheeded']> = []
	/** How long it took to load that, ms; null before it is ready. */
	loadMs: number | null = null
	/** It has said what can't be true. */
	distrusted = false
	/** Found stopped by a signal when it was given up. */
	frozen = false

	/** `oomKills`: the kernel's count before its birth. */
	constructor(number: number, label: string, crumbPath: string, oomKills: number | null) {
		this.number = number
		this.label = label
		this.#crumbPath = crumbPath
		this.#oomKillsBefore = oomKills
		this.#oomKills = oomKills
	}

	begin(process: WorkerProcess): void {
		this.#process = process
	}

	send(message: ToWorker): void {
		this.#process?.send(message)
	}

	ping(n: number): void {
		this.#pingedAt = performance.now()
		this.send({ type: 'ping', n })
	}

	kill(signal: 'SIGKILL' | 'SIGABRT'): void {
		this.#process?.kill(signal)
	}

	line(text: string): void {
		for (const lines of [this.#stderr, this.#unread]) {
			lines.push(text.slice(0, 2_000))
			if (lines.length > STDERR_LINES) lines.shift()
		}
	}

	ready({ model, versions, loadMs, unheeded = [] }: Ready): void {
		// What it said while it loaded is not what it weighs now.
		this.#rss = null
		this.unheeded = unheeded
		this.loadMs = loadMs
		this.model = model || null
		this.#versions = versions
	}

	pong({ rss, cpu, activity }: Pong): void {
		const now = performance.now()
		const elapsed = now - this.#pongAt
		if (this.#cpuMs !== null && elapsed > 0) this.#cpu = Math.round(((cpu - this.#cpuMs) / elapsed) * 100)
		this.#pongAt = now
		this.#rss = rss
		this.#cpuMs = cpu
		this.#beatMs = Math.round((now - this.#pingedAt) * 10) / 10
		this.#activity = activity
	}

	/** `rss`: as the system counts it, null where it doesn't. */
	sample(at: number, rss: number | null, oomKills: number | null): HealthSample {
		this.#oomKillsBefore = this.#oomKills
		this.#oomKills = oomKills
		const sample = { at, rss: rss ?? this.#rss, cpu: this.#cpu, beatMs: this.#beatMs }
		this.#curve.push(sample)
		if (this.#curve.length > CURVE_SAMPLES) this.#curve.shift()
		return sample
	}

	health(rss: number | null): Pick<ProcessHealth, 'pid' | 'since' | 'rss' | 'cpu' | 'beatMs' | 'activity' | 'model' | 'versions'> {
		return {
			pid: this.pid,
			since: this.startedAt,
			rss: rss ?? this.#rss,
			cpu: this.#cpu,
			beatMs: this.#beatMs,
			activity: this.#activity,
			model: this.model,
			versions: this.#versions
		}
	}

	/** What its library said since this was asked last, when it failed without saying so in its result; else null. */
	takeSilentFailure(): string | null {
		return silentFailure(this.#unread.splice(0))
	}

	/** It said what it must not, and nothing is believed from now on: what it says next may build on what was not understood. */
	distrust(issue: string, overJob: boolean): void {
		this.distrusted = true
		this.#overJob ||= overJob
		this.#stderr.push(`Holdfast: protocol violation: ${issue}`)
	}

	/** What it was last about to do. One that died before it left a crumb finds an earlier life's in its slot: that says nothing of this one. */
	crumb(): Crumb | null {
		const crumb = readCrumb(this.#crumbPath)
		return crumb?.pid === this.pid ? crumb : null
	}

	/** Whether it was at work on a job. */
	atWork(): boolean {
		return this.#overJob || this.crumb()?.job != null
	}

	/** What its death's record says of it. `oomKills`: the kernel's count now. */
	facts(oomKills: number | null): Omit<LifeFacts, 'role' | 'log'> {
		return {
			life: this.id,
			label: this.label,
			startedAt: this.startedAt,
			rss: this.#curve.at(-1)?.rss ?? this.#rss,
			cpuMs: this.#cpuMs,
			model: this.model,
			versions: this.#versions,
			stderr: this.#stderr,
			curve: this.#curve,
			oomKills: oomKills === null || this.#oomKillsBefore === null ? null : oomKills - this.#oomKillsBefore,
			frozen: this.frozen
		}
	}
}
