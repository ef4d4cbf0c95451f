import { Worker } from 'node:worker_threads'
import { fail, type Result } from '../../../native-bridge/protocol/problem.ts'
import type { Done, Task } from './tasks.ts'

type Posted<T> =
	| { readonly type: 'progress'; readonly bytes: number }
	| { readonly type: 'done'; readonly result: Result<T> }
	| { readonly type: 'refused'; readonly code: string; readonly message: string }

/** A block of bzip2 at its worst is some 100 MB while it becomes bytes; the rest is small. */
const MOST_HEAP_MB = 512

/**
 * Does a task in a thread, so that main answers meanwhile, and what is in an archive is not trusted with main's time or memory. Besides the task's
 * own problems: `task-stopped` (the signal), `task-refused` (the disk), `task-died`.
 */
export function inThread<T extends Task>(
	task: T,
	signal: AbortSignal,
	progress: (bytes: number) => void = () => {}
): Promise<Result<Done[T['task']]>> {
	return new Promise(resolve => {
		// As TypeScript in a checkout, bundled beside main in the Electron app.
		const script = import.meta.url.endsWith('.ts') ? './model-thread.ts' : './model-thread.mjs'
		const thread = new Worker(new URL(script, import.meta.url), {
			workerData: task,
			resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
			stdout: true,
			stderr: true
		})
		let over = false
		// Only when it is gone: until then it holds files open.
		const end = (result: Result<Done[T['task']]>) => {
			if (over) return
			over = true
			signal.removeEventListener('abort', stop)
			void thread.terminate().then(() => resolve(result))
		}
		const stop = () => end(fail('task-stopped', 'It was stopped.'))
		const died = (why: string) =>
			end(fail('task-died', `The archive could not be worked on (${why}). Nothing of it was kept. Try again.`, { why }))
		// From our own thread.
		thread.on('message', (posted: Posted<Done[T['task']]>) => {
			if (posted.type === 'progress') progress(posted.bytes)
			else if (posted.type === 'done') end(posted.result)
			else
				end(
					fail('task-refused', `The model could not be read or written (${posted.code}). Is the disk full, and may Holdfast write there?`, {
						code: posted.code
					})
				)
		})
		thread.once('error', error => died(error.message))
		thread.once('exit', () => died('its thread ended'))
		signal.addEventListener('abort', stop)
		if (signal.aborted) stop()
	})
}
