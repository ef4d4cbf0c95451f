import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openLog } from '../../native-bridge/log/log.ts'
import type { FromWorker } from '../../native-bridge/protocol/messages.ts'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import { Feed } from '../api/feed.ts'
import { makeHandlers } from '../api/handlers.ts'
import { ApiServer, type Handlers } from '../api/server.ts'
import type { ExitJob } from '../contract/exits.ts'
import type { ProcessHealth } from '../contract/processes.ts'
import type { Death } from '../forensics/exit-record.ts'
import { DeathRecorder } from '../forensics/recorder.ts'
import { Spool } from '../forensics/spool.ts'
import { Runner } from '../jobs/runner.ts'
import { Recordings } from '../journal/recordings.ts'
import { Shelf } from '../journal/shelf.ts'
import { Exits } from '../ledger/exits.ts'
import { openLedger } from '../ledger/open.ts'
import { Transcripts } from '../ledger/transcripts.ts'
import { DECODER, ENGINE } from '../supervisor/child-specs.ts'
import { Supervisor, type SupervisorListener } from '../supervisor/supervisor.ts'
import type { ClientSession, ClientTransport } from './client.ts'
import type { Host } from './host.ts'

export interface AppOptions {
	readonly host: Host
	/** Everything that Holdfast keeps: ledger, audio, logs, crash records. Made when missing. */
	readonly dataDir: string
	readonly modelsDir: string
	readonly version: string
	/** Speech to try Holdfast with, or null. */
	readonly samplePath: string | null
	/** The engine's key in the registry and its model; the default is what `npm start` fetches. */
	readonly engine?: { readonly id: string; readonly model: string }
}

export interface App {
	/** A window has connected. */
	connect(transport: ClientTransport): ClientSession
	/** The commands, for a host without a window. */
	readonly handlers: Handlers
	readonly feed: Feed
	/** The transcript's playable WAV, or null. */
	audioPath(transcript: string): string | null
	/** Where an upload is to be streamed to, or null when `upload` is not an id. */
	uploadPath(upload: string): string | null
	busy(): { recording: boolean; jobs: number }
	/** Orderly end: workers stopped, journals closed, the life's end written. Takes at most a few seconds. */
	stop(): Promise<void>
}

/** Files are kept in the trash so long. */
const TRASH_MS = 30 * 24 * 3_600_000

