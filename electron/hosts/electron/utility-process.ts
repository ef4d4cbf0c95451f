import { setTimeout as delay } from 'node:timers/promises'
import type { App, Details, ForkOptions, MessagePortMain, UtilityProcess } from 'electron'
import type { ToWorker } from '../../../native-bridge/protocol/messages.ts'
import type { ExitFacts } from '../../forensics/exit-facts.ts'
import type { Host, ProcessEvents, WorkerEntry, WorkerProcess } from '../host.ts'
import { endOrphan, isFrozen, lowerPriority, oomKills } from '../proc.ts'
import { readEnding } from './ending.ts'
import { residentBytes } from './resident-bytes.ts'
import { WorkerOutput } from './worker-output.ts'

/** What we use of a `UtilityProcess`. */
export type Utility = Pick<UtilityProcess, 'on' | 'once' | 'kill' | 'pid' | 'stdout' | 'stderr'> & {
	postMessage(message: unknown, transfer?: Port[]): void
}
type Port = Pick<MessagePortMain, 'start' | 'close'>
interface Channel {
	readonly port1: Port
	readonly port2: Port
}

/** What we use of the `electron` module. */
export interface UtilityElectron {
	readonly app: Pick<App, 'getAppMetrics'> & {
		on(event: 'child-process-gone', listener: (event: unknown, details: Details) => void): unknown
	}
	readonly utilityProcess: { fork(modulePath: string, args: string[], options: ForkOptions): Utility }
	readonly MessageChannelMain: new () => Channel
}

/** After `exit`, the end of output normally follows at once. */
const REST_MS = 100
/**
 * After an `exit` with another code than 0, `child-process-gone` always follows, but only when the system has reaped the process: one that
 * exits by itself tells its code before that, and dies a good while later on a busy machine.
 */
const REAPED_MS = 1_000
/** After `child-process-gone`, `exit` has come already or is missing for good (launch failures and the like). */
const MISSING_EXIT_MS = 1_000
/** A process that we want dead before it was born, and that Electron never speaks of again. */
const NEVER_BORN_MS = 2_000

/** Workers as Electron utility processes. `endAll` is for main's own violent end: on Windows they would outlive it. */
export function utilityProcessHost(
	{ app, utilityProcess, MessageChannelMain }: UtilityElectron,
	entries: Readonly<Record<WorkerEntry, string>>
): Host & { endAll(): void } {
	const living = new Map<string, UtilityWorker>()
	app.on('child-process-gone', (_event, details) => {
		// There is no pid in it: `name` is the label that fork was given, unique for each life.
		if (details.name !== undefined) living.get(details.name)?.gone(details)
	})
	return {
		name: 'electron',
		forkWorker(entry, label, given, events) {
			// Crashpad is here already: two crash handlers in one process would be one too many.
			const { HOLDFAST_DUMPS: _ours, ...env } = given
			const fork = () =>
				utilityProcess.fork(entries[entry], [], {
					// Spread now, after the crash reporter was started: on Windows children find it by a variable that its start has set.
					env: { ...process.env, ...env },
					// Chromium reads these: V8's own flags must be wrapped.
					execArgv: ['--js-flags=--expose-gc'],
					serviceName: label,
					stdio: 'pipe'
				})
			const worker = new UtilityWorker(
				fork,
				() => new MessageChannelMain(),
				process.platform,
				events,
				() => living.delete(label)
			)
			living.set(label, worker)
			return worker
		},
		residentBytes: pid => residentBytes(pid, () => app.getAppMetrics()),
		isFrozen,
		lowerPriority,
		endOrphan,
		oomKills,
		endAll: () => {
			for (const worker of living.values()) worker.kill()
		}
	}
}

/** Folds the two events in which Electron tells a death, and the two cases where it tells only one, into one `ExitFacts`. */
class UtilityWorker implements WorkerProcess {
	readonly #platform: NodeJS.Platform
	readonly #events: ProcessEvents
	readonly #onOver: () => void
	readonly #outputs: WorkerOutput[] = []
	readonly #goneToo = Promise.withResolvers<void>()
	#child: Utility | null = null
	/** A line that nobody speaks on: the worker ends when it closes, and that is when main is gone. Windows has no other sign of it. */
	#lifeline: Port | null = null
	#pid: number | null = null
	#isAlive = true
	#isOver = false
	#asked: 'stop' | 'kill' | null = null
	#wanted: 'SIGKILL' | 'SIGABRT' | null = null
	#gone: Details | null = null
	#fatal: string | null = null

