/** Does one task in a thread of its own: `workerData` says which; how far it is and what came of it are posted. */
import { parentPort, workerData } from 'node:worker_threads'
import { perform, type Task } from './tasks.ts'

const TELL_MS = 200

let told = 0
const progress = (bytes: number) => {
	const now = Date.now()
	if (now - told < TELL_MS) return
	told = now
	parentPort?.postMessage({ type: 'progress', bytes })
}
try {
	parentPort?.postMessage({ type: 'done', result: await perform(workerData as Task, progress) })
} catch (error) {
	// Only what the system refuses comes here: a full disk, a folder that may not be read.
	const { code, message } = error as NodeJS.ErrnoException
	if (code === undefined) throw error
	parentPort?.postMessage({ type: 'refused', code, message })
}