/** Wires every room of main together and starts it. A problem when the data folder can't be used or is in use. */
export async function startApp(options: AppOptions): Promise<Result<App>> {
	const folders = { crumbs: join(options.dataDir, 'crumbs'), logs: join(options.dataDir, 'logs') }
	try {
		for (const folder of [options.dataDir, ...Object.values(folders)]) mkdirSync(folder, { recursive: true, mode: 0o700 })
	} catch (error) {
		return fail('data-folder', `The data folder can't be used: ${(error as Error).message}. Start with --data and another folder.`, {
			path: options.dataDir
		})
	}
	const opened = openLedger(join(options.dataDir, 'ledger.sqlite'))
	if (!opened.ok) return opened
	const { db, moved } = opened.value
	const log = openLog(folders.logs, 'main')
	log.info({ version: options.version, host: options.host.name, node: process.version }, 'started')
	// The last words of a main that dies of its own bug; its death itself is seen at the next start.
	const lastWords = (error: Error) => log.fatal({ error: error.stack }, 'uncaught exception')
	process.on('uncaughtExceptionMonitor', lastWords)

	const feed = new Feed()
	const emit = feed.emit.bind(feed)
	const ledger = new Transcripts(db)
	const exits = new Exits(db)
	const shelf = new Shelf(options.dataDir)
	const recorder = new DeathRecorder({ exits, spool: new Spool(join(options.dataDir, 'spool')), emit, log })
	const engine = options.engine ?? { id: 'sherpa', model: 'moonshine-tiny-en' }

	const listener: SupervisorListener = {
		born: (name, life) => recorder.born(name === 'engine' ? 'engine' : 'decoder', life),
		spawned: name => {
			if (name === 'engine') supervisor.send(name, { type: 'load', engine: engine.id, model: engine.model, modelDir: options.modelsDir })
		},
		ready: name => {
			const health = supervisor.health().find(process => process.name === name)
			if (name === 'engine') runner.engineModel = health?.model ?? null
			if (health?.pid) recorder.ready(name, health.pid)
			runner.workerReady()
		},
		message: (_name: string, message: FromWorker) => runner.message(message),
		died: (name, death, next) => died(name, death, next),
		ended: (name, life) => {
			recorder.ended(life)
			runner.workerEnded(name)
		},
		unfit: (name, problem) => {
			runner.workerGaveUp(name, problem)
			supervisor.say(name, problem)
		},
		changed: process => emit({ type: 'process', process })
	}
	const supervisor = new Supervisor([ENGINE, DECODER], options.host, folders, log, listener)
	const workers = {
		isReady: (name: string) => supervisor.isReady(name),
		gaveUp: (name: string) => supervisor.gaveUp(name),
		start: (name: string) => supervisor.start(name),
		send: supervisor.send.bind(supervisor),
		produced: (name: string) => supervisor.produced(name),
		measured: (name: string, speed: number) => supervisor.measured(name, speed)
	}
	const runner = new Runner({ ledger, shelf, workers, emit, log })
	const recordings = new Recordings({ shelf, ledger, listener: runner, log })

	/** The order matters: jobs let go of the dead worker first, so that its successor is given work the moment it is ready. */
	function died(name: string, death: Omit<Death, 'jobs'>, next: 'restart' | 'gave-up'): void {
		const title = death.crumb?.job ? (ledger.get(death.crumb.job)?.title ?? '') : ''
		const about: ExitJob[] = death.crumb?.job
			? [{ transcript: death.crumb.job, title, cursor: death.crumb.from ?? 0, outcome: 'continued' }]
			: []
		recorder.died(name, { ...death, jobs: about }, record => {
			const culprit = death.crumb === null ? null : (death.crumb.job ?? '')
			const lost = runner.workerDied(name, culprit, next === 'gave-up', record.explanation.text)
			if (next === 'restart') return lost
			const { text, facts, advice } = record.explanation
			const problem = fail(
				'worker-gave-up',
				`${text} It was started several times and is now held. Recordings go on to disk, and what waits is kept. ${advice === null ? 'Press “Start again” to try once more.' : `${advice} Then press “Start again”.`}`,
				facts
			).problem
			supervisor.say(name, problem)
			const failed = runner.workerGaveUp(name, problem)
			return [...lost.filter(job => !failed.some(other => other.transcript === job.transcript)), ...failed]
		})
	}

	const handlers = makeHandlers({
		ledger,
		exits,
		shelf,
		recordings,
		runner,
		emit,
		restartProcess: name => {
			if (name !== 'engine' && name !== 'decoder') return false
			supervisor.say(name, null)
			return supervisor.restart(name)
		},
		samplePath: options.samplePath
	})
	const mainHealth = mainHealthReader()
	const snapshot = () => ({
		transcripts: ledger.list().map(row => runner.describe(row)),
		processes: [mainHealth(), ...supervisor.health()],
		exits: exits.list(200),
		partials: runner.partials()
	})
	const api = new ApiServer({
		feed,
		handlers,
		snapshot,
		audio: (frame, client) => recordings.frame(client.id, frame),
		clientGone: client => recordings.clientGone(client.id),
		app: { version: options.version, host: options.host.name },
		log
	})

	for (const id of ledger.longInTrash(Date.now() - TRASH_MS)) {
		// An upload is still there when its job never got as far as having all of it in the journal.
		const source = ledger.get(id)?.sourcePath
		if (!ledger.erase(id).ok) continue
		shelf.discardJournal(id)
		if (source) shelf.discardUpload(source)
	}
	recorder.mainStarted(folders, unfinished(ledger))
	supervisor.start('engine')
	for (const recording of runner.start().openRecordings) recordings.orphan(recording)
	if (moved)
		emit({
			type: 'notice',
			problem: fail(
				'ledger-moved',
				`The library was damaged and has been moved aside (${moved}). A new one was begun; the audio is still there.`,
				{ moved }
			).problem
		})

	const pulse = setInterval(() => {
		emit({ type: 'process', process: mainHealth() })
		recorder.catchUp()
	}, 1_000)

	return ok({
		connect: transport => api.connect(transport),
		handlers,
		feed,
		audioPath: id => (/^[0-9a-f-]{36}$/.test(id) && shelf.samples(id) > 0 ? shelf.journal(id) : null),
		uploadPath: upload => shelf.upload(upload),
		busy: () => runner.busy(),
		stop: async () => {
			clearInterval(pulse)
			log.info('stopping')
			recordings.stopAll()
			runner.stop()
			await supervisor.stop()
			recorder.mainEnding()
			db.close()
			log.info('ended')
			process.off('uncaughtExceptionMonitor', lastWords)
		}
	})
}

function unfinished(ledger: Transcripts): ExitJob[] {
	return ledger
		.list()
		.filter(row => row.state === 'recording' || row.state === 'decoding' || row.state === 'transcribing')
		.map(row => ({ transcript: row.id, title: row.title, cursor: row.cursor, outcome: 'continued' }))
}

/** Reads main's own health; CPU is over the time since it was read last. */
function mainHealthReader(): () => ProcessHealth {
	const since = Date.now() - Math.round(process.uptime() * 1000)
	let before = { at: performance.now(), cpu: process.cpuUsage() }
	return () => {
		const now = { at: performance.now(), cpu: process.cpuUsage() }
		const spentMs = (now.cpu.user + now.cpu.system - before.cpu.user - before.cpu.system) / 1000
		const cpu = now.at - before.at < 100 ? null : Math.round((spentMs / (now.at - before.at)) * 100)
		if (cpu !== null) before = now
		return {
			name: 'main',
			role: 'main',
			state: 'ready',
			pid: process.pid,
			since,
			restarts: 0,
			rss: process.memoryUsage.rss(),
			cpu,
			beatMs: null,
			activity: null,
			model: null,
			versions: { node: process.version },
			speed: null,
			problem: null,
			retryAt: null
		}
	}
}
