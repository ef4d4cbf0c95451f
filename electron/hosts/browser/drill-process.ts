import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { Drill } from '../../contract/drill.ts'

const ENTRY = fileURLToPath(new URL('../../drill/main.ts', import.meta.url))

/** Holds a fire drill in a process of its own: it kills what it starts, and must not be near what is the user's. */
export function drillProcess(modelsDir: string): (told: (drill: Drill) => void, signal: AbortSignal) => Promise<void> {
	return async (told, signal) => {
		let last: Drill = { state: 'preparing', startedAt: Date.now(), endedAt: null, results: [], problem: null }
		told(last)
		const child = fork(ENTRY, ['--models', modelsDir], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
		child.on('message', raw => {
			const parsed = v.safeParse(Drill, raw)
			if (!parsed.success) return
			last = parsed.output
			told(last)
		})
		// It ends what it started first: a few seconds.
		signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true })
		const [code] = await Promise.race([once(child, 'exit'), once(child, 'error').then(() => [null])])
		if (last.endedAt !== null) return
		const problem = signal.aborted ? null : `The drill itself ended before its time (${code ?? 'it could not be started'}).`
		told({ ...last, state: signal.aborted ? 'stopped' : 'failed', endedAt: Date.now(), problem })
	}
}
