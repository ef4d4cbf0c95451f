import type { Deed } from '../../native-bridge/protocol/messages.ts'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import type { KeptAudio } from '../audio/kept-audio.ts'
import type { Waveforms } from '../audio/waveforms.ts'
import type { CommandParams } from '../contract/commands.ts'
import type { AppEvent } from '../contract/events.ts'
import type { HealthSample } from '../contract/processes.ts'
import { isOver, type Transcript, type TranscriptDetail } from '../contract/records.ts'
import type { Storage } from '../contract/storage.ts'
import { wishOr } from '../contract/wish.ts'
import { formats } from '../exports/registry.ts'
import type { CrashHistory } from '../forensics/history.ts'
import type { Intake } from '../intake/intake.ts'
import type { Uploads } from '../intake/uploads.ts'
import type { Runner } from '../jobs/runner.ts'
import type { SpeakerFinder } from '../jobs/speaker-finder.ts'
import type { Recordings } from '../journal/recordings.ts'
import type { Shelf } from '../journal/shelf.ts'
import type { Edits } from '../ledger/edits.ts'
import type { Exits } from '../ledger/exits.ts'
import type { FoundSpeakers } from '../ledger/found-speakers.ts'
import type { Organised } from '../ledger/organised.ts'
import type { Search } from '../ledger/search.ts'
import type { SecondPasses } from '../ledger/second-passes.ts'
import type { Transcripts } from '../ledger/transcripts.ts'
import type { Versions } from '../ledger/versions.ts'
import type { ModelsDesk } from '../models/desk.ts'
import type { Models } from '../models/models.ts'
import type { Mover } from '../place/mover.ts'
import type { SettingsFile } from '../settings.ts'
import { Exporter, type ZipStream } from './exporter.ts'
import type { KeptExports } from './kept-exports.ts'
import { organise } from './organise.ts'
import type { Handlers } from './server.ts'
import type { Unread } from './unread.ts'

export interface HandlerRooms {
	readonly ledger: Transcripts
	readonly exits: Exits
	readonly organised: Organised
	/** What is in the data folder, by what it is. */
	readonly weigh: () => Promise<Storage>
	readonly mover: Pick<Mover, 'move' | 'cancel' | 'inTheWay'>
	/** What lies in the trash stays so long, ms, and how it is taken away for ever. */
	readonly trashMs: number
	readonly erase: (ids: readonly string[]) => Result<null>
	readonly search: Pick<Search, 'find'>
	readonly edits: Edits
	readonly versions: Versions
	readonly intake: Pick<Intake, 'addFile' | 'addPaths' | 'addUploads' | 'addChoices' | 'moved'>
	readonly uploads: Pick<Uploads, 'list' | 'discard'>
	readonly shelf: Shelf
	readonly recordings: Recordings
	readonly audio: Pick<KeptAudio, 'isReplaced' | 'isRemoved' | 'remove' | 'bringBack' | 'path'>
	readonly runner: Runner
	readonly passes: SecondPasses
	readonly speakers: Pick<SpeakerFinder, 'ask' | 'cancel' | 'undo' | 'forget' | 'restored'>
	readonly found: Pick<FoundSpeakers, 'turns'>
	readonly waveforms: Pick<Waveforms, 'of'>
	readonly emit: (event: AppEvent) => void
	/** False: there is no process of that name. */
	readonly restartProcess: (name: string) => boolean
	readonly crashes: CrashHistory
	readonly viewFailed: (failed: CommandParams<'window.failed'>) => void
	/** Null: all. */
	readonly forgetExits: (ids: readonly string[] | null) => void
	readonly models: Models
	readonly desk: ModelsDesk
	readonly zip: ZipStream
	readonly keptExports: KeptExports
	readonly settings: SettingsFile
	/** The complete path of a folder that is to be watched, or why it can't be. */
	readonly watchable: (path: string) => Promise<Result<string>>
	readonly settingsChanged: () => void
	readonly speeds: { ask(models: readonly string[] | null): Result<Record<string, never>>; cancel(): Result<Record<string, never>> }
	readonly drill: { start(): Result<Record<string, never>>; stop(): Result<Record<string, never>> }
	/** Tells a process of a fire drill to do itself harm. */
	readonly harm: (name: string, deed: Deed) => Result<Record<string, never>>
	readonly curve: (name: string) => HealthSample[]
	readonly log: (name: string) => string[]
	readonly unread: Unread
	/** The sample that ships with Holdfast; null when it does not. */
	readonly samplePath: string | null
}

