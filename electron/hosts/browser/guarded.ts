import { flushCompileCache } from 'node:module'
import * as v from 'valibot'
import { type FromMain, GUARDED, Guarded, ToMain } from '../../guardian/messages.ts'

/** So often it is said that something is still being copied, ms. */
const MOVING_MS = 1_000

/** Main's end of the line to its guardian. Every function does nothing when there is none. */
export interface GuardianLine {
	/** Who we are and who guards us; null when nobody does. */
	readonly who: Guarded | null
	/** Pages can connect. */
	ready(): void
	/** We don't serve yet, since what moves is being copied: that takes its time. */
	moving(): void
	/** We end, by our own will: nothing is to be started again, or `again` we are. Resolves when it is said. */
	ending(then: 'end' | 'again'): Promise<void>
	/** The guardian died; we go on without. */
	onLost(listener: () => void): void
}

/** Answers the guardian's pings from now on, when this process was started by one. */
export function guardianLine(): GuardianLine {
	const who = guardedBy(process.env[GUARDED], process.ppid)
	// Workers inherit our environment, and are not meant.
	delete process.env[GUARDED]
	if (!who || !process.send) return { who: null, ready: () => {}, moving: () => {}, ending: async () => {}, onLost: () => {} }
	// A guardian that has just died: `disconnect` says so.
	const say = (message: FromMain, said: () => void = () => {}) => (process.connected ? process.send?.(message, said) : said())
	let ending = false
	let movedAt = 0
	process.on('message', raw => {
		const parsed = v.safeParse(ToMain, raw)
		if (!parsed.success) return
		const { user, system } = process.cpuUsage()
		say({ type: 'pong', n: parsed.output.n, rss: process.memoryUsage.rss(), cpu: Math.round((user + system) / 1000) })
	})
	return {
		who,
		ready: () => {
			say({ type: 'ready' })
			// Now, not at the end: one that is killed has none.
			setImmediate(flushCompileCache)
		},
		moving: () => {
			const now = performance.now()
			if (now - movedAt < MOVING_MS) return
			movedAt = now
			say({ type: 'moving' })
		},
		ending: async then => {
			ending = true
			await new Promise<void>(resolve => say({ type: 'ending', again: then === 'again' }, resolve))
		},
		onLost: listener => {
			process.on('disconnect', () => ending || listener())
		}
	}
}

/** Null for what is not a guardian's word, and for another's that was inherited. */
export function guardedBy(variable: string | undefined, parent: number): Guarded | null {
	try {
		const parsed = v.safeParse(Guarded, JSON.parse(variable ?? 'null'))
		return parsed.success && parsed.output.guardian.pid === parent ? parsed.output : null
	} catch {
		return null
	}
}
