import type { FromWorker, ToWorker } from '../../native-bridge/protocol/messages.ts'
import type { Problem } from '../../native-bridge/protocol/problem.ts'
import type { ProcessHealth } from '../contract/processes.ts'
import type { Death } from '../forensics/exit-record.ts'

/** `name` is a post: `engine`, `decoder`. */
export interface SupervisorListener {
	/** A process came to life. */
	born(name: string, life: { id: string; label: string; pid: number; startedAt: number }): void
	/** It lives, but isn't ready: what it must be told first (which model to load). `next`: it is to take the post with what that is to have from then on. */
	spawned(name: string, send: (message: ToWorker) => void, next: boolean): void
	/** Process `pid` is ready; `post`: it holds the post, so messages to `name` are heard again. */
	ready(name: string, pid: number, post: boolean): void
	/** Any message that is not about the process itself, of the one that holds the post. */
	message(name: string, message: FromWorker): void
	/**
	 * The one that held the post is dead, or is being ended. First of all that is said of it: its work may be given to the standby now, if
	 * `isReady`. `died` or `ended` with `post` follows: in a moment, or when it is gone.
	 */
	lost(name: string): void
	/**
	 * A death nobody asked for. `post`: it held the post, or did until it was about to be ended; a standby's death costs nothing. `took`:
	 * the standby that has taken over. `as`: what `health` called it. `next` is the post's: one that is held by another, or may be soon, is
	 * not given up.
	 */
	died(
		name: string,
		death: Omit<Death, 'jobs'>,
		about: { next: 'restart' | 'gave-up' | 'stopped'; post: boolean; took: number | null; as: string }
	): void
	/** Whoever loaded what is next is ready, and holds the post from now on: told before `lost` of the one before it, which ends. */
	changedOver(name: string, pid: number): void
	/** What is next can't be loaded, and nobody tries any more: all stays as it was. `problem`: what it said; null: it died each time. */
	notChanged(name: string, problem: Problem | null): void
	/** It ended as asked. `post`: it held the post, or did until it was about to be ended. */
	ended(name: string, life: string, post: boolean): void
	/** It said that it is of no use. */
	unfit(name: string, problem: Problem): void
	changed(health: ProcessHealth): void
}
