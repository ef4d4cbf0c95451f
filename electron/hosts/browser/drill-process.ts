import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { Drill } from '../../contract/drill.ts'
import type { ExitFacts } from '../../forensics/exit-facts.ts'
import { startChild } from '../node-child.ts'

const ENTRY = fileURLToPath(new URL('../../drill/main.ts', import.meta.url))

/** Holds a fire drill in a process of its own: it kills what it starts, and must not be near what is the user's. */
export function drillProcess(modelsDir: string): (told: (drill: Drill) => void, signal: AbortSignal) => Promise<void> {
	return async (told, signal) => {
		let last: Drill = { state: 'preparing', startedAt: Date.now(), endedAt: null, results: [], problem: null }
		told(last)
		const { promise: ended, resolve: exited } = Promise.withResolvers<ExitFacts>()
		const child = startChild(() => fork(ENTRY, ['--models', modelsDir], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }), {
			spawned: () => {},
			message: raw => {
				const parsed = v.safeParse(Drill, raw)
				if (!parsed.success) return
				last = parsed.output
				told(last)
			},
			line: () => {},
			exited
		})
		// It ends what it started first: a few seconds.
		signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true })
		const { code, signal: by, reason } = await ended
		if (last.endedAt !== null) return
		const problem = signal.aborted ? null : `The drill itself ended before its time (${reason ?? code ?? by}).`
		told({ ...last, state: signal.aborted ? 'stopped' : 'failed', endedAt: Date.now(), problem })
	}
}
