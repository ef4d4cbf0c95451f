import { join } from 'node:path'
import type { TestContext } from 'node:test'
import * as v from 'valibot'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { openLog } from '../../native-bridge/log/log.ts'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import { Waveforms } from '../audio/waveforms.ts'
import { type CommandName, type CommandParams, type CommandResult, commands } from '../contract/commands.ts'
import type { AppEvent } from '../contract/events.ts'
import type { Wish } from '../contract/wish.ts'
import { CrashHistory } from '../forensics/history.ts'
import { Spool } from '../forensics/spool.ts'
import { zipStream } from '../forensics/zip.ts'
import { Intake } from '../intake/intake.ts'
import { Uploads } from '../intake/uploads.ts'
import { Runner } from '../jobs/runner.ts'
import { SpeakerFinder } from '../jobs/speaker-finder.ts'
import type { Workers } from '../jobs/workers.ts'
import { Recordings } from '../journal/recordings.ts'
import { Shelf } from '../journal/shelf.ts'
import { eraseForEver, TRASH_MS } from '../journal/trash.ts'
import { weigh } from '../journal/weigh.ts'
import { Edits } from '../ledger/edits.ts'
import { Exits } from '../ledger/exits.ts'
import { FoundSpeakers } from '../ledger/found-speakers.ts'
import { Organised } from '../ledger/organised.ts'
import { personalNames } from '../ledger/personal-names.ts'
import { Queue } from '../ledger/queue.ts'
import { Search } from '../ledger/search.ts'
import { SecondPasses } from '../ledger/second-passes.ts'
import { Sources } from '../ledger/sources.ts'
import { idOf, ledgerFor } from '../ledger/test-ledger.ts'
import { Transcripts } from '../ledger/transcripts.ts'
import { Versions } from '../ledger/versions.ts'
import { ModelsDesk } from '../models/desk.ts'
import { PATIENCE } from '../models/download/patience.ts'
import { Installer } from '../models/installer.ts'
import { Models } from '../models/models.ts'
import { OwnFolder } from '../models/own-folder.ts'
import { SettingsFile } from '../settings.ts'
import { Feed } from './feed.ts'
import { type HandlerRooms, makeHandlers } from './handlers.ts'
import { KeptExports } from './kept-exports.ts'
import { Unread } from './unread.ts'

const away: Workers = {
	isReady: () => false,
	gaveUp: () => false,
	standing: () => 'away',
	start: () => {},
	letGo: () => {},
	send: () => {},
	produced: () => {},
	measured: () => {},
	model: () => null,
	silentFailure: () => null,
	violation: () => {}
}

