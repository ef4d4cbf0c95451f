import type { StoreApi } from 'zustand/vanilla'
import type { AppEvent } from '../../electron/contract/events.ts'
import type { Transcript } from '../../electron/contract/records.ts'
import { heldWish, wishOr } from '../../electron/contract/wish.ts'
import { createClient } from '../api/client.ts'
import type { Transport } from '../api/transport.ts'
import { createLocalRecorder } from '../capture/local-recorder.ts'
import { createRemoteRecorder, type RecorderLine } from '../capture/remote-recorder.ts'
import { createBurst } from './burst.ts'
import { type ConnectionState, createConnectionStore } from './connection.ts'
import { type CrashesStore, crashesAfter, crashesFromSnapshot, createCrashesStore } from './crashes.ts'
import { createDiskStore, type DiskStore, diskAfter, diskFromSnapshot } from './disk.ts'
import { createDrillStore, type DrillStore, drillAfter, drillFromSnapshot } from './drill.ts'
import { createEditsStore, type EditsStore } from './edits.ts'
import { createExportsStore, type ExportsStore } from './exports.ts'
import { createFailures, type Failures, listenForFailures } from './failures.ts'
import { createFolderStore, type FolderStore, folderAfter, folderFromSnapshot } from './folder.ts'
import { createHealthStore, type HealthStore, healthAfter, healthFromSnapshot } from './health.ts'
import { transcriptsAfter, transcriptsFromSnapshot, withTranscripts } from './known-transcripts.ts'
import { createLibraryStore, type LibraryStore } from './library.ts'
import { createMicrophonesStore, type MicrophonesStore } from './microphones.ts'
import { createModelsStore, type ModelsStore, modelsAfter } from './models.ts'
import { createNoticesStore, type NoticesStore } from './notices.ts'
import { createPlaceStore, type PlaceStore } from './place.ts'
import { createPlaybackStore, type PlaybackStore } from './playback.ts'
import { createPositions } from './positions.ts'
import { createPreferencesStore, type Preferences } from './preferences.ts'
import { changesInterrupted, createRecordingStore, type RecordingStore } from './recording.ts'
import { createSearchStore, type SearchStore } from './search.ts'
import { createSettingsStore, type SettingsStore, settingsAfter, settingsFromSnapshot } from './settings.ts'
import { createSilences } from './silences.ts'
import { createSpeedsStore, type SpeedsStore, speedsAfter, speedsFromSnapshot } from './speeds.ts'
import { createTranscriptsStore, type TranscriptsStore } from './transcripts.ts'
import { createUnsavedDetails } from './unsaved-details.ts'
import { createUnsavedEdits, type UnsavedEdits } from './unsaved-edits.ts'
import { createUploadsStore, type FileCarrier, type UploadsStore } from './uploads.ts'
import { createWaveformsStore, type WaveformsStore } from './waveforms.ts'

/** Every store of the window, wired once. */
export interface App {
	readonly connection: StoreApi<ConnectionState>
	readonly transcripts: TranscriptsStore
	readonly edits: EditsStore
	/** Whether main has not said to have kept all that was written. */
	readonly unsaved: Pick<UnsavedEdits, 'any'>
	readonly recording: RecordingStore
	readonly health: HealthStore
	readonly crashes: CrashesStore
	readonly drill: DrillStore
	readonly speeds: SpeedsStore
	readonly folder: FolderStore
	readonly disk: DiskStore
	readonly settings: SettingsStore
	readonly search: SearchStore
	readonly notices: NoticesStore
	readonly failures: Failures
	readonly uploads: UploadsStore
	readonly playback: PlaybackStore
	readonly waveforms: WaveformsStore
	readonly exports: ExportsStore
	readonly library: LibraryStore
	readonly models: ModelsStore
	readonly microphones: MicrophonesStore
	readonly place: PlaceStore
	readonly preferences: StoreApi<Preferences>
}

export interface AppParts {
	readonly transport: Transport
	/** The line to the page that records; null: this one does. */
	readonly recorder: RecorderLine | null
	readonly carrier: FileCarrier
	readonly page: Window
	readonly audio: HTMLAudioElement
	/** Whether the user writes, or has something open over the page: not to be called away. */
	busy(): boolean
}

/** By then main has noticed that the page before this one sends no more: what it was sending is left. */
const LEFT_AGAIN_MS = 3_000

