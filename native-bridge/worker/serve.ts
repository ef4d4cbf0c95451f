import * as v from 'valibot'
import { installCrashCapture } from '../addon/index.ts'
import { type Log, openLog } from '../log/log.ts'
import { type FromWorker, ToWorker } from '../protocol/messages.ts'
import { Breadcrumbs } from './breadcrumbs.ts'
import { doHarm } from './harm.ts'

export interface Worker {
	readonly send: (message: FromWorker) => void
	readonly crumbs: Breadcrumbs
	readonly log: Log
}

/** The channel to main: Electron's `process.parentPort`, else Node's IPC. */
interface ParentPort {
	postMessage(message: unknown): void
	on(event: 'message', listener: (event: { data: unknown; ports: readonly Lifeline[] }) => void): void
}

/** The end of a line of which main holds the other, and on which nobody speaks: Electron's `MessagePortMain`. */
interface Lifeline {
	on(event: 'close', listener: () => void): void
	start(): void
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
				const cpu = Math.round((user + system) / 1000)
				send({ type: 'pong', n: message.n, activity: crumbs.activity, step: crumbs.step, rss, heap: heapUsed, cpu })
				return
			}
			case 'deed':
				if (process.env.HOLDFAST_DRILL === undefined) throw new Error('Told to do itself harm outside a fire drill.')
				log.warn({ deed: message.deed }, 'fire drill')
				doHarm(message.deed)
				return
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

	/** Nobody would read what is recognised from here on, and the next main starts its own workers. */
	const orphaned = (): void => {
		log.warn('main is gone')
		endNow()
	}
	if (parentPort) {
		// Electron's channel does not say when main is gone, and only POSIX ends us then: a port does.
		let lifeline: Lifeline | undefined
		parentPort.on('message', ({ data, ports }) => {
			if (ports[0] === undefined) return receive(data)
			lifeline = ports[0]
			lifeline.on('close', orphaned)
			// Without this the port would not notice, and could be collected.
			lifeline.start()
		})
	} else {
		process.on('message', receive)
		process.on('disconnect', orphaned)
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