	constructor(fork: () => Utility, openChannel: () => Channel, platform: NodeJS.Platform, events: ProcessEvents, onOver: () => void) {
		this.#platform = platform
		this.#events = events
		this.#onOver = onOver
		try {
			this.#listen(fork())
			const { port1, port2 } = openChannel()
			// Started and held, or it might be collected, and with it the worker.
			port1.start()
			this.#lifeline = port1
			this.#child?.postMessage(null, [port2])
		} catch (error) {
			// Later, as all news: who forks has no process in hand yet.
			setImmediate(() => this.#neverStarted(error instanceof Error ? error.message : String(error)))
		}
	}

	send(message: ToWorker): void {
		if (!this.#isAlive) return
		if (message.type === 'stop') this.#asked ??= 'stop'
		this.#child?.postMessage(message)
	}

	kill(signal: 'SIGKILL' | 'SIGABRT' = 'SIGKILL'): void {
		if (!this.#isAlive || !this.#child) return
		this.#asked = 'kill'
		this.#wanted = signal
		if (this.#pid === null) {
			void delay(NEVER_BORN_MS).then(() => {
				if (this.#pid === null) this.#neverStarted('it did not come to life and was given up')
			})
			return
		}
		if (this.#platform === 'win32') {
			this.#child.kill()
			return
		}
		try {
			// Electron's own `kill` is a SIGTERM, and two seconds.
			process.kill(this.#pid, signal)
		} catch {
			// It has just ended by itself: `exit` is on its way.
		}
	}

	/** The app's `child-process-gone` about this one. Comes for ends that are not normal; for a failed launch it is all that comes. */
	gone(details: Details): void {
		this.#gone = details
		this.#goneToo.resolve()
		if (details.reason === 'launch-failed') {
			const system = details.systemErrorCode === undefined ? '' : `, system error ${details.systemErrorCode}`
			this.#neverStarted(`launch-failed, code ${details.exitCode}${system}`)
		} else if (this.#isAlive) {
			void delay(MISSING_EXIT_MS).then(() => (this.#isAlive ? this.#exited(details.exitCode) : undefined))
		}
	}

	#listen(child: Utility): void {
		this.#child = child
		child.once('spawn', () => {
			this.#pid = child.pid ?? null
			if (this.#pid !== null) this.#events.spawned(this.#pid)
			if (this.#wanted) this.kill(this.#wanted)
		})
		child.on('message', (message: unknown) => {
			if (!this.#isOver) this.#events.message(message)
		})
		// An `error` that nobody listens to is thrown in main. V8's fatal errors only; the report holds the environment and is left alone.
		child.on('error', (type, location) => {
			this.#fatal = `${type} at ${location}`
		})
		child.once('exit', code => void this.#exited(code))
		for (const stream of [child.stdout, child.stderr]) {
			if (stream) this.#outputs.push(new WorkerOutput(stream, line => this.#isOver || this.#events.line(line)))
		}
	}

	async #exited(code: number): Promise<void> {
		// Before anything is awaited: posting to a dead process inside its `exit` has crashed main (electron/electron#53923).
		this.#isAlive = false
		const rest = Promise.all(this.#outputs.map(output => output.drained()))
		await Promise.all([
			Promise.race([this.#goneToo.promise, delay(code === 0 ? REST_MS : REAPED_MS)]),
			Promise.race([rest, delay(REST_MS)])
		])
		for (const output of this.#outputs) output.flush()
		const facts = readEnding({ code, gone: this.#gone, asked: this.#asked, platform: this.#platform })
		this.#end({ ...facts, reason: this.#fatal ?? facts.reason, neverStarted: false })
	}

	#neverStarted(reason: string): void {
		this.#isAlive = false
		this.#end({ code: null, signal: null, ntstatus: null, reason, neverStarted: true })
	}

	#end(facts: Omit<ExitFacts, 'pid'>): void {
		if (this.#isOver) return
		this.#isOver = true
		this.#lifeline?.close()
		this.#onOver()
		this.#events.exited({ pid: this.#pid, ...facts })
	}
}
