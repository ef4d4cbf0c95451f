import * as v from 'valibot'
import { type Gap, GapCause, type Segment, type SourceFacts, Word } from '../../native-bridge/protocol/messages.ts'
import type { Problem, Result } from '../../native-bridge/protocol/problem.ts'
import {
	type Channel,
	type GapRecord,
	JobState,
	type Mark,
	MarkKind,
	type SegmentRecord,
	type Transcript,
	type TranscriptDeath
} from '../contract/records.ts'
import type { Wish } from '../contract/wish.ts'
import { type Db, written } from './open.ts'
import { APART } from './queue.ts'
import { rowOf, SELECT_ROWS, type TranscriptRow } from './transcript-row.ts'

export interface NewTranscript {
	readonly id: string
	readonly kind: 'recording' | 'file'
	readonly title: string
	readonly createdAt: number
	readonly state: JobState
	readonly sourceName: string | null
	readonly sourcePath: string | null
	readonly device: string | null
	readonly microphone?: string | null
	readonly partOf?: { readonly whole: string; readonly channel: Channel; readonly offset: number } | null
	readonly audioPlan?: AudioPlan | null
	/** Which of its file’s sound; left out: the track that the file marks, mixed. */
	readonly choice?: Pick<Transcript, 'sourceTrack' | 'sourceChannel'>
	/** Left out: it is heard as the settings say. */
	readonly wish?: Wish | null
}

/** What is to become of a recording's audio: see migration 0004. `removed`, of any transcript: the user deleted it. */
export const AudioPlan = v.picklist(['copy', 'replace', 'replaced', 'removed'])
export type AudioPlan = v.InferOutput<typeof AudioPlan>

/** Transcripts, their text and their jobs. Every method is one transaction. */
export class Transcripts {
	readonly #db: Db

	constructor(db: Db) {
		this.#db = db
	}

