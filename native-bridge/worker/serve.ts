import * as v from 'valibot'
import { installCrashCapture } from '../addon/index.ts'
import { type Log, openLog } from '../log/log.ts'
import { type FromWorker, ToWorker } from '../protocol/messages.ts'
import { Breadcrumbs } from './breadcrumbs.ts'

export interface Worker {
	readonly send: (message: FromWorker) => void
	readonly crumbs: Breadcrumbs
	readonly log: Log
}

/** The channel to main: Electron's `process.parentPort`, else Node's IPC. */
interface ParentPort {
	postMessage(message: unknown): void
	on(event: 'message', listener: (event: { data: unknown }) => void): void
}

/**
 * Everything a worker has in common: the crumb slot and the log, given by the environment (`HOLDFAST_CRUMB`, `HOLDFAST_LOGS`,
 * `HOLDFAST_NAME`), the channel to main, heartbeats, and the end when main is gone. `handle` gets every other message.
 */
export function serve(handle: (message: ToWorker, worker: Worker) => void): Worker {
	const env = (key: string): string => {
		const value = process.env[key]
		if (value === undefined) throw new Error(`${key} is not set: workers are started by the supervisor, not by hand.`)
		return value
	}
	const crumbs = new Breadcrumbs(env('HOLDFAST_CRUMB'))
	const log = openLog(env('HOLDFAST_LOGS'), env('HOLDFAST_NAME'))
	captureCrashes(log)
	const parentPort = (process as { parentPort?: ParentPort }).parentPort
	const send = (message: FromWorker): void => {
		if (parentPort) parentPort.postMessage(message)
		else if (process.connected) process.send?.(message)
	}
	const worker: Worker = { send, crumbs, log }

	const receive = (raw: unknown): void => {
		const message = v.parse(ToWorker, raw)
		switch (message.type) {
			case 'ping': {
				const { rss, heapUsed } = process.memoryUsage()
				const { user, system } = process.cpuUsage()
				send({ type: 'pong', n: message.n, activity: crumbs.activity, rss, heap: heapUsed, cpu: Math.round((user + system) / 1000) })
				return
			}
			case 'stop':
				crumbs.leave('stopping', null)
				log.info('asked to stop')
				endNow()
				return
			default:
				handle(message, worker)
		}
	}

	// The two hosts treat an unhandled rejection differently: say what happens to it in both.
	process.on('unhandledRejection', reason => {
		throw reason
	})
	process.on('uncaughtExceptionMonitor', error => {
		log.fatal({ error: error instanceof Error ? error.stack : String(error) }, 'uncaught exception')
	})

	if (parentPort) {
		parentPort.on('message', event => receive(event.data))
	} else {
		process.on('message', receive)
		// Main is gone: nobody would read what is recognised from here on, and the next main starts its own workers.
		process.on('disconnect', () => {
			log.warn('main is gone')
			endNow()
		})
	}
	log.info({ node: process.version }, 'started')
	return worker
}

/**
 * Before anything native is loaded. Dumps go to `HOLDFAST_DUMPS`, unset: nowhere; `HOLDFAST_CRASHPAD_HANDLER` names a browser's handler,
 * empty: none, our own writer alone.
 */
function captureCrashes(log: Log): void {
	const { HOLDFAST_DUMPS: folder, HOLDFAST_CRASHPAD_HANDLER: handler, HOLDFAST_NAME: life = '' } = process.env
	if (folder === undefined) return
	const annotations = { life, node: process.version }
	log.info(installCrashCapture({ folder, annotations, ...(handler === undefined ? {} : { handler: handler || null }) }), 'crash capture')
}

/** Ends at once. `process.exit` would wait for a native decode to finish, up to 18 s. */
function endNow(): void {
	process.kill(process.pid, 'SIGKILL')
}
