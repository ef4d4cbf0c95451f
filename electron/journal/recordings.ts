import type { Log } from '../../native-bridge/log/log.ts'
import { fail, ok, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import { clockOf } from '../../native-bridge/protocol/units.ts'
import type { AudioFrame } from '../contract/audio-frame.ts'
import type { CommandParams } from '../contract/commands.ts'
import type { Interrupted } from '../contract/recorder.ts'
import type { Transcripts } from '../ledger/transcripts.ts'
import { Microphone, type Receipt } from './microphone.ts'
import type { Shelf } from './shelf.ts'

type RecordingStart = CommandParams<'recording.start'>

/** What recordings tell the job runner. */
export interface RecordingListener {
	added(id: string): void
	grew(id: string, samples: number): void
	audioEnded(id: string, samples: number): void
}

/**
 * How long a recording whose window is gone waits for it, ms. A page that lost its connection is back within 2 s, a reloaded or
 * restarted one within a few; after that the recording is closed with what it has.
 */
const ORPHAN_MS = 20_000

/** Recordings from their start to their end, whichever windows come and go meanwhile. */
export class Recordings {
	readonly #microphone = new Microphone()
	readonly #owners = new Map<string, number>()
	readonly #orphans = new Map<string, NodeJS.Timeout>()
	readonly #shelf: Shelf
	readonly #ledger: Transcripts
	readonly #listener: RecordingListener
	readonly #log: Log

	constructor(deps: { shelf: Shelf; ledger: Transcripts; listener: RecordingListener; log: Log }) {
		this.#shelf = deps.shelf
		this.#ledger = deps.ledger
		this.#listener = deps.listener
		this.#log = deps.log
	}

	/** Begins a recording, or goes on with it: the value says how many samples are safe. */
	start(client: number, asked: RecordingStart): Result<{ samples: number }> {
		const { recording, title, device, startedAt } = asked
		const known = this.#ledger.get(recording)
		if (known && known.state !== 'recording') {
			return fail('recording-closed', 'This recording was closed meanwhile. Its audio is kept; what came after goes into a new one.')
		}
		const opened = this.#microphone.open(recording, this.#shelf.journal(recording))
		if (!opened.ok) return opened
		if (!known) {
			const added = this.#ledger.add({
				id: recording,
				kind: 'recording',
				title,
				createdAt: startedAt,
				state: 'recording',
				sourceName: null,
				sourcePath: null,
				device,
				microphone: asked.microphone ?? null,
				partOf: asked.partOf ?? null
			})
			if (!added.ok) {
				this.#microphone.close(recording)
				return added
			}
			this.#listener.added(recording)
		}
		this.#owners.set(recording, client)
		this.#adopt(recording)
		this.#log.info({ job: recording, samples: opened.value, again: known !== null }, 'recording')
		return ok({ samples: opened.value })
	}

	frame(client: number, frame: AudioFrame): Receipt {
		const receipt = this.#microphone.frame(frame)
		if (receipt.kind === 'saved') {
			this.#owners.set(frame.recording, client)
			// Its window is here, whatever became of another that had it.
			if (this.#orphans.has(frame.recording)) this.#adopt(frame.recording)
			this.#listener.grew(frame.recording, receipt.samples)
		}
		return receipt
	}

	/** Those whose page is gone and may come back. */
	interrupted(): Interrupted[] {
		return [...this.#orphans.keys()].flatMap(recording => {
			const row = this.#ledger.get(recording)
			if (!row) return []
			const { title, device, microphone, createdAt: startedAt, partOf, channel, offset } = row
			const paused = this.#ledger.marks(recording).findLast(mark => mark.kind === 'pause' && mark.ms === null)
			const { samples, at: savedAt } = this.#shelf.written(recording) ?? { samples: 0, at: startedAt }
			return [
				{
					recording,
					title,
					device,
					microphone,
					startedAt,
					samples,
					savedAt,
					stopping: false,
					pausedAt: paused ? savedAt : null,
					partOf: partOf === null ? null : { whole: partOf, channel: channel ?? 'others', offset },
					holdUp: PAGE_GONE
				}
			]
		})
	}

	/** No audio comes after sample `samples`. */
	stop(recording: string, samples: number): Result<null> {
		const row = this.#ledger.get(recording)
		if (!row) return fail('no-transcript', 'This recording does not exist.')
		if (row.state !== 'recording') return ok(null)
		const have = this.#microphone.isOpen(recording)
			? this.#microphone.open(recording, this.#shelf.journal(recording))
			: ok(this.#shelf.samples(recording))
		if (!have.ok) return have
		if (have.value < samples)
			return fail('audio-missing', `The recording holds ${have.value} of ${samples} samples. The rest is still on its way.`, {
				have: have.value,
				samples
			})
		this.#close(recording)
		return ok(null)
	}

	/** A window is gone: its recordings wait a while for it. */
	clientGone(client: number): void {
		for (const [recording, owner] of this.#owners) if (owner === client) this.orphan(recording)
	}

	/** A recording without a window: closed after a while with a sentence, unless one comes back for it. */
	orphan(recording: string): void {
		if (this.#orphans.has(recording)) return
		this.#owners.delete(recording)
		const timer = setTimeout(() => {
			this.#orphans.delete(recording)
			const samples = this.#shelf.samples(recording)
			this.#ledger.notice(recording, [cutNotice(samples)])
			this.#log.warn({ job: recording, samples }, 'recording cut: its window did not come back')
			this.#close(recording)
		}, ORPHAN_MS)
		this.#orphans.set(recording, timer)
	}

	/** Closes every journal, at the end of main. The recordings are taken up again at its next start. */
	stopAll(): void {
		for (const timer of this.#orphans.values()) clearTimeout(timer)
		this.#microphone.closeAll()
	}

	#adopt(recording: string): void {
		clearTimeout(this.#orphans.get(recording))
		this.#orphans.delete(recording)
	}

	#close(recording: string): void {
		this.#adopt(recording)
		this.#owners.delete(recording)
		// Not open when main was started anew and nobody came back: opening mends what a death in the middle of a write left.
		this.#microphone.open(recording, this.#shelf.journal(recording))
		const samples = this.#microphone.close(recording) ?? this.#shelf.samples(recording)
		this.#listener.audioEnded(recording, samples)
	}
}

const PAGE_GONE: Problem = fail(
	'page-gone',
	'The page that was recording is gone. Everything up to there is kept; what was said meanwhile was not heard.'
).problem

function cutNotice(samples: number): Problem {
	return fail(
		'recording-cut',
		`The recording was cut at ${clockOf(samples)}: its window closed or the app ended. Everything up to there is kept.`,
		{ at: clockOf(samples) }
	).problem
}