/** One function for each command: ask the rooms, answer. */
export function makeHandlers(rooms: HandlerRooms): Handlers {
	const { ledger, edits, versions, exits, crashes, intake, uploads, shelf, recordings, audio, runner, emit } = rooms
	const noVersion = () => fail('no-version', 'This version does not exist any more.')
	const noAudio = () =>
		fail('audio-removed', 'Its audio was deleted to make room, so it can’t be listened to again. Its text stays as it is.')
	const gone = () => fail('no-transcript', 'This transcript does not exist any more.')

	function shown(id: string): Result<Transcript> {
		const row = ledger.get(id)
		return row ? ok(runner.describe(row)) : gone()
	}
	/** Windows are told of the transcript as it is now. */
	function tell(id: string): Result<Transcript> {
		const now = shown(id)
		if (now.ok) emit({ type: 'transcript', transcript: now.value })
		return now
	}
	/** Their number stands in the transcript's record. */
	function marksChanged({ id, marks }: Pick<Transcript, 'id' | 'marks'>): void {
		if (ledger.get(id)?.marks !== marks) tell(id)
	}
	/** Does `change`, then gives and tells the transcript as it is now. */
	function changed(id: string, change: () => Result<null>): Result<Transcript> {
		if (!ledger.get(id)) return gone()
		const done = change()
		return done.ok ? tell(id) : done
	}
	function detail(id: string): Result<TranscriptDetail> {
		const transcript = shown(id)
		if (!transcript.ok) return transcript
		const parts = ledger.parts(id).map(row => ({
			transcript: runner.describe(row),
			segments: ledger.segments(row.id),
			edits: edits.list(row.id),
			gaps: ledger.gaps(row.id),
			turns: rooms.found.turns(row.id)
		}))
		return ok({
			transcript: transcript.value,
			segments: ledger.segments(id),
			edits: edits.list(id),
			gaps: ledger.gaps(id),
			marks: ledger.marks(id),
			deaths: ledger.deaths(id),
			speakers: edits.speakers(id),
			turns: rooms.found.turns(id),
			versions: versions.list(id),
			parts
		})
	}
	const exporter = new Exporter({ detail, audioPath: id => audio.path(id), zip: rooms.zip, now: Date.now })
	const library = organise({ ...rooms, tell })

	/** Null: all. */
	function removed(ids: readonly string[] | null): Result<Record<string, never>> {
		rooms.forgetExits(ids)
		const done = crashes.remove(ids)
		if (!done.ok) return done
		emit({ type: 'exits-removed', exits: ids === null ? null : [...ids] })
		return ok({})
	}

	return {
		'recording.start': (asked, client) => {
			const problem = rooms.mover.inTheWay
			return problem ? { ok: false, problem } : recordings.start(client.id, asked)
		},
		'recording.interrupted': () => ok(recordings.interrupted()),
		'recording.gap': ({ recording, from, to, cause }) => {
			if (!ledger.get(recording)) return gone()
			if (to <= from) return fail('bad-request', 'A gap ends after it begins.')
			const gap = { from, to, cause }
			const added = ledger.addGaps(recording, [gap])
			if (!added.ok) return added
			emit({ type: 'gap', gap: { ...gap, transcript: recording } })
			tell(recording)
			return ok({})
		},
		'recording.ask': ({ recording, ask }) => {
			if (ledger.get(recording)?.state !== 'recording') return fail('not-recording', 'This is not being recorded any more.')
			emit({ type: 'recording-asked', recording, ask })
			return ok({})
		},
		'mark.set': ({ transcript, mark }) => {
			const before = ledger.get(transcript)
			if (!before) return gone()
			const set = ledger.setMark(transcript, mark)
			if (!set.ok) return set
			emit({ type: 'mark', transcript, mark })
			marksChanged(before)
			return ok({})
		},
		'mark.remove': ({ transcript, mark }) => {
			const before = ledger.get(transcript)
			const removed = ledger.removeMark(transcript, mark)
			if (!removed.ok) return removed
			emit({ type: 'mark-removed', transcript, mark })
			if (before) marksChanged(before)
			return ok({})
		},
		'recording.stop': ({ recording, samples }) => changed(recording, () => recordings.stop(recording, samples)),
		'files.add-uploads': async ({ uploads: given, again, wish }) => ok(await intake.addUploads(given, again ?? false, wishOr(wish))),
		'files.add-paths': async ({ paths, again = false, written = false, track = null, channel = null, wish }) =>
			ok(await intake.addPaths(paths, { again, written, sound: { track, channel }, wish: wishOr(wish) })),
		'uploads.list': async () => ok(await uploads.list()),
		'upload.discard': async ({ upload }) => {
			await uploads.discard(upload)
			return ok({})
		},
		'files.add-choices': async ({ transcript, choices }) => {
			const made = await intake.addChoices(transcript, choices)
			return made.ok ? ok({ added: made.value }) : made
		},
		'transcript.find-source': async ({ transcript, path, upload }) => {
			const at = path ?? (upload === null ? null : shelf.upload(upload))
			if (!ledger.get(transcript)) return gone()
			if (at === null) return fail('bad-request', 'Say where the file is.')
			const found = await intake.moved(transcript, at, upload)
			return found.ok ? changed(transcript, () => runner.retry(transcript)) : found
		},
		'transcripts.list': () => ok(ledger.list().map(row => runner.describe(row))),
		'transcript.get': ({ transcript }) => detail(transcript),
		'transcript.waveform': async ({ transcript, from, to, columns }) => {
			const row = ledger.get(transcript)
			return row ? ok(await rooms.waveforms.of(transcript, from, Math.max(from + 1, to), columns, row.samples)) : gone()
		},
		'transcript.rename': ({ transcript, title }) => changed(transcript, () => ledger.rename(transcript, title)),
		'edits.set': ({ transcript, edits: wanted }) => {
			const before = ledger.get(transcript)
			if (!before) return gone()
			const set = edits.set(transcript, wanted)
			if (!set.ok) return set
			const here = wanted.filter(({ from }) => !set.value.gone.includes(from)).map(({ from, edit }) => ({ from, edit }))
			if (here.length > 0) emit({ type: 'edits', transcript, edits: here })
			if (ledger.get(transcript)?.words !== before.words) tell(transcript)
			return set
		},
		'speakers.set': ({ transcript, speakers }) => {
			if (!ledger.get(transcript)) return gone()
			const set = edits.setSpeakers(transcript, speakers)
			if (!set.ok) return set
			emit({ type: 'speakers', transcript, speakers })
			return ok({})
		},
		'transcript.cancel': ({ transcript }) => changed(transcript, () => runner.cancel(transcript)),
		'transcripts.search': ({ query }) => ok(rooms.search.find(query)),
		'transcript.retry': ({ transcript }) => changed(transcript, () => runner.retry(transcript)),
		'transcript.again': ({ transcript, model, language = null }) => {
			if (audio.isRemoved(transcript)) return noAudio()
			const again = () => changed(transcript, () => runner.again(transcript, { model, language }))
			if (!audio.isReplaced(transcript)) return again()
			// Only its compressed copy is kept: what is read from that may take a while.
			audio.bringBack(transcript, back => {
				const asked = back.ok ? again() : back
				if (!asked.ok) emit({ type: 'notice', problem: asked.problem })
			})
			return shown(transcript)
		},
		'version.get': ({ transcript, version }) => {
			const text = versions.text(transcript, version)
			return text ? ok(text) : noVersion()
		},
		'version.restore': ({ transcript, version }) => {
			const row = ledger.get(transcript)
			if (!row) return gone()
			if (!isOver(row.state))
				return fail('still-at-work', 'This is being transcribed. When it is over an earlier text can be brought back.')
			if (!versions.list(transcript).some(({ id }) => id === version)) return noVersion()
			const cancelled = runner.cancel(transcript)
			if (!cancelled.ok) return cancelled
			const restored = versions.restore(transcript, version, Date.now())
			if (!restored.ok) return restored
			emit({ type: 'text-replaced', transcript })
			return tell(transcript)
		},
		'version.delete': ({ transcript, version }) => {
			const removed = versions.remove(transcript, version)
			return removed.ok ? ok({}) : removed
		},
		'transcript.wish': ({ transcript, wish }) => changed(transcript, () => runner.wish(transcript, wishOr(wish))),
		'transcript.pause': ({ transcript }) => changed(transcript, () => runner.pause(transcript)),
		'transcript.resume': ({ transcript }) => changed(transcript, () => runner.resume(transcript)),
		'speakers.find': ({ transcript, count, called }) =>
			audio.isRemoved(transcript) ? noAudio() : changed(transcript, () => rooms.speakers.ask(transcript, count, called)),
		'speakers.cancel': ({ transcript }) => changed(transcript, () => rooms.speakers.cancel(transcript)),
		'speakers.undo': ({ transcript }) => changed(transcript, () => rooms.speakers.undo(transcript)),
		'queue.move': ({ transcript, before }) => {
			const moved = runner.move(transcript, before)
			return moved.ok ? ok({}) : moved
		},
		'queue.clear': () => {
			const ended = ledger
				.list()
				.filter(({ kind, state, words }) => kind === 'file' && words === 0 && (state === 'failed' || state === 'cancelled'))
			const trashed = library.trash(ended.map(({ id }) => id))
			if (!trashed.ok) return trashed
			return ok({ transcripts: ended.map(({ id }) => id) })
		},
		'transcript.restore': ({ transcript }) => {
			if (!ledger.get(transcript)) return gone()
			const restored = library.restore([transcript])
			return restored.ok ? shown(transcript) : restored
		},
		...library.handlers,
		'storage.get': async () => ok(await rooms.weigh()),
		'folder.move': ({ to }) => rooms.mover.move(to),
		'folder.cancel': () => rooms.mover.cancel(),
		'audio.discard': ({ transcripts }) => {
			const kept: string[] = []
			for (const transcript of transcripts) {
				for (const id of [transcript, ...ledger.parts(transcript).map(part => part.id)]) {
					const removed = audio.remove(id)
					if (!removed.ok) return removed
					if (!removed.value) kept.push(id)
				}
			}
			return ok({ kept })
		},
		'transcript.export': async ({ transcript, format, options }) => await exporter.told([transcript], format, options ?? {}),
		'transcripts.export': async ({ transcripts, format, options }) => await exporter.told(transcripts, format, options ?? {}),
		'transcripts.save': async ({ transcripts, format, options }) => {
			const file = await exporter.kept(transcripts, format, options ?? {})
			return file.ok ? ok({ path: `/exports/${rooms.keptExports.keep(file.value)}`, name: file.value.name }) : file
		},
		'export.preview': ({ transcript, format, options }) => exporter.preview(transcript, format, options ?? {}),
		'exports.formats': () => ok(formats.map(({ id, name, extension, mime, takes }) => ({ id, name, extension, mime, takes }))),
		'exits.list': ({ limit, before, signature }) => ok(exits.list(limit, before, signature)),
		'exit.get': ({ exit }) => {
			const record = exits.get(exit)
			return record ? ok(record) : fail('no-exit', 'This record does not exist any more.')
		},
		'exit.report': ({ exit }) => crashes.report(exit),
		'exits.groups': () => ok(crashes.groups()),
		'exits.stats': () => ok(crashes.stats()),
		'exit.delete': ({ exit }) => removed([exit]),
		'exits.delete-all': () => removed(null),
		'exit.bundle-preview': ({ exit, choice }) => crashes.preview(exit, choice),
		'exit.bundle': ({ exit, choice }) => crashes.bundle(exit, choice),
		'lives.list': ({ since }) => ok(exits.lives(since)),
		'process.restart': ({ name }) =>
			rooms.restartProcess(name) ? ok({}) : fail('no-process', `There is no process “${name}” that can be restarted.`, { name }),
		'process.curve': ({ name }) => ok(rooms.curve(name)),
		'process.log': ({ name }) => ok(rooms.log(name)),
		'gap.retry': ({ transcript, from, model }) => {
			if (audio.isRemoved(transcript)) return noAudio()
			const retry = () => runner.retryGap(transcript, from, model ?? null)
			if (!audio.isReplaced(transcript)) return retry()
			// Only its compressed copy is kept: what is read from that may take a while.
			audio.bringBack(transcript, back => {
				const asked = back.ok ? retry() : back
				if (!asked.ok) emit({ type: 'notice', problem: asked.problem })
			})
			return ok({})
		},
		'models.list': () => ok(rooms.models.list()),
		'models.offered': () => ok(rooms.desk.offered()),
		'models.installs': () => ok(rooms.desk.installer.list()),
		'models.install': ({ model, acceptLicence, acceptChanged }) => {
			const how = { acceptLicence: acceptLicence ?? false, acceptChanged: acceptChanged ?? false }
			return answer(rooms.desk.installer.install(model, how))
		},
		'models.pause': ({ model }) => answer(rooms.desk.installer.pause(model)),
		'models.resume': ({ model }) => answer(rooms.desk.installer.resume(model)),
		'models.cancel': ({ model }) => answer(rooms.desk.installer.cancel(model)),
		'models.delete': async ({ model }) => answer(await rooms.desk.installer.remove(model)),
		'models.verify': ({ model }) => rooms.desk.installer.verify(model),
		'models.import': async ({ path, upload }) => answer(await rooms.desk.bring(path, upload)),
		'speeds.measure': ({ models }) => rooms.speeds.ask(models),
		'speeds.stop': () => rooms.speeds.cancel(),
		'settings.get': () => ok(rooms.settings.now),
		'settings.set': async some => {
			const folder = typeof some.watchFolder === 'string' ? await rooms.watchable(some.watchFolder) : null
			if (folder?.ok === false) return folder
			const changed = rooms.settings.change(folder ? { ...some, watchFolder: folder.value } : some)
			rooms.settingsChanged()
			return changed
		},
		'window.failed': failed => {
			rooms.viewFailed(failed)
			return ok({})
		},
		'notices.take': (_, client) => ok([...rooms.unread.take(client.id)]),
		'drill.start': () => rooms.drill.start(),
		'drill.stop': () => rooms.drill.stop(),
		'drill.deed': ({ name, deed }) => rooms.harm(name, deed),
		'sample.add': async () => {
			if (rooms.samplePath === null) return fail('no-sample', 'The sample is not part of this installation.')
			const added = await intake.addFile(rooms.samplePath)
			return added.ok ? shown(added.value) : added
		}
	}
}

function answer(done: Result<null>): Result<Record<string, never>> {
	return done.ok ? ok({}) : done
}
