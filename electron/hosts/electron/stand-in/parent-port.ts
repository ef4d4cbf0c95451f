/** Loaded into a stand-in utility process before its program: gives it `process.parentPort`. */
import { EventEmitter } from 'node:events'
import { writeSync } from 'node:fs'

/** Where `process.exit` says its code ahead of the death. */
const EXIT_FD = 4

class StandInParentPort extends EventEmitter {
	readonly #waiting: unknown[] = []

	constructor() {
		super()
		// Also keeps the process from ending when idle.
		process.on('message', message => {
			if (this.listenerCount('message') === 0) this.#waiting.push(message)
			else this.emit('message', message)
		})
		this.on('newListener', name => {
			if (name !== 'message') return
			setImmediate(() => {
				for (const message of this.#waiting.splice(0)) this.emit('message', message)
			})
		})
	}

	postMessage(message: unknown): void {
		process.send?.(structuredClone(message))
	}
}

Object.defineProperty(process, 'parentPort', { value: new StandInParentPort() })
process.on('exit', code => {
	try {
		writeSync(EXIT_FD, String(code))
	} catch {
		// Main is gone already.
	}
})
// Main is gone: no handlers, no last words. Chromium's `_exit(0)`; nobody is left to see the difference.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
