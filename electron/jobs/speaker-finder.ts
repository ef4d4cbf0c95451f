import { randomUUID } from 'node:crypto'
import type { Log } from '../../native-bridge/log/log.ts'
import type { FromWorker, Turn } from '../../native-bridge/protocol/messages.ts'
import { fail, ok, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import type { SampleRange } from '../../native-bridge/protocol/units.ts'
import type { AppEvent } from '../contract/events.ts'
import type { ExitJob } from '../contract/exits.ts'
import { isOver } from '../contract/records.ts'
import type { Shelf } from '../journal/shelf.ts'
import type { Edits } from '../ledger/edits.ts'
import type { FoundSpeakers, SpeakerSearch } from '../ledger/found-speakers.ts'
import type { Transcripts } from '../ledger/transcripts.ts'
import type { InstalledModel } from '../models/installed.ts'
import { DEATHS_AT_ONE_PLACE } from '../supervisor/child-specs.ts'
import { CALLED, callFound } from './call-speakers.ts'
import { keepSpeakers } from './keep-speakers.ts'
import { type Next, OnCall } from './on-call.ts'
import { roomForModel } from './room-for-model.ts'
import { died, NOBODY, noModel, skipped } from './speaker-problems.ts'
import type { Blamed } from './worker-deaths.ts'
import type { Workers } from './workers.ts'

export interface SpeakerFinderDependencies {
	readonly ledger: Transcripts
	readonly found: FoundSpeakers
	readonly shelf: Shelf
	readonly workers: Pick<Workers, 'standing' | 'start' | 'letGo' | 'send' | 'produced' | 'violation'>
	/** What the user wrote, and the names of who speaks. */
	readonly edits: Pick<Edits, 'list' | 'speakers' | 'setSpeakers'>
	/** The model that tells speakers apart; null: there is none here. */
	readonly model: () => InstalledModel | null
	/** Journals of which only a compressed copy is kept come back by `bringBack`. */
	readonly audio: { isReplaced(id: string): boolean; bringBack(id: string, then: (back: Result<null>) => void): void }
	/** Bytes that the machine could give to one more process. */
	readonly availableMemory: () => number
	readonly emit: (event: AppEvent) => void
	readonly tell: (transcript: string) => void
	readonly log: Log
}

interface Search extends SpeakerSearch {
	/** Samples that were listened to in this try. */
	heard: number
	attempt: string | null
	/** Deaths over it, by where they were; -1: nowhere in particular. */
	readonly deaths: Map<number, number>
	/** Places that nobody listens to any more. */
	readonly skip: SampleRange[]
}

const NAME = 'speakers'
/** A recording with more places that kill is not bad at a place, but as a whole. */
const MOST_SKIPPED = 3

/**
 * Finds out who speaks where in transcripts that are over, one after the other, by a process that is called when it is needed and let go of soon after.
 * What it was at when it died is begun anew; a place that kills twice is passed over. What main was asked for stands in the ledger until it is done.
 */
export class SpeakerFinder {
	readonly #deps: SpeakerFinderDependencies
	#line: Search[] = []
	/** The process died over one, and it isn't known yet whether that was its doing. */
	#waits = false
	#lost: { readonly transcript: string; readonly heard: number } | null = null
	readonly #coming = new Set<string>()
	readonly #process: OnCall<InstalledModel>

	constructor(deps: SpeakerFinderDependencies) {
		this.#deps = deps
		this.#process = new OnCall({
			name: NAME,
			workers: deps.workers,
			keyOf: ({ id }) => id,
			next: has => this.#next(has),
			held: () => this.#waits || this.#line.some(({ attempt }) => attempt !== null)
		})
	}

	/** The model that its process is to load. */
	get model(): InstalledModel | null {
		return this.#process.has
	}

	/** Takes up what an earlier main was asked for. */
	start(): void {
		this.restored()
	}

	/**
	 * Asks for a search in a transcript, or in its other channels where it has some: on its microphone somebody is known. Asking again is asking for
	 * that instead. Problems: `no-transcript`, `still-at-work`, `not-read-yet`, `no-speakers-model`, `no-memory-for-model`.
	 */
	ask(id: string, count: number | null, called: string = CALLED): Result<null> {
		const { ledger, found, model, availableMemory } = this.#deps
		if (!ledger.get(id)) return fail('no-transcript', 'This transcript does not exist any more.')
		const rows = this.#listenedTo(id).flatMap(each => ledger.get(each) ?? [])
		if (rows.some(row => !isOver(row.state)))
			return fail('still-at-work', 'This is being transcribed. When it is over speakers can be told apart in it.')
		if (rows.some(row => !row.ended || row.samples === 0))
			return fail('not-read-yet', 'This has not been read to its end, so nobody can listen for speakers yet. Try again first.')
		const here = model()
		if (!here) return noModel()
		const room = this.#deps.workers.standing(NAME) === 'away' ? roomForModel(here, availableMemory()) : ok({})
		if (!room.ok) return room
		const at = Date.now()
		for (const [n, row] of rows.entries()) {
			const search = { transcript: row.id, count, called }
			const asked = found.ask(search, at + n)
			if (!asked.ok) return asked
			this.#stop(row.id)
			this.#add(search)
		}
		this.#move()
		return ok(null)
	}

	/** Nobody wants it any more; what was found before stays. */
	cancel(id: string): Result<null> {
		for (const each of this.#listenedTo(id)) {
			const dropped = this.#deps.found.drop(each)
			if (!dropped.ok) return dropped
			this.#stop(each)
		}
		this.#move()
		return ok(null)
	}

	/** What was known before the last search, again; and back. */
	undo(id: string): Result<null> {
		for (const each of this.#listenedTo(id)) {
			const swapped = this.#deps.found.swap(each)
			if (!swapped.ok) return swapped
			this.#call(each)
			this.#deps.emit({ type: 'text-replaced', transcript: each })
		}
		return ok(null)
	}

	/** The transcript is in the trash: its search goes on should it come out again. */
	forget(id: string): void {
		this.#stop(id)
		this.#move()
	}

	/** One is back from the trash. */
	restored(): void {
		for (const search of this.#deps.found.asked()) if (!this.needsJournal(search.transcript)) this.#add(search)
		this.#move()
	}

	/** Samples that were listened to, while a search goes on or is to come; null: there is none. Of a whole that of its channels. */
	of(id: string): number | null {
		return this.#line.find(({ transcript }) => this.#listenedTo(id).includes(transcript))?.heard ?? null
	}

	needsJournal(id: string): boolean {
		return this.#line.some(({ transcript }) => transcript === id)
	}

	workerReady(): void {
		this.#move()
	}

	workerLost(): void {
		const search = this.#line.find(({ attempt }) => attempt !== null)
		if (!search) return
		this.#lost = search
		search.attempt = null
		search.heard = 0
		this.#waits = true
		this.#deps.tell(search.transcript)
	}

	/** It died: what it was at. `crumb`: as of any worker, null when its death was nobody's doing. */
	workerDied(crumb: Blamed | null): ExitJob[] {
		const lost = this.#lost
		const search = this.#line.find(({ transcript }) => transcript === crumb?.job)
		if (search && crumb) this.#blamed(search, crumb.range)
		this.workerEnded()
		if (!lost) return []
		const row = this.#deps.ledger.get(lost.transcript)
		const outcome = this.needsJournal(lost.transcript) ? 'continued' : 'failed'
		return row ? [{ transcript: row.id, title: row.title, cursor: crumb?.range?.from ?? 0, outcome }] : []
	}

	workerEnded(): void {
		this.#waits = false
		this.#lost = null
		this.#move()
	}

	/** It can't be had: what waits is not tried, and `problem` says why. */
	workerGaveUp(problem: Problem): void {
		this.#waits = false
		for (const { transcript } of [...this.#line]) this.#giveUp(transcript, problem)
		this.#deps.workers.letGo(NAME)
		this.#move()
	}

	message(message: FromWorker): void {
		if (!('attempt' in message)) return
		const search = this.#line.find(({ attempt }) => attempt === message.attempt)
		if (!search) return
		switch (message.type) {
			case 'speakers-heard':
				search.heard = message.samples
				this.#deps.workers.produced(NAME)
				this.#deps.tell(search.transcript)
				break
			case 'speakers-found':
				this.#keep(search, message.turns)
				break
			case 'failed':
				search.attempt = null
				this.#giveUp(search.transcript, message.problem)
				break
			default:
				this.#deps.workers.violation(NAME, `It tells speakers apart, and said “${message.type}”.`)
		}
		this.#move()
	}

	/** Main ends. What the ledger has stays there for the next one. */
	stop(): void {
		this.#process.stop()
		this.#line = []
	}

	#add(search: SpeakerSearch): void {
		this.#line.push({ ...search, heard: 0, attempt: null, deaths: new Map(), skip: [] })
		this.#deps.tell(search.transcript)
	}

	#stop(id: string): void {
		const search = this.#line.find(({ transcript }) => transcript === id)
		if (!search) return
		if (search.attempt !== null) this.#deps.workers.send(NAME, { type: 'cancel', attempt: search.attempt })
		this.#line = this.#line.filter(each => each !== search)
		this.#deps.tell(id)
	}

	/** A recording's other channels; itself where it has none. */
	#listenedTo(id: string): string[] {
		const parts = this.#deps.ledger.parts(id).map(part => part.id)
		return parts.length > 0 ? parts : [id]
	}

	#keep(search: Search, turns: readonly Turn[]): void {
		const { ledger, found, edits, emit, log } = this.#deps
		const { transcript, skip } = search
		const row = ledger.get(transcript)
		const wrong = turns.find(({ from, to }, n) => to <= from || to > (row?.samples ?? 0) || from < (turns[n - 1]?.from ?? 0))
		if (wrong) {
			this.#deps.workers.violation(NAME, `It found a speaker from ${wrong.from} to ${wrong.to} of ${row?.samples ?? 0} samples.`)
			return
		}
		search.attempt = null
		const whole = row?.partOf ?? transcript
		const others = ledger.parts(whole).flatMap(part => (part.id === transcript ? [] : found.turns(part.id)))
		const taken = [...edits.speakers(whole).map(({ id }) => id), ...others.map(({ speaker }) => speaker)]
		const kept = found.keep(transcript, keepSpeakers(turns, found.turns(transcript), taken))
		log.info({ job: transcript, turns: turns.length, skipped: skip.length, kept: kept.ok }, 'speakers found')
		this.#stop(transcript)
		if (!kept.ok) {
			// It stands in the ledger yet: the next main tries it again.
			emit({ type: 'notice', problem: kept.problem })
			return
		}
		this.#call(transcript)
		if (skip.length > 0) this.#say(transcript, skipped(skip))
		if (turns.length === 0) this.#say(transcript, NOBODY)
		emit({ type: 'text-replaced', transcript })
	}

	/** Who is heard now has a name. */
	#call(transcript: string): void {
		const { whole, speakers, set } = callFound(this.#deps, transcript)
		this.#deps.emit(set.ok ? { type: 'speakers', transcript: whole, speakers } : { type: 'notice', problem: set.problem })
	}

	#blamed(search: Search, range: SampleRange | null): void {
		const place = range?.from ?? -1
		const deaths = (search.deaths.get(place) ?? 0) + 1
		search.deaths.set(place, deaths)
		if (deaths < DEATHS_AT_ONE_PLACE) return
		if (range && search.skip.length < MOST_SKIPPED) search.skip.push(range)
		else this.#giveUp(search.transcript, died(range))
	}

	#giveUp(id: string, problem: Problem): void {
		this.#deps.log.warn({ job: id, code: problem.code }, 'speakers not found')
		this.#deps.found.drop(id)
		this.#stop(id)
		this.#say(id, problem)
	}

	/** Also to who looks at the whole, when it was about one of its channels. */
	#say(id: string, problem: Problem): void {
		const { ledger, tell } = this.#deps
		const whole = ledger.get(id)?.partOf ?? id
		ledger.notice(whole, [problem])
		tell(whole)
	}

	#move(): void {
		this.#process.move()
	}

	#next(has: InstalledModel | null): Next<InstalledModel> | null {
		const search = this.#line.find(({ transcript, attempt }) => attempt !== null || this.#isThere(transcript))
		if (!search) return null
		// What is being listened to is finished with the model that it was begun with.
		const model = (search.attempt !== null ? has : null) ?? this.#deps.model()
		if (!model) {
			this.#giveUp(search.transcript, noModel().problem)
			return this.#next(has)
		}
		return {
			model,
			room: roomForModel(model, this.#deps.availableMemory()),
			refuse: problem => this.#giveUp(search.transcript, problem),
			give: () => {
				this.#give(search)
				return false
			}
		}
	}

	#give(search: Search): void {
		const { ledger, shelf, workers, log } = this.#deps
		const { transcript, count, skip } = search
		const samples = ledger.get(transcript)?.samples ?? 0
		search.attempt = randomUUID()
		search.heard = 0
		log.info({ job: transcript, attempt: search.attempt, samples, count, skip }, 'speakers')
		workers.send(NAME, {
			type: 'find-speakers',
			attempt: search.attempt,
			job: transcript,
			journal: shelf.journal(transcript),
			samples,
			count,
			skip: [...skip]
		})
	}

	/** Whether its journal can be read; one that can't yet is sent for. */
	#isThere(id: string): boolean {
		const { audio } = this.#deps
		if (!audio.isReplaced(id)) return true
		if (this.#coming.has(id)) return false
		this.#coming.add(id)
		audio.bringBack(id, back => {
			this.#coming.delete(id)
			if (!back.ok) this.#giveUp(id, back.problem)
			this.#move()
		})
		return false
	}
}
