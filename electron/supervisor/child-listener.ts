import type { FromWorker } from '../../native-bridge/protocol/messages.ts'
import type { Problem } from '../../native-bridge/protocol/problem.ts'
import type { Death } from '../forensics/exit-record.ts'
import type { Child } from './child.ts'

/** What a child says of itself; `child` is the one that speaks. */
export interface ChildListener {
	born(child: Child, life: { id: string; label: string; pid: number; startedAt: number }): void
	spawned(child: Child): void
	ready(child: Child): void
	message(child: Child, message: FromWorker): void
	/** How long it may at least wait before it comes back, now that it is dead, ms. Asked before anything is told or done. */
	restOf(child: Child): number
	/** It is being ended, and is of no use from now on. */
	doomed(child: Child): void
	/** It is dead, and nothing has been done about it yet. */
	exiting(child: Child): void
	died(child: Child, death: Omit<Death, 'jobs'>, next: 'restart' | 'gave-up' | 'stopped'): void
	ended(child: Child, life: string): void
	unfit(child: Child, problem: Problem): void
	changed(child: Child): void
}
