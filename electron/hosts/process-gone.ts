import type { Role } from '../contract/processes.ts'
import type { ExitFacts } from '../forensics/exit-facts.ts'

/** The death of a process that the app does not supervise itself: a page's, or one of the host's own helpers'. */
export interface ProcessGone {
	readonly role: Role
	/** Unique for each life: `window#2`. */
	readonly label: string
	readonly pid: number | null
	/** ms since 1970. */
	readonly startedAt: number | null
	readonly facts: ExitFacts
	/** Why we ended it ourselves, or null. */
	readonly killedFor: string | null
	/** What the host does about it. */
	readonly recovery: 'reloaded' | 'restarted by Chromium' | 'gave-up'
}

/** Where such deaths are told. */
export interface Deaths {
	/** Gives the id of its record. */
	processGone(gone: ProcessGone): string
	/** Work goes on after the death of record `exit`. */
	processBack(exit: string, pid: number): void
	/** Nobody heard this range of a recording, because of the death of record `exit` (null: it is not known); its journal holds silence there. */
	audioLost(lost: { readonly recording: string; readonly from: number; readonly to: number; readonly exit: string | null }): void
}