	/** Makes the transcript and its job, last in line. An id that exists already is left as it is. */
	add(made: NewTranscript): Result<null> {
		return written(() => {
			this.#db.transaction(() => {
				const { changes } = this.#db
					.prepare(
						'INSERT OR IGNORE INTO transcripts (id, kind, title, created_at, source_name, source_path, device, microphone, part_of, channel, offset_samples, audio_plan, source_track, source_channel, wish_model, wish_language) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'
					)
					.run(
						made.id,
						made.kind,
						made.title,
						made.createdAt,
						made.sourceName,
						made.sourcePath,
						made.device,
						made.microphone ?? null,
						made.partOf?.whole ?? null,
						made.partOf?.channel ?? null,
						made.partOf?.offset ?? 0,
						made.audioPlan ?? null,
						made.choice?.sourceTrack ?? null,
						made.choice?.sourceChannel ?? null,
						made.wish?.model ?? null,
						made.wish?.language ?? null
					)
				if (changes)
					this.#db
						.prepare('INSERT INTO jobs (transcript, state, place) SELECT ?, ?, coalesce(max(place), 0) + ? FROM jobs')
						.run(made.id, made.state, APART)
			})()
			return null
		})
	}

	/** All that are not in the trash, newest first. */
	list(): TranscriptRow[] {
		return this.#db.prepare(`${SELECT_ROWS} WHERE t.deleted_at IS NULL ORDER BY t.created_at DESC, j.place DESC`).all().map(rowOf)
	}

	get(id: string): TranscriptRow | null {
		const row = this.#db.prepare(`${SELECT_ROWS} WHERE t.id = ?`).get(id)
		return row === undefined ? null : rowOf(row)
	}

	/** The other channels of a recording, first come first. */
	parts(whole: string): TranscriptRow[] {
		return this.#db.prepare(`${SELECT_ROWS} WHERE t.part_of = ? ORDER BY j.place`).all(whole).map(rowOf)
	}

	/** Transcripts whose audio has this plan, first come first; those in the trash too. */
	withAudioPlan(plan: AudioPlan): { id: string; state: JobState; trashed: boolean }[] {
		return this.#db
			.prepare(
				`SELECT t.id, j.state, t.deleted_at IS NOT NULL AS trashed
         FROM transcripts t JOIN jobs j ON j.transcript = t.id WHERE t.audio_plan = ? ORDER BY j.place`
			)
			.all(plan)
			.map(row => {
				const { trashed, ...rest } = v.parse(PlanRow, row)
				return { ...rest, trashed: trashed === 1 }
			})
	}

	setAudioPlan(id: string, plan: AudioPlan | null): Result<null> {
		return this.#run('UPDATE transcripts SET audio_plan = ? WHERE id = ?', plan, id)
	}

	/** Null: from now on it is heard as the settings say. */
	setWish(id: string, wish: Wish | null): Result<null> {
		return this.#run(
			'UPDATE transcripts SET wish_model = ?, wish_language = ? WHERE id = ?',
			wish?.model ?? null,
			wish?.language ?? null,
			id
		)
	}

	rename(id: string, title: string): Result<null> {
		return this.#run('UPDATE transcripts SET title = ? WHERE id = ?', title, id)
	}

	/** Into the trash (`at`, ms) or out of it (null), with their other channels: all or none. */
	trash(ids: readonly string[], at: number | null): Result<null> {
		return written(() => {
			this.#db.transaction(() => {
				for (const id of ids) this.#db.prepare('UPDATE transcripts SET deleted_at = ? WHERE id = ? OR part_of = ?').run(at, id, id)
			})()
			return null
		})
	}

	/** Ids that have lain in the trash since before `before` (ms). */
	longInTrash(before: number): string[] {
		return this.#db.prepare('SELECT id FROM transcripts WHERE deleted_at < ?').pluck().all(before) as string[]
	}

	/** For ever: text, gaps and job. */
	erase(id: string): Result<null> {
		return this.#run('DELETE FROM transcripts WHERE id = ?', id)
	}

	opened(id: string, facts: SourceFacts): Result<null> {
		return this.#run('UPDATE transcripts SET source_facts = ? WHERE id = ?', JSON.stringify(facts), id)
	}

	/** Adds what the user should know of it; the same sentence is kept once. */
	notice(id: string, problems: readonly Problem[]): Result<null> {
		const notices = new Map([...(this.get(id)?.notices ?? []), ...problems].map(problem => [problem.text, problem]))
		return this.#run('UPDATE transcripts SET notices = ? WHERE id = ?', JSON.stringify([...notices.values()]), id)
	}

	addGaps(id: string, gaps: readonly Gap[]): Result<null> {
		return written(() => {
			this.#db.transaction(() => {
				for (const gap of gaps) this.#insertGap(id, gap)
			})()
			return null
		})
	}

	/** The job's own columns; those not given stay. `secondPass`: with it one is to come (see `SecondPasses`). */
	saveJob(
		id: string,
		job: { state?: JobState; samples?: number; ended?: boolean; problem?: Problem | null; toEndOfLine?: boolean; secondPass?: boolean }
	): Result<null> {
		const save = () => {
			this.#db
				.prepare(
					`UPDATE jobs SET state = coalesce(:state, state), samples = coalesce(:samples, samples), ended = coalesce(:ended, ended),
           problem = iif(:setProblem, :problem, problem), place = iif(:last, (SELECT max(place) + ${APART} FROM jobs), place) WHERE transcript = :id`
				)
				.run({
					id,
					state: job.state ?? null,
					samples: job.samples ?? null,
					ended: job.ended === undefined ? null : Number(job.ended),
					setProblem: Number(job.problem !== undefined),
					problem: job.problem ? JSON.stringify(job.problem) : null,
					last: Number(job.toEndOfLine === true)
				})
			if (job.secondPass)
				this.#db.prepare('INSERT OR IGNORE INTO second_passes (transcript) SELECT transcript FROM jobs WHERE transcript = ?').run(id)
		}
		return written(() => {
			this.#db.transaction(save)()
			return null
		})
	}

	/**
	 * One step of recognition: its segment or gap, and the cursor, all or nothing. A step that does not move the cursor forward
	 * was committed before (it came twice) and changes nothing: `moved` is false then. `segment` is the segment as kept.
	 * Throws for a segment whose audio has become text before although the cursor says otherwise: that is a bug, and nothing is changed.
	 */
	commitStep(
		id: string,
		step: { cursor: number; segment: Segment | null; gap: Gap | null },
		model: string,
		at: number
	): Result<{ moved: boolean; segment: SegmentRecord | null }> {
		return written(() =>
			this.#db.transaction(() => {
				const moved =
					this.#db.prepare('UPDATE jobs SET cursor = ? WHERE transcript = ? AND cursor < ?').run(step.cursor, id, step.cursor).changes > 0
				if (!moved) return { moved: false, segment: null }
				if (step.gap) this.#insertGap(id, step.gap)
				if (!step.segment) return { moved: true, segment: null }
				return { moved: true, segment: this.#insertSegment(id, step.segment, model, at) }
			})()
		)
	}

	/**
	 * One step of trying a gap again: what came of it, and the gap cut to what is left of it (`left`, null when nothing is), all or nothing.
	 * Null when the ledger has no such gap any more: then nothing is changed.
	 */
	commitRepair(
		id: string,
		gap: Gap,
		step: { cursor: number; segment: Segment | null; gap: Gap | null },
		model: string,
		at: number
	): Result<{ segment: SegmentRecord | null; left: GapRecord | null } | null> {
		return written(() =>
			this.#db.transaction(() => {
				const cut = this.#db
					.prepare('DELETE FROM gaps WHERE transcript = ? AND from_sample = ? AND to_sample = ? AND cause = ?')
					.run(id, gap.from, gap.to, gap.cause)
				if (cut.changes === 0) return null
				const left = step.cursor < gap.to ? { ...gap, from: step.cursor } : null
				if (left) this.#insertGap(id, left)
				if (step.gap) this.#insertGap(id, step.gap)
				const segment = step.segment && this.#insertSegment(id, step.segment, model, at)
				return { segment, left: left && { from: left.from, to: left.to, cause: left.cause, transcript: id } }
			})()
		)
	}

	segments(id: string): SegmentRecord[] {
		return this.#db
			.prepare(
				'SELECT transcript, seq, from_sample AS "from", to_sample AS "to", text, words, times, confidence, language, model, guards, at FROM segments WHERE transcript = ? ORDER BY from_sample'
			)
			.all(id)
			.map(row => {
				const r = v.parse(SegmentRow, row)
				return { ...r, words: v.parse(v.array(Word), JSON.parse(r.words)), guards: v.parse(v.array(v.string()), JSON.parse(r.guards)) }
			})
	}

	gaps(id: string): GapRecord[] {
		return this.#db
			.prepare('SELECT transcript, from_sample AS "from", to_sample AS "to", cause FROM gaps WHERE transcript = ? ORDER BY from_sample')
			.all(id)
			.map(row => v.parse(GapRow, row))
	}

	/** Sets a mark, or changes the one of that id. A transcript that is gone has none. */
	setMark(id: string, mark: Mark): Result<null> {
		return this.#run(
			`INSERT INTO marks (id, transcript, kind, sample, ms, note) SELECT ?, id, ?, ?, ?, ? FROM transcripts WHERE id = ?
       ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, sample = excluded.sample, ms = excluded.ms, note = excluded.note`,
			mark.id,
			mark.kind,
			mark.sample,
			mark.ms,
			mark.note,
			id
		)
	}

	removeMark(id: string, mark: string): Result<null> {
		return this.#run('DELETE FROM marks WHERE transcript = ? AND id = ?', id, mark)
	}

	/** By place. */
	marks(id: string): Mark[] {
		return this.#db
			.prepare('SELECT id, kind, sample, ms, note FROM marks WHERE transcript = ? ORDER BY sample, id')
			.all(id)
			.map(row => v.parse(MarkRow, row))
	}

	deaths(id: string): TranscriptDeath[] {
		return this.#db
			.prepare(
				`SELECT e.id AS exit, e.at, e.role, json_extract(e.record, '$.name') AS name, x.sample, json_extract(e.record, '$.explanation.code') AS code,
         json_extract(e.record, '$.restarted.readyAfterMs') AS recoveredMs, json_extract(e.record, '$.restarted.standby') AS tookOver,
         json_extract(e.record, '$.wordsLost') AS wordsLost FROM exit_jobs x JOIN exits e ON e.id = x.exit WHERE x.transcript = ? ORDER BY e.at`
			)
			.all(id)
			.map(row => v.parse(DeathRow, row))
	}

	#insertSegment(id: string, s: Segment, model: string, at: number): SegmentRecord {
		const seq = this.#db.prepare('SELECT coalesce(max(seq), -1) + 1 FROM segments WHERE transcript = ?').pluck().get(id) as number
		this.#db
			.prepare(
				'INSERT INTO segments (transcript, seq, from_sample, to_sample, text, words, times, confidence, language, model, guards, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'
			)
			.run(id, seq, s.from, s.to, s.text, JSON.stringify(s.words), s.times, s.confidence, s.language, model, JSON.stringify(s.guards), at)
		this.#db
			.prepare('UPDATE transcripts SET words = words + ?, model = ?, language = ? WHERE id = ?')
			.run(s.words.length, model, s.language, id)
		return { ...s, transcript: id, seq, model, at }
	}

	#insertGap(id: string, gap: Gap): void {
		this.#db
			.prepare('INSERT OR REPLACE INTO gaps (transcript, from_sample, to_sample, cause) VALUES (?, ?, ?, ?)')
			.run(id, gap.from, gap.to, gap.cause)
	}

	#run(sql: string, ...values: unknown[]): Result<null> {
		return written(() => {
			this.#db.prepare(sql).run(...values)
			return null
		})
	}
}

const SegmentRow = v.object({
	transcript: v.string(),
	seq: v.number(),
	from: v.number(),
	to: v.number(),
	text: v.string(),
	words: v.string(),
	times: v.picklist(['exact', 'estimated']),
	confidence: v.nullable(v.number()),
	language: v.string(),
	model: v.string(),
	guards: v.string(),
	at: v.number()
})
const PlanRow = v.object({ id: v.string(), state: JobState, trashed: v.number() })
const MarkRow = v.object({ id: v.string(), kind: MarkKind, sample: v.number(), ms: v.nullable(v.number()), note: v.string() })
const GapRow = v.object({ transcript: v.string(), from: v.number(), to: v.number(), cause: GapCause })
const DeathRow = v.object({
	exit: v.string(),
	at: v.number(),
	role: v.string(),
	name: v.string(),
	sample: v.number(),
	code: v.string(),
	recoveredMs: v.nullable(v.number()),
	// SQLite's JSON knows 0 and 1; records from before there was a standby have neither.
	tookOver: v.pipe(
		v.nullable(v.number()),
		v.transform(taken => taken === 1)
	),
	wordsLost: v.number()
})
