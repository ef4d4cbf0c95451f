/** How a process ended, as the operating system told its host. One shape for both hosts. */
export interface ExitFacts {
	readonly pid: number | null
	/** Exit code, or null when it ended by a signal or the host doesn't tell. */
	readonly code: number | null
	/** `SIGSEGV`…; null when it ended by itself; `unknown` where the host can't tell (Electron, for some ends). */
	readonly signal: string | null
	/** Windows status code of a crash, where the platform gives one. */
	readonly ntstatus: number | null
	/** What else the host said: Electron's `child-process-gone` reason, a spawn error. */
	readonly reason: string | null
	/** The process could not be started at all. */
	readonly neverStarted: boolean
}