/** Makes the stores and connects them to main: from here on, news flows into them. */
export function createApp({ transport, recorder, carrier, page, audio, busy }: AppParts): App {
	const client = createClient(transport)
	const connection = createConnectionStore(Date.now())
	const notices = createNoticesStore(Date.now)
	const failures = createFailures(client)
	listenForFailures(page, failures)
	const unsaved = createUnsavedEdits(client, page.sessionStorage, problem => notices.tellOnce(problem))
	const unsavedDetails = createUnsavedDetails(client, page.sessionStorage, problem => notices.tellOnce(problem))
	const transcripts = createTranscriptsStore(client, unsaved, unsavedDetails, id => playback.getState().transcript === id)
	const edits = createEditsStore(transcripts, unsaved, unsavedDetails, { now: Date.now, tell: problem => notices.tell(problem) })
	const health = createHealthStore(client)
	const crashes = createCrashesStore(client, problem => notices.tell(problem))
	const drill = createDrillStore(client)
	const speeds = createSpeedsStore(client)
	const folder = createFolderStore(client)
	const disk = createDiskStore()
	const settings = createSettingsStore(client)
	const exports = createExportsStore(client)
	const models = createModelsStore(client)
	const library = createLibraryStore(client)
	const here = createLocalRecorder(client, () => connection.getState().line === 'open', recorder === null ? page.sessionStorage : null)
	const recording = createRecordingStore(
		recorder === null ? here : createRemoteRecorder(recorder, problem => notices.tell(problem)),
		client
	)
	const place = createPlaceStore(page)
	const preferences = createPreferencesStore(page.localStorage)
	const playback = createPlaybackStore(audio, {
		channelsOf: id => Object.values(transcripts.getState().transcripts ?? {}).filter(each => each.partOf === id && each.playable),
		silencesOf: createSilences(id => transcripts.getState().details[id]),
		lengthOf: id => transcripts.getState().transcripts?.[id]?.samples ?? 0,
		positions: createPositions(page.localStorage),
		preferences
	})
	const uploads = createUploadsStore(client, carrier, {
		// Not away from a recording that is being made.
		open: id => recording.getState().phase === 'idle' && place.go({ at: 'transcript', id }),
		arrived: id => recording.getState().phase === 'idle' && place.offer(id, busy()),
		tell: problem => notices.tell(problem),
		wish: () => {
			const { filesWish } = preferences.getState()
			const here = models.getState().models
			return wishOr(here === null ? filesWish : heldWish(filesWish, here))
		}
	})
	// Who goes elsewhere meanwhile is not called back.
	place.subscribe((now, before) => now.place !== before.place && uploads.want(null))
	// Thrown away, here or elsewhere, it is not heard any more.
	transcripts.subscribe(({ transcripts: known }) => {
		const { transcript } = playback.getState()
		if (transcript !== null && known !== null && known[transcript] === undefined) playback.stop()
	})
	page.addEventListener('pagehide', () => {
		crashes.flush()
		playback.keep()
	})

	// Beside a recording it stands how long there is room still, and goes when there is more.
	const isInTheBar = (code: string) => (code === 'disk-low' || code === 'disk-nearly-full') && recording.getState().phase !== 'idle'
	// 10,000 files that are added are as many events.
	const burst = createBurst<Transcript>(told => transcripts.setState(state => withTranscripts(state, told)))
	let cameBack = false
	client.start({
		connected(app) {
			connection.setState({ line: 'open', since: Date.now(), app })
			// Before any text is asked for: the answer has it then.
			unsaved.connected()
			unsavedDetails.connected()
			transcripts.reopen()
			here.lineUp()
			void recording.look()
			if (!cameBack) void here.comeBack()
			cameBack = true
			void uploads.lookForLeft()
			setTimeout(() => void uploads.lookForLeft(), LEFT_AGAIN_MS)
			void exports.load()
			void models.load()
			library.trashChanged()
			void client.request('notices.take', {}).then(taken => {
				for (const problem of taken.ok ? taken.value : []) notices.tellOnce(problem)
			})
		},
		lost() {
			connection.setState({ line: 'lost', since: Date.now() })
			here.lineLost()
		},
		outdated: () => connection.setState({ line: 'outdated', since: Date.now() }),
		snapshot(snapshot) {
			burst.flush()
			transcripts.setState(state => transcriptsFromSnapshot(state, snapshot))
			health.setState(state => healthFromSnapshot(state, snapshot))
			crashes.setState(state => crashesFromSnapshot(state, snapshot))
			drill.setState(state => drillFromSnapshot(state, snapshot))
			speeds.setState(state => speedsFromSnapshot(state, snapshot))
			folder.setState(state => folderFromSnapshot(state, snapshot))
			disk.setState(state => diskFromSnapshot(state, snapshot))
			settings.setState(state => settingsFromSnapshot(state, snapshot))
			transcripts.reopen()
		},
		event(told) {
			const event = newsOf(told, unsaved)
			if (event.type === 'transcript') burst.add(event.transcript)
			else {
				burst.flush()
				transcripts.setState(state => transcriptsAfter(state, event))
			}
			health.setState(state => healthAfter(state, event, Date.now()))
			crashes.setState(state => crashesAfter(state, event))
			drill.setState(state => drillAfter(state, event))
			speeds.setState(state => speedsAfter(state, event))
			folder.setState(state => folderAfter(state, event))
			disk.setState(state => diskAfter(state, event))
			settings.setState(state => settingsAfter(state, event))
			models.setState(state => modelsAfter(state, event))
			if (event.type === 'models') void models.load()
			if (event.type === 'trash') library.trashChanged()
			if (changesInterrupted(recording.getState(), event)) void recording.look()
			here.event(event)
			if (event.type === 'text-replaced') transcripts.reopen()
			if (event.type === 'notice' && !isInTheBar(event.problem.code)) notices.tell(event.problem)
		},
		saved: (id, samples, at) => here.saved(id, samples, at),
		notSaved: (id, samples, problem) => here.notSaved(id, samples, problem),
		violation: problem => notices.tell(problem)
	})

	return {
		connection,
		transcripts,
		edits,
		unsaved: { any: () => unsaved.any() || unsavedDetails.any() || client.owes() },
		recording,
		health,
		crashes,
		drill,
		speeds,
		folder,
		disk,
		settings,
		search: createSearchStore(client),
		notices,
		failures,
		uploads,
		exports,
		library,
		models,
		playback,
		waveforms: createWaveformsStore(client),
		microphones: createMicrophonesStore(),
		place,
		preferences
	}
}

/** What main says of an edit that has been written on meanwhile is old. */
function newsOf(event: AppEvent, unsaved: UnsavedEdits): AppEvent {
	if (event.type !== 'edits') return event
	return { ...event, edits: event.edits.filter(({ from }) => !unsaved.has(event.transcript, from)) }
}
