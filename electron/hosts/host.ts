import type { ToWorker } from '../../native-bridge/protocol/messages.ts'
import type { ExitFacts } from '../forensics/exit-facts.ts'

/** The programs that run in worker processes. */
export type WorkerEntry = 'asr' | 'decode' | 'speakers'

export interface ProcessEvents {
	/** The operating system's process exists; its script has not run yet. */
	spawned(pid: number): void
	/** Unchecked: the supervisor parses it. */
	message(raw: unknown): void
	/** One line of standard error or output, without its newline. */
	line(text: string): void
	/** Exactly once, after the last `line` that can still be had. Nothing follows. */
	exited(facts: ExitFacts): void
}

/** A worker process. Talking to or killing a dead one does nothing. */
export interface WorkerProcess {
	send(message: ToWorker): void
	/** SIGKILL unless said otherwise; SIGABRT asks for a dump where dumps can be made. */
	kill(signal?: 'SIGKILL' | 'SIGABRT'): void
}

/** What the app needs of the place it runs in. Everything else is the same everywhere. */
export interface Host {
	readonly name: 'browser' | 'electron' | 'cli'
	/**
	 * Starts a worker with `env` added to ours. `label` is unique for each life (`engine#3`). Never throws: what can't be
	 * started is an `exited` with `neverStarted`.
	 */
	forkWorker(entry: WorkerEntry, label: string, env: Readonly<Record<string, string>>, events: ProcessEvents): WorkerProcess
	/** Bytes resident of a process, where the host can ask without the process's help; null when not. */
	residentBytes(pid: number): number | null
	/** Whether a process was stopped by a signal (SIGSTOP, Ctrl+Z) and so can't answer; false where it can't be told. */
	isFrozen(pid: number): boolean
	/** Lets everything else go first where processors are short, from now on. */
	lowerPriority(pid: number): void
	/**
	 * Ends a worker that an earlier main left behind: process `pid`, if `mark` stands in its environment (the number may be another's by
	 * now). A worker ends itself with its main, but not one that is stopped. False: it is gone, is not ours, or it can't be told here.
	 */
	endOrphan(pid: number, mark: string): boolean
	/** Processes of our control group, else of the machine, that the kernel killed for want of memory since it began counting; null where it doesn't. */
	oomKills(): number | null
}
