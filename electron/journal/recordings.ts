import type { Log } from '../../native-bridge/log/log.ts'
import { fail, ok, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import { clockOf } from '../../native-bridge/protocol/units.ts'
import type { AudioFrame } from '../contract/audio-frame.ts'
import type { CommandParams } from '../contract/commands.ts'
import type { AppEvent } from '../contract/events.ts'
import type { Interrupted } from '../contract/recorder.ts'
import { wishOr } from '../contract/wish.ts'
import type { AudioPlan, Transcripts } from '../ledger/transcripts.ts'
import { Microphone, type Receipt } from './microphone.ts'
import { closedMarks } from './open-marks.ts'
import type { Shelf } from './shelf.ts'
import { type WaitReason, Waits } from './waits.ts'

type RecordingStart = CommandParams<'recording.start'>

/** What recordings tell the job runner. */
export interface RecordingListener {
	added(id: string): void
	grew(id: string, samples: number): void
	audioEnded(id: string, samples: number): void
}

interface RecordingDependencies {
	readonly shelf: Shelf
	readonly ledger: Transcripts
	readonly listener: RecordingListener
	readonly log: Log
	readonly emit: (event: AppEvent) => void
	/** Its record has changed: windows are to be told. */
	readonly changed: (id: string) => void
	/** What is to become of the audio of one that begins now. */
	readonly audioPlan: () => AudioPlan | null
}

/**
 * How long a recording whose page is gone waits for it, ms. A page that lost its line is back within 2 s, a reloaded one within a few; a
 * tab that was closed by mistake and opened again, or a browser that crashed and restores its tabs, within a minute. Its text is made
 * meanwhile all the same: only the words after the last pause wait.
 */
const RETURN_MS = 60_000
/** How long a channel goes on after the recording it belongs to has ended, ms: its last chunks are on their way, and its own end follows. */
const LAST_CHUNKS_MS = 10_000

/** Recordings from their start to their end, whichever pages come and go meanwhile. */
export class Recordings {
	readonly #microphone = new Microphone()
	/** The page that makes each: the last that began or went on with it. */
	readonly #owners = new Map<string, number>()
	readonly #waits = new Waits((recording, why, since) => this.#waitedInVain(recording, why, since))
	readonly #deps: RecordingDependencies

	constructor(deps: RecordingDependencies) {
		this.#deps = deps
	}

	/** Begins a recording, or goes on with it: the value says how many samples are safe. */
	start(client: number, asked: RecordingStart): Result<{ samples: number }> {
		const { shelf, ledger, listener, log } = this.#deps
		const { recording, title, device, startedAt, partOf } = asked
		const known = ledger.get(recording)
		const before = ledger.get(partOf?.whole ?? asked.continues ?? '')
		if (known && known.state !== 'recording') {
			return fail('recording-closed', 'This recording was closed meanwhile. Its audio is kept; what came after goes into a new one.')
		}
		// A channel that is under way may send its last chunks after its recording has ended, but none begins then.
		if (!known && partOf) {
			const whole = ledger.get(partOf.whole)
			if (whole?.state !== 'recording' || whole.partOf !== null)
				return fail('no-whole', 'The recording that this is a channel of is not under way.')
		}
		const opened = this.#microphone.open(recording, shelf.journal(recording))
		if (!opened.ok) return opened
		if (!known) {
			const added = ledger.add({
				id: recording,
				kind: 'recording',
				title,
				createdAt: startedAt,
				state: 'recording',
				sourceName: null,
				sourcePath: null,
				device,
				microphone: asked.microphone ?? null,
				partOf: partOf ?? null,
				wish: wishOr(before ? before.wish : asked.wish),
				audioPlan: this.#deps.audioPlan()
			})
			if (!added.ok) {
				this.#microphone.close(recording)
				return added
			}
			listener.added(recording)
		}
		this.#owners.set(recording, client)
		if (this.#waits.of(recording) === 'page-gone') this.#back(recording)
		log.info({ job: recording, samples: opened.value, again: known !== null }, 'recording')
		return ok({ samples: opened.value })
	}

	/** Only the page that makes a recording may add to it: what two microphones heard would be spliced. */
	frame(client: number, frame: AudioFrame): Receipt {
		const owner = this.#owners.get(frame.recording)
		// One that waits for its page has none: it says first that it goes on with it.
		if (owner !== client && this.#microphone.isOpen(frame.recording)) {
			const samples = this.#deps.shelf.samples(frame.recording)
			return { kind: 'not-saved', samples, problem: owner === undefined ? PAGE_GONE : ELSEWHERE }
		}
		const receipt = this.#microphone.frame(frame)
		if (receipt.kind === 'saved') this.#deps.listener.grew(frame.recording, receipt.samples)
		return receipt
	}

	/** Whether its page is gone and may come back. */
	isAway(recording: string): boolean {
		return this.#waits.of(recording) === 'page-gone'
	}

	/** How many journals are being written. */
	get open(): number {
		return this.#owners.size
	}

	/** Those whose page is gone and may come back. */
	interrupted(): Interrupted[] {
		const { ledger, shelf } = this.#deps
		return this.#waits.waiting('page-gone').flatMap(recording => {
			const row = ledger.get(recording)
			if (!row) return []
			const { title, device, microphone, createdAt: startedAt, partOf, channel, offset } = row
			// Only the microphone's recording is paused, and all its channels with it.
			const paused = ledger.marks(partOf ?? recording).some(mark => mark.kind === 'pause' && mark.ms === null)
			const { samples, at: savedAt } = shelf.written(recording) ?? { samples: 0, at: startedAt }
			return [
				{
					recording,
					title,
					device,
					microphone,
					startedAt,
					samples,
					savedAt,
					stopping: partOf !== null && ledger.get(partOf)?.state !== 'recording',
					pausedAt: paused ? savedAt : null,
					partOf: partOf === null ? null : { whole: partOf, channel: channel ?? 'others', offset },
					holdUp: PAGE_GONE
				}
			]
		})
	}

	/** No audio comes after sample `samples`. */
	stop(recording: string, samples: number): Result<null> {
		const { shelf, ledger } = this.#deps
		const row = ledger.get(recording)
		if (!row) return fail('no-transcript', 'This recording does not exist.')
		if (row.state !== 'recording') return ok(null)
		const have = this.#microphone.isOpen(recording)
			? this.#microphone.open(recording, shelf.journal(recording))
			: ok(shelf.samples(recording))
		if (!have.ok) return have
		if (have.value < samples)
			return fail('audio-missing', `The recording holds ${have.value} of ${samples} samples. The rest is still on its way.`, {
				have: have.value,
				samples
			})
		this.#close(recording, this.#waits.since(recording) ?? Date.now())
		return ok(null)
	}

	/** A page is gone: its recordings wait a while for it. */
	clientGone(client: number): void {
		for (const [recording, owner] of [...this.#owners]) if (owner === client) this.#orphan(recording, Date.now())
	}

	/** A recording that was open when an earlier main ended: closed after a while with a sentence, unless a page comes back for it. */
	found(recording: string): void {
		// When its page was there last nobody knows; it was when this was written.
		this.#orphan(recording, this.#deps.shelf.written(recording)?.at ?? Date.now())
	}

	/** Closes every journal, at the end of main. The recordings are taken up again at its next start. */
	stopAll(): void {
		this.#waits.endAll()
		this.#microphone.closeAll()
	}

	/** `since`: when its page was last known to be there, ms since 1970. */
	#orphan(recording: string, since: number): void {
		this.#owners.delete(recording)
		// Of one whose whole has ended nothing is awaited but its last chunks.
		if (this.#waits.of(recording) !== null) return
		this.#waits.begin(recording, 'page-gone', RETURN_MS, since)
		this.#deps.changed(recording)
	}

	#back(recording: string): void {
		this.#waits.end(recording)
		this.#deps.changed(recording)
		if (this.#wholeIsOver(recording)) this.#waits.begin(recording, 'whole-ended', LAST_CHUNKS_MS, Date.now())
	}

	#wholeIsOver(recording: string): boolean {
		const whole = this.#deps.ledger.get(recording)?.partOf ?? null
		return whole !== null && this.#deps.ledger.get(whole)?.state !== 'recording'
	}

	#waitedInVain(recording: string, why: WaitReason, since: number): void {
		const { ledger, shelf, log } = this.#deps
		const samples = shelf.samples(recording)
		const whole = ledger.get(recording)?.partOf ?? null
		// Where the recording itself was cut and says so, its channels need not say so too.
		if (why === 'page-gone' && (whole === null || (!this.isAway(whole) && !this.#wholeIsOver(recording))))
			ledger.notice(recording, [whole === null ? cutNotice(samples) : channelCutNotice(samples)])
		log.warn({ job: recording, samples, why }, 'recording closed without its page')
		this.#close(recording, since)
	}

	/** `until`: when it was last known to have a page, ms since 1970. */
	#close(recording: string, until: number): void {
		const { shelf, ledger, listener, emit } = this.#deps
		this.#waits.end(recording)
		this.#owners.delete(recording)
		const savedAt = shelf.written(recording)?.at ?? until
		// Not open when main was started anew and nobody came back: opening mends what a death in the middle of a write left.
		this.#microphone.open(recording, shelf.journal(recording))
		const samples = this.#microphone.close(recording) ?? shelf.samples(recording)
		for (const mark of closedMarks(ledger.marks(recording), samples, savedAt, until))
			if (ledger.setMark(recording, mark).ok) emit({ type: 'mark', transcript: recording, mark })
		listener.audioEnded(recording, samples)
		for (const part of ledger.parts(recording)) {
			if (part.state !== 'recording') continue
			// A page that is here ends them itself, as soon as main has their last chunks.
			if (this.#waits.of(part.id) === 'page-gone') this.#close(part.id, until)
			else this.#waits.begin(part.id, 'whole-ended', LAST_CHUNKS_MS, Date.now())
		}
	}
}

const PAGE_GONE: Problem = fail(
	'page-gone',
	'The page that was recording is gone. Everything up to there is kept; what was said meanwhile was not heard.'
).problem

const ELSEWHERE: Problem = fail(
	'recording-elsewhere',
	'This recording goes on in another window. What is said here is not added to it.'
).problem

function channelCutNotice(samples: number): Problem {
	return fail(
		'channel-cut',
		`The machine’s own sound was recorded up to ${clockOf(samples)} only: nothing came of it afterwards. The recording itself went on.`,
		{ at: clockOf(samples) }
	).problem
}

function cutNotice(samples: number): Problem {
	return fail(
		'recording-cut',
		`The recording was cut at ${clockOf(samples)}: its window closed or the app ended. Everything up to there is kept.`,
		{ at: clockOf(samples) }
	).problem
}
