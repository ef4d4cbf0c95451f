import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { extname, join } from 'node:path'
import { prunePending } from '../../native-bridge/addon/dumps.ts'
import { samplesInFile } from '../../native-bridge/journal/wav-header.ts'
import { openLog } from '../../native-bridge/log/log.ts'
import { fail, ok, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import { Feed } from '../api/feed.ts'
import { makeHandlers } from '../api/handlers.ts'
import { KeptExports } from '../api/kept-exports.ts'
import { ApiServer, type Handlers } from '../api/server.ts'
import { Unread } from '../api/unread.ts'
import { KeptAudio } from '../audio/kept-audio.ts'
import { Waveforms } from '../audio/waveforms.ts'
import type { AppEvent } from '../contract/events.ts'
import type { ExitJob } from '../contract/exits.ts'
import { NEXT_ENGINE_POST } from '../contract/processes.ts'
import { wishOr } from '../contract/wish.ts'
import { logTail } from '../forensics/exit-record.ts'
import { zipStream } from '../forensics/zip.ts'
import type { Guarded } from '../guardian/messages.ts'
import { Intake } from '../intake/intake.ts'
import { Uploads } from '../intake/uploads.ts'
import { WatchFolder } from '../intake/watch-folder.ts'
import { watchable } from '../intake/watchable.ts'
import { writtenPath } from '../intake/written-path.ts'
import { Runner } from '../jobs/runner.ts'
import { SpeakerFinder } from '../jobs/speaker-finder.ts'
import { Adoption } from '../journal/adoption.ts'
import { DiskWatch } from '../journal/disk-watch.ts'
import { Recordings } from '../journal/recordings.ts'
import { Shelf } from '../journal/shelf.ts'
import { emptyTrash, eraseForEver, TRASH_MS } from '../journal/trash.ts'
import { weigh } from '../journal/weigh.ts'
import { DailyBackup } from '../ledger/backup.ts'
import { copyLedger } from '../ledger/copy.ts'
import { Edits } from '../ledger/edits.ts'
import { Exits } from '../ledger/exits.ts'
import { FoundSpeakers } from '../ledger/found-speakers.ts'
import { Landed } from '../ledger/landed.ts'
import { takeLock } from '../ledger/lock.ts'
import { openLedger } from '../ledger/open.ts'
import { Organised } from '../ledger/organised.ts'
import { personalNames } from '../ledger/personal-names.ts'
import { Queue } from '../ledger/queue.ts'
import { Search } from '../ledger/search.ts'
import { SecondPasses } from '../ledger/second-passes.ts'
import { Sources } from '../ledger/sources.ts'
import { LedgerSync } from '../ledger/sync.ts'
import { Transcripts } from '../ledger/transcripts.ts'
import { Versions } from '../ledger/versions.ts'
import { SpeedsFile } from '../models/speeds-file.ts'
import { isDamaged, LEDGER_FILE } from '../place/contents.ts'
import { Mover } from '../place/mover.ts'
import { SettingsFile } from '../settings.ts'
import { type ChildPolicy, DECODER, ENGINE, MEASURED_ENGINE, OTHER_ENGINE, SECOND_ENGINE, SPEAKERS } from '../supervisor/child-specs.ts'
import { Supervisor } from '../supervisor/supervisor.ts'
import { UPDATES, type UpdateSource } from '../updates/source.ts'
import { UpdateWatch } from '../updates/watch.ts'
import { crashRooms } from './app/crash-rooms.ts'
import { deathsOutside } from './app/deaths-outside.ts'
import { hearingModels } from './app/hearing-models.ts'
import { HeldDrill, type HoldDrill } from './app/held-drill.ts'
import { MainHealth } from './app/main-health.ts'
import { speedTestFor } from './app/measured-models.ts'
import { modelRooms } from './app/model-rooms.ts'
import { modelSwitchFor } from './app/model-switch-for.ts'
import { SleepWatch } from './app/sleep.ts'
import { wantsStandby } from './app/standby.ts'
import { wantsTwoFiles } from './app/two-files.ts'
import { workerListener } from './app/worker-listener.ts'
import type { ClientSession, ClientTransport } from './client.ts'
import type { Host } from './host.ts'
import { filmType } from './media-type.ts'
import type { Deaths } from './process-gone.ts'

export interface AppOptions {
	readonly host: Host
	/** Everything that Holdfast keeps: ledger, audio, logs, crash records. Made when missing. */
	readonly dataDir: string
	/** How that can become another folder: which one leads to it (`app/place.ts`), and who starts Holdfast again. Left out: it stays. */
	readonly place?: { readonly seat: string; readonly restart: (() => void) | null }
	readonly modelsDir: string
	readonly version: string
	/** Who says which version is the newest; null: nobody; left out: whoever publishes Holdfast. */
	readonly updates?: UpdateSource | null
	/** Speech to try Holdfast with, or null. */
	readonly samplePath: string | null
	/** The engine's key in the registry and its model; the default is what `npm start` fetches. */
	readonly engine?: { readonly id: string; readonly model: string }
	/** Other limits for it than the usual ones: for who can't wait as long. */
	readonly engineLimits?: Partial<ChildPolicy>
	/** Tells speakers apart, not the one that the settings name; null: as they say. */
	readonly speakersModel?: () => string | null
	/** Who watches this process and under which name; null or left out when nobody does. */
	readonly guarded?: Guarded | null
	/** False: never a standby, whatever the settings say: for what ends soon. */
	readonly standby?: boolean
	/** Where the host's own crash reporter leaves finished dumps, and how long after a death (ms). Else our own capture is used. */
	readonly dumps?: { readonly folders: readonly string[]; readonly waitMs: number }
	/** This is a fire drill's own library: processes do themselves harm when told. */
	readonly isDrill?: boolean
	/** Holds a fire drill in a library of its own, telling how it goes; the signal ends it. Left out where none can be held. */
	readonly holdDrill?: HoldDrill
}

export interface App extends Deaths {
	/** A window has connected. */
	connect(transport: ClientTransport): ClientSession
	/** A page (by its own name for this load of it) says goodbye, beside its line: that may be cut before it has said so. */
	pageLeft(page: string): void
	/** The commands, for a host without a window. */
	readonly handlers: Handlers
	readonly feed: Feed
	/** What is to be played of the transcript, a WAV or an Ogg Opus file, or null. */
	audioPath(transcript: string): string | null
	/** The film that a transcript was made of, while it is there, and what a player must be told of it; or null. */
	film(transcript: string): { readonly path: string; readonly type: string } | null
	/** A file that a window asked for (`transcripts.save`), or null. */
	keptExport(id: string): ReturnType<KeptExports['get']>
	/** Files that a page sends. */
	readonly uploads: Pick<Uploads, 'standing' | 'take'>
	busy(): { recording: boolean; jobs: number }
	/** The system says that the machine slept for `ms`, until now. Where it is noticed without that too, it is told once. */
	slept(ms: number): void
	/** The guardian died; everything goes on without it. */
	guardianLost(): void
	/** Orderly end: workers stopped, journals closed, the life's end written. Takes at most a few seconds. */
	stop(): Promise<void>
	/** Writes the library as of one moment to this path; rejects when it can't be written. */
	copyLibrary(to: string): Promise<void>
}

/** Workers of a fire drill obey deeds; with little JavaScript memory, so that running out of it takes no minute. */
const DRILL = { HOLDFAST_DRILL: '1', NODE_OPTIONS: '--max-old-space-size=128' }

/** Between two slices of a few milliseconds. */
const INDEX_EVERY_MS = 20
const DAY_MS = 24 * 3_600_000
/** Dumps that wait to be taken; one is 60 KB, one of an overrun stack 8 MB. */
const PENDING_DUMPS = { files: 50, bytes: 200_000_000 }

/** Wires every room of main together and starts it. A problem when the data folder can't be used or is in use. */
export async function startApp(options: AppOptions): Promise<Result<App>> {
	const { dataDir } = options
	const crashes = join(dataDir, 'crashes')
	const folders = { crumbs: join(dataDir, 'crumbs'), logs: join(dataDir, 'logs'), dumps: crashes }
	try {
		for (const folder of [dataDir, ...Object.values(folders)]) mkdirSync(folder, { recursive: true, mode: 0o700 })
	} catch (error) {
		return fail('data-folder', `The data folder can't be used: ${(error as Error).message}. Start with --data and another folder.`, {
			path: dataDir
		})
	}
	const ledgerFile = join(dataDir, LEDGER_FILE)
	const opened = openLedger(ledgerFile)
	if (!opened.ok) return opened
	const { db, moved, from } = opened.value
	const log = openLog(folders.logs, 'main')
	log.info({ version: options.version, host: options.host.name, node: process.version }, 'started')
	const feed = new Feed()
	const unread = new Unread(feed)
	const emit = (event: AppEvent) => {
		feed.emit(event)
		if (event.type === 'transcript') {
			waveforms.noticed(event.transcript)
			speedTest.noticed(event.transcript)
		}
		if (event.type === 'speeds') tend()
	}
	const settings = new SettingsFile(join(dataDir, 'settings.json'))
	const ledger = new Transcripts(db)
	const ledgerSync = new LedgerSync(db)
	const exits = new Exits(db)
	const search = new Search(db)
	const edits = new Edits(db)
	const versions = new Versions(db)
	const shelf = new Shelf(dataDir, (file, code) => log.warn({ file, code }, 'could not be deleted'))
	const waveforms = new Waveforms({ shelf, bringBack: (id, then) => audio.bringBack(id, then), log })
	const { recorder, history, crashesEnd } = crashRooms({
		...{ dataDir, exits, crashes, emit, log },
		reporter: options.dumps ?? null,
		logs: folders.logs,
		journal: transcript => shelf.journal(transcript),
		names: () => personalNames(db),
		about: () => ({ holdfast: options.version, host: options.host.name, settings: settings.forStrangers(), deaths: exits.stats() })
	})
	const { models, settled, hearer, aside, deskWith } = modelRooms({
		dataDir,
		shipped: options.modelsDir,
		engine: options.engine ?? null,
		settings,
		emit: event => {
			emit(event)
			// One that was waited for may have come.
			if (event.type === 'models') modelSwitch.look()
		},
		log
	})
	models.unheeded = () => supervisor.unheeded(ENGINE.name)
	const modelSwitch = modelSwitchFor({
		...{ models, aside, settled, hearer, settings, emit, log },
		memoryComes: () => memoryComes() || runner.otherEngine.isIdle,
		runner: () => runner,
		supervisor: () => supervisor
	})

	/** With which model each is started, by its name. */
	const wants: Readonly<Record<string, () => Parameters<typeof models.order>[0] | null>> = {
		[ENGINE.name]: () => models.chosen,
		[SECOND_ENGINE.name]: () => models.chosen,
		[NEXT_ENGINE_POST]: () => models.next,
		[OTHER_ENGINE.name]: () => runner.otherEngine.model,
		[MEASURED_ENGINE.name]: () => speedTest.model,
		[SPEAKERS.name]: () => speakers.model
	}
	// The two know each other: workers report to the listener, which gives them to the jobs, which give work to the workers.
	const listener = workerListener({
		emit,
		recorder,
		titleOf: id => ledger.get(id)?.title ?? '',
		load: name => {
			const model = (wants[name] ?? (() => null))()
			return model && models.order(model)
		},
		modelSwitch: () => modelSwitch,
		supervisor: () => supervisor,
		runner: () => runner,
		speakers: () => speakers,
		speedTest: () => speedTest,
		audio: () => audio
	})
	const supervisor = new Supervisor(
		[{ ...ENGINE, ...options.engineLimits }, SECOND_ENGINE, OTHER_ENGINE, MEASURED_ENGINE, SPEAKERS, DECODER],
		options.host,
		folders,
		log,
		listener,
		options.isDrill ? DRILL : {}
	)
	/** Some process is ending, or will be: of what is measured nothing is kept beside work, and of two models one goes. */
	const memoryComes = () => supervisor.isFreeing || supervisor.standing(MEASURED_ENGINE.name) !== 'away' || models.next !== null
	const passes = new SecondPasses(db)
	const runner = new Runner({
		...{ ledger, passes, queue: new Queue(db), shelf, workers: supervisor, emit, log },
		models: hearingModels({ models, settled, hearer }),
		liveWishesChanged: () => modelSwitch.look(),
		memoryComes,
		availableMemory: () => process.availableMemory(),
		wantsPolish: () => settings.now.polish,
		isPaused: () => settings.now.queuePaused,
		wantsTwo: has => wantsTwoFiles(settings.now.twoFiles, has, availableParallelism(), () => process.availableMemory()),
		sourceOpened: (id, facts) => intake.opened(id, facts),
		room: () => disk.room,
		ledgerSynced: () => ledgerSync.settled(),
		aside: (id, samples) => ({ away: recordings.isAway(id), audio: audio.of(id, samples), findingSpeakers: speakers.of(id) })
	})
	function tell(id: string): void {
		const row = ledger.get(id)
		if (row) emit({ type: 'transcript', transcript: runner.describe(row) })
	}
	const recordings = new Recordings({
		shelf,
		ledger,
		listener: runner,
		log,
		emit,
		changed: tell,
		audioPlan: () => (settings.now.keepAudio === 'wav' ? null : settings.now.keepAudio === 'opus' ? 'replace' : 'copy')
	})
	const disk = new DiskWatch({ folder: shelf.audioFolder, recordings, keepAudio: () => settings.now.keepAudio, emit })
	const keptExports = new KeptExports()
	const audio = new KeptAudio({
		...{ ledger, shelf, workers: supervisor, log, changed: tell },
		needed: id => runner.needsJournal(id) || speakers.needsJournal(id) || waveforms.needsJournal(id),
		busy: () => runner.decodes || runner.busy().recording,
		free: () => disk.now?.free ?? null
	})
	const found = new FoundSpeakers(db)
	const speakers = new SpeakerFinder({
		...{ ledger, found, edits, shelf, workers: supervisor, audio, emit, tell, log },
		model: () => models.speakers(options.speakersModel?.() ?? settings.now.speakersModel),
		availableMemory: () => process.availableMemory()
	})
	const speedTest = speedTestFor({
		...{ models, supervisor, emit, log, hearer },
		sample: options.samplePath === null ? null : { path: options.samplePath, samples: samplesInFile(statSync(options.samplePath).size) },
		kept: new SpeedsFile(join(dataDir, 'speeds.json')),
		transcripts: () => ledger.list().map(row => runner.describe(row)),
		version: options.version
	})
	const newest = options.updates === undefined ? UPDATES : options.updates
	const sources = new Sources(db)
	const lookedRoom = async () => {
		await disk.look()
		return disk.room
	}
	/** Whether a damaged ledger lies aside, which may know more than this one. */
	const hasLost = () => readdirSync(dataDir).some(isDamaged)
	const uploads = new Uploads({
		folder: shelf.uploadFolder,
		pathOf: upload => shelf.upload(upload),
		isTaken: path => sources.has(path),
		read: () => sources.read(join(shelf.uploadFolder, '/')),
		mayBeLost: hasLost,
		room: lookedRoom,
		now: Date.now
	})
	const backup = new DailyBackup(db, ledgerFile, lookedRoom)
	const mover = new Mover({
		...{ library: dataDir, written: writtenPath, isRecording: () => runner.busy().recording, emit, log, lock: takeLock },
		watched: () => settings.now.watchFolder,
		hasRoom: () => disk.room !== 0 || !runner.busy().recording,
		seat: options.place?.seat ?? null,
		restart: options.place?.restart ?? null,
		idleMs: 3_000
	})
	const desk = deskWith({ path: id => shelf.upload(id), forget: id => uploads.discard(id) })
	const intake = new Intake({
		...{ ledger, sources, uploads, now: Date.now },
		uploadPath: upload => shelf.upload(upload),
		except: () => mover.folders,
		added: ids => runner.added(...ids)
	})
	const adoption = new Adoption({ ledger, shelf, audio, added: id => runner.added(id), log })
	const outside = deathsOutside({ recorder, ledger, emit, residentBytes: options.host.residentBytes })

	const drill = new HeldDrill(options.holdDrill, now => emit({ type: 'drill', drill: now }))

	// What nobody takes (a process of ours that died unseen) must not fill the disk.
	const tidy = () => {
		history.expire(Date.now(), settings.now.keepCrashesDays)
		if (!options.dumps) prunePending(crashes, PENDING_DUMPS)
		uploads.tidy().catch(error => log.warn({ code: error.code }, 'uploads could not be tidied'))
		backup.look(Date.now()).catch(error => log.warn({ code: error.code }, 'no backup of the library could be made'))
	}
	const tend = () => {
		const standby = supervisor.health().find(process => process.name === 'engine-standby')
		const has = standby !== undefined && standby.pid !== null
		// Beside what is measured none is loaded, and one that is there stays.
		const isMeasuring = supervisor.standing(MEASURED_ENGINE.name) !== 'away'
		const wanted = isMeasuring ? has && standby.state !== 'starting' : wantsStandby(settings.now.standby, has, process.availableMemory())
		supervisor.wantStandby('engine', options.standby !== false && wanted)
	}
	const health = new MainHealth()
	const handlers = makeHandlers({
		ledger,
		exits,
		organised: new Organised(db),
		weigh: () => weigh(dataDir),
		mover,
		trashMs: TRASH_MS,
		erase: ids => eraseForEver({ ledger, sources, shelf }, ids),
		search,
		edits,
		versions,
		passes,
		crashes: history,
		forgetExits: ids => recorder.forget(ids),
		intake,
		uploads,
		shelf,
		recordings,
		audio,
		waveforms,
		runner,
		speakers,
		found,
		emit,
		models,
		speeds: speedTest,
		desk,
		zip: zipStream,
		keptExports,
		settings,
		watchable: path => watchable(path, mover.folders),
		settingsChanged: () => {
			emit({ type: 'settings', settings: settings.now })
			modelSwitch.look()
			runner.settingsChanged()
			watch.start()
			tend()
			tidy()
		},
		viewFailed: failed => outside.viewFailed(failed),
		restartProcess: name => {
			if (supervisor.logOf(name) === null) return false
			supervisor.say(name.replace(/-standby$/, ''), null)
			return supervisor.restart(name)
		},
		curve: name => [...(name === 'main' ? health.curve : supervisor.curve(name))],
		log: name => {
			const whose = name === 'main' ? { name: 'main', pid: process.pid } : supervisor.logOf(name)
			return whose ? logTail(folders.logs, whose.name, whose.pid) : []
		},
		drill,
		harm: (name, deed) => {
			if (!options.isDrill) return fail('not-a-drill', 'This is nobody’s fire drill: no process does itself harm here.')
			return supervisor.harm(name, { type: 'deed', deed }) ? ok({}) : fail('no-process', `There is no process “${name}”.`)
		},
		unread,
		samplePath: options.samplePath
	})
	const watch = new WatchFolder({
		...{ intake, log },
		landed: new Landed(db),
		wanted: () => ({ folder: settings.now.watchFolder, format: settings.now.watchFormat, wish: wishOr(settings.now.watchWish) }),
		stateOf: id => ledger.get(id)?.state ?? null,
		exported: async (transcript, format) => {
			const done = await handlers['transcript.export']({ transcript, format }, { id: 0 })
			if (!done.ok) return done
			const { name, text, encoding } = done.value
			return ok({ extension: extname(name).slice(1), bytes: Buffer.from(text, encoding) })
		},
		except: () => mover.folders,
		tell: problem => emit({ type: 'notice', problem }),
		now: Date.now
	})
	const snapshot = () => ({
		transcripts: ledger.list().map(row => runner.describe(row)),
		processes: [health.read(), ...outside.health(), ...supervisor.health()],
		exits: exits.list(50),
		settings: settings.now,
		disk: disk.now,
		drill: drill.now,
		speeds: speedTest.now,
		folder: mover.folder,
		partials: runner.partials()
	})
	const api = new ApiServer({
		feed,
		handlers,
		snapshot,
		audio: (frame, client) => recordings.frame(client.id, frame),
		clientGone: client => {
			unread.gone(client.id)
			recordings.clientGone(client.id)
		},
		clientLost: lost => outside.clientLost(lost),
		app: { version: options.version, host: options.host.name, updates: newest && new URL(newest.feed).host },
		log
	})

	emptyTrash({ ledger, sources, shelf }, Date.now())
	for (const { name, role, pid } of exits.open()) {
		if ((role === 'engine' || role === 'decoder') && pid !== null && options.host.endOrphan(pid, `HOLDFAST_CRUMB=${folders.crumbs}`))
			log.warn({ child: name, pid }, 'left behind by an earlier main, ended')
	}
	recorder.mainStarted(folders, unfinished(ledger), options.guarded?.life)
	if (options.guarded) outside.guardianFound(options.guarded)
	supervisor.start('engine')
	for (const recording of runner.start().openRecordings) recordings.found(recording)
	audio.start()
	if (hasLost()) adoption.start(Date.now())
	speakers.start()
	desk.installer.start()
	mover.start()
	// A single run of the command line is for the files it was given.
	if (options.host.name !== 'cli') watch.start()
	if (moved)
		emit({
			type: 'notice',
			problem: ledgerMoved(moved, from)
		})
	tidy()

	const sleep = new SleepWatch(ms => {
		log.warn({ ms }, 'the machine slept')
		emit({ type: 'slept', ms })
	})
	const pulse = setInterval(() => {
		const now = Date.now()
		sleep.look()
		for (const process of [health.sample(now), ...outside.health()]) emit({ type: 'process', process })
		supervisor.sample(now)
		tend()
		audio.tend(now)
		adoption.tend(now)
		waveforms.tend()
		mover.tend()
		runner.lookForRoom()
		ledgerSync.look().catch(error => log.warn({ code: error.code }, 'the ledger could not be synced'))
		recorder.catchUp()
		settings.catchUp()
	}, 1_000)
	// A library from before there was a search is read little by little, so that nothing waits for it.
	let indexing = setTimeout(function index() {
		if (search.catchUp()) indexing = setTimeout(index, INDEX_EVERY_MS)
	}, INDEX_EVERY_MS)
	const updates =
		newest &&
		new UpdateWatch({
			source: newest,
			version: options.version,
			isWanted: () => settings.now.updateCheck,
			tell: problem => emit({ type: 'notice', problem }),
			log
		})
	updates?.start()
	const daily = setInterval(tidy, DAY_MS)

	return ok({
		connect: transport => api.connect(transport),
		pageLeft: page => api.pageLeft(page),
		handlers,
		feed,
		audioPath: id => (/^[0-9a-f-]{36}$/.test(id) ? audio.path(id) : null),
		film: id => {
			const { source, sourcePath, sourceName } = ledger.get(id) ?? {}
			return source?.video && sourcePath ? { path: sourcePath, type: filmType(sourceName ?? sourcePath) } : null
		},
		keptExport: id => keptExports.get(id),
		uploads,
		busy: () => runner.busy(),
		copyLibrary: to => copyLedger(db, to),
		slept: ms => sleep.told(ms),
		processGone: outside.processGone,
		processBack: outside.processBack,
		audioLost: outside.audioLost,
		guardianLost: outside.guardianLost,
		stop: async () => {
			clearInterval(pulse)
			clearInterval(daily)
			clearTimeout(indexing)
			disk.stop()
			log.info('stopping')
			drill.stop()
			api.close()
			watch.stop()
			intake.stop()
			mover.stop()
			await desk.installer.stop()
			recordings.stopAll()
			runner.stop()
			speakers.stop()
			waveforms.stop()
			await supervisor.stop()
			outside.stop()
			updates?.stop()
			crashesEnd()
			db.close()
			log.info('ended')
		}
	})
}

function ledgerMoved(moved: string, from: number | null): Problem {
	const instead =
		from === null
			? 'A new one was begun'
			: `In its place is the copy of ${new Date(from).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })}; what was written or changed after that is not in it`
	return fail('ledger-moved', `The library was damaged and has been moved aside (${moved}). ${instead}. The audio is still there.`, {
		moved
	}).problem
}

function unfinished(ledger: Transcripts): ExitJob[] {
	return ledger
		.list()
		.filter(row => row.state === 'recording' || row.state === 'decoding' || row.state === 'transcribing')
		.map(row => ({ transcript: row.id, title: row.title, cursor: row.cursor, outcome: 'continued' }))
}
