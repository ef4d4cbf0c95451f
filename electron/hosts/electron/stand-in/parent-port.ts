/** Loaded into a stand-in utility process before its program: gives it `process.parentPort`. */
import { EventEmitter } from 'node:events'
import { writeSync } from 'node:fs'
import { Socket } from 'node:net'

/** Where `process.exit` says its code ahead of the death. */
const EXIT_FD = 4
/** Closes with main's end of every port that was sent here. */
const PORT_FD = 5

class StandInPort extends EventEmitter {
	start(): void {
		new Socket({ fd: PORT_FD }).on('close', () => this.emit('close')).resume()
	}
}

/** As it comes from main: ports can't travel, their number does. */
interface Sent {
	readonly data: unknown
	readonly ports: number
}

class StandInParentPort extends EventEmitter {
	readonly #waiting: Sent[] = []

	constructor() {
		super()
		// Also keeps the process from ending when idle.
		process.on('message', (sent: Sent) => {
			if (this.listenerCount('message') === 0) this.#waiting.push(sent)
			else this.#deliver(sent)
		})
		this.on('newListener', name => {
			if (name !== 'message') return
			setImmediate(() => {
				for (const sent of this.#waiting.splice(0)) this.#deliver(sent)
			})
		})
	}

	#deliver({ data, ports }: Sent): void {
		this.emit('message', { data, ports: Array.from({ length: ports }, () => new StandInPort()) })
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
// Main is gone: no handlers, no last words. Chromium's `_exit(0)`; nobody is left to see the difference. On Windows nothing happens.
process.on('disconnect', () => process.env.HOLDFAST_STAND_IN_OS !== 'windows' && process.kill(process.pid, 'SIGKILL'))