/** The handlers over real rooms, with workers that never come. `ask` checks answers as a page would. */
export async function handling(context: TestContext) {
	const folder = folderFor(context)
	const db = ledgerFor(context, folder)
	const [ledger, exits, shelf] = [new Transcripts(db), new Exits(db), new Shelf(folder)]
	const log = openLog(folder, 'main')
	const events: AppEvent[] = []
	const emit = (event: AppEvent) => void events.push(event)
	const passes = new SecondPasses(db)
	const models = new Models(join(folder, 'models'), { id: 'tiny', engine: 'sherpa-offline' })
	const own = new OwnFolder(join(folder, 'own-models'), join(folder, 'models'))
	const installer = new Installer({
		...{ own, models, emit, log, patience: PATIENCE, now: Date.now, proxies: {} },
		catalogue: () => [],
		wanted: () => ({ mirror: null, proxy: null }),
		free: async () => null
	})
	const runner = new Runner({
		ledger,
		passes,
		shelf,
		workers: away,
		models: Object.assign(models, {
			settled: () => models.chosen,
			hearer: ({ model }: Wish) => fail('no-model', `There is no ${model}.`)
		}),
		memoryComes: () => false,
		availableMemory: () => 0,
		emit,
		log,
		wantsPolish: () => false,
		isPaused: () => false,
		queue: new Queue(db)
	})
	const found = new FoundSpeakers(db)
	const speakers = new SpeakerFinder({
		...{ ledger, found, shelf, workers: away, emit, log },
		edits: new Edits(db),
		model: () => null,
		audio: { isReplaced: () => false, bringBack: () => {} },
		availableMemory: () => 0,
		tell: () => {}
	})
	const recordings = new Recordings({ shelf, ledger, listener: runner, log, emit, changed: () => {}, audioPlan: () => null })
	const sources = new Sources(db)
	const pathOf = (upload: string) => shelf.upload(upload)
	const uploads = new Uploads({
		folder: shelf.uploadFolder,
		pathOf,
		isTaken: path => sources.has(path),
		read: () => [],
		now: Date.now,
		room: async () => null
	})
	const intake = new Intake({
		ledger,
		sources,
		uploads,
		uploadPath: pathOf,
		except: () => [],
		added: ids => runner.added(...ids),
		now: Date.now
	})
	context.after(() => {
		intake.stop()
		runner.stop()
		recordings.stopAll()
	})
	const about = {
		dataDir: folder,
		logs: join(folder, 'logs'),
		kept: join(folder, 'kept'),
		journal: (transcript: string) => shelf.journal(transcript),
		names: () => personalNames(db),
		about: () => ({ holdfast: '0.1.0' })
	}
	const spool = new Spool(join(folder, 'spool'))
	/** What was asked of rooms that are functions, in order. */
	const asked: unknown[] = []
	const rooms: HandlerRooms = {
		search: new Search(db),
		waveforms: new Waveforms({ shelf, bringBack: () => {}, log }),
		organised: new Organised(db),
		weigh: () => weigh(folder),
		mover: {
			move: async to =>
				to === '/elsewhere' ? ok({ path: folder, move: null }) : fail('move-same', 'Everything is in this folder already.'),
			cancel: () => fail('move-too-late', 'This can’t be cancelled any more.'),
			inTheWay: null
		},
		trashMs: TRASH_MS,
		erase: ids => eraseForEver({ ledger, sources, shelf }, ids),
		edits: new Edits(db),
		versions: new Versions(db),
		passes,
		ledger,
		exits,
		intake,
		uploads,
		shelf,
		recordings,
		audio: {
			isReplaced: () => false,
			isRemoved: id => id === idOf(12),
			remove: id => ok(id !== idOf(13)),
			bringBack: () => {},
			path: () => null
		},
		zip: zipStream,
		keptExports: new KeptExports(),
		runner,
		speakers,
		found,
		emit,
		crashes: new CrashHistory({ exits, spool, sources: about, unclaimedDumps: [], emit, log }),
		viewFailed: failed => asked.push(failed),
		forgetExits: ids => asked.push(['forget', ids]),
		models,
		desk: new ModelsDesk({ own, installer, written: text => text, uploads: { path: pathOf, forget: id => uploads.discard(id) } }, () => []),
		settings: new SettingsFile(join(folder, 'settings.json')),
		watchable: async path => (path === '/in' ? ok(path) : fail('path-missing', 'There is nothing.')),
		settingsChanged: () => asked.push('settings changed'),
		speeds: { ask: () => ok({}), cancel: () => ok({}) },
		drill: { start: () => ok({}), stop: () => ok({}) },
		harm: () => fail('not-a-drill', 'This is no fire drill.'),
		curve: () => [],
		log: name => [`log of ${name}`],
		restartProcess: (name: string) => name === 'engine',
		unread: new Unread(new Feed()),
		samplePath: '/samples/speech.wav'
	}
	const handlers = makeHandlers(rooms)
	const ask = async <N extends CommandName>(name: N, params: CommandParams<N>): Promise<Result<CommandResult<N>>> => {
		const answer = await (handlers[name] as (params: CommandParams<N>, client: { id: number }) => Promise<Result<CommandResult<N>>>)(
			params,
			{ id: 1 }
		)
		if (answer.ok) v.parse(commands[name].result, answer.value)
		return answer
	}
	return {
		/** As on a disk that is full: nothing can be written to the ledger. */
		readOnly: (is: boolean) => void db.pragma(`query_only = ${is ? 'on' : 'off'}`),
		folder,
		ledger,
		exits,
		shelf,
		rooms,
		asked,
		recordings,
		ask,
		/** Those since it was asked last: their names, and whole. */
		events: () => events.splice(0).map(event => event.type),
		told: () => events.splice(0),
		/** The answer's code, or `ok`. */
		code: async <N extends CommandName>(name: N, params: CommandParams<N>) => {
			const answer = await ask(name, params)
			return answer.ok ? 'ok' : answer.problem.code
		}
	}
}
