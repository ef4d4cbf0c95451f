import * as v from 'valibot'
import type { Gap, Segment } from '../../native-bridge/protocol/messages.ts'
import type { Result } from '../../native-bridge/protocol/problem.ts'
import type { SampleRange } from '../../native-bridge/protocol/units.ts'
import { countWords } from './edits.ts'
import { type Db, written } from './open.ts'
import { keepVersion } from './versions.ts'

/** A second pass that is under way or to come. */
export interface SecondPass {
	readonly transcript: string
	/** Samples of the recording, and how many of them its draft has settled. */
	readonly samples: number
	readonly cursor: number
	/** Ranges that stand as they are, in order; null before it has begun. */
	readonly around: readonly SampleRange[] | null
	/** The id of the model that the user wants it done with; null: a second pass that comes by itself. */
	readonly model: string | null
	/** The language that was asked for with it (see `Wish`). */
	readonly language: string | null
}

const SELECT = `SELECT p.transcript, p.cursor, p.around, p.model, p.language, j.samples FROM second_passes p JOIN jobs j ON j.transcript = p.transcript
  JOIN transcripts t ON t.id = p.transcript`

/**
 * Second passes and their drafts. A pass comes into being with the end of its recording's job (`Transcripts.saveJob`), or when it is asked for,
 * and goes when its text has replaced the first one, or when it is dropped; its draft goes with it. Every method is one transaction.
 */
export class SecondPasses {
	readonly #db: Db

	constructor(db: Db) {
		this.#db = db
	}

	/** Those of transcripts that are not in the trash, first come first. */
	list(): SecondPass[] {
		return this.#db.prepare(`${SELECT} WHERE t.deleted_at IS NULL ORDER BY j.place`).all().map(toPass)
	}

	get(transcript: string): SecondPass | null {
		const row = this.#db.prepare(`${SELECT} WHERE p.transcript = ?`).get(transcript)
		return row === undefined ? null : toPass(row)
	}

	/** All of the transcript's audio is to be heard with this model, in this language (null: as the settings say): a pass from its beginning, in place of any other. Null: there is no such transcript. */
	ask(transcript: string, model: string, language: string | null = null): Result<SecondPass | null> {
		return written(() =>
			this.#db.transaction(() => {
				this.#drop(transcript)
				this.#db
					.prepare('INSERT INTO second_passes (transcript, model, language) SELECT transcript, ?, ? FROM jobs WHERE transcript = ?')
					.run(model, language, transcript)
				return this.get(transcript)
			})()
		)
	}

	/** Fixes what it is to leave alone: what the user has written instead of the first text. Null when there is no such pass. */
	begin(transcript: string): Result<SecondPass | null> {
		return written(() =>
			this.#db.transaction(() => {
				this.#db
					.prepare('UPDATE second_passes SET around = ? WHERE transcript = ? AND around IS NULL')
					.run(this.#edited(transcript), transcript)
				return this.get(transcript)
			})()
		)
	}

	/** One step into the draft, all or nothing. False: it was there before, or there is no such pass; nothing is changed. */
	commitStep(
		transcript: string,
		step: { cursor: number; segment: Segment | null; gap: Gap | null },
		model: string,
		at: number
	): Result<boolean> {
		return written(() =>
			this.#db.transaction(() => {
				const { changes } = this.#db
					.prepare('UPDATE second_passes SET cursor = ? WHERE transcript = ? AND cursor < ?')
					.run(step.cursor, transcript, step.cursor)
				if (changes === 0) return false
				const { segment: s, gap } = step
				if (gap) this.#db.prepare('INSERT INTO draft_gaps VALUES (?, ?, ?, ?)').run(transcript, gap.from, gap.to, gap.cause)
				if (s)
					this.#db
						.prepare('INSERT INTO draft_segments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
						.run(
							...[transcript, s.from, s.to, s.text, JSON.stringify(s.words), s.times, s.confidence, s.language, model],
							...[JSON.stringify(s.guards), at]
						)
				return true
			})()
		)
	}

	/**
	 * The draft in place of the first text and of the engine's gaps, all at once; gaps that the source has, marks and what a user has written stay.
	 * `anew`: what the user has written is not what it was, so nothing is replaced and the pass begins again. `worse`: it has no words for `place`,
	 * where the first text has some, so that stays and the pass is over; one that was asked for is worse only when it has no words at all. What
	 * that replaces is kept as a version (`at`: ms since 1970), and so is what a draft without any words replaces. A job that had
	 * failed is done with its text. `gone`: there is no such pass.
	 */
	replace(transcript: string, at: number): Result<{ outcome: 'replaced' | 'anew' | 'gone' } | { outcome: 'worse'; place: number }> {
		return written(() =>
			this.#db.transaction(() => {
				const pass = this.#db.prepare('SELECT around, model, language FROM second_passes WHERE transcript = ?').raw().get(transcript)
				if (pass === undefined) return { outcome: 'gone' } as const
				const [around, model, language] = v.parse(Begun, pass)
				if (around !== this.#edited(transcript)) {
					this.#drop(transcript)
					this.#db.prepare('INSERT INTO second_passes (transcript, model, language) VALUES (?, ?, ?)').run(transcript, model, language)
					return { outcome: 'anew' } as const
				}
				const wordless = this.#first(WORDLESS, transcript)
				const place = model === null ? this.#first(WORSE, transcript) : wordless
				// What may be wanted back: a text that somebody wants to be another's, and all of one that is taken for silence. Else a second pass betters it.
				if (place === undefined && (model !== null || wordless !== undefined)) keepVersion(this.#db, transcript, at)
				if (place === undefined) this.#put(transcript)
				this.#drop(transcript)
				return place === undefined ? ({ outcome: 'replaced' } as const) : ({ outcome: 'worse', place: Number(place) } as const)
			})()
		)
	}

	/** The first text stays. */
	drop(transcript: string): Result<null> {
		return written(() => {
			this.#drop(transcript)
			return null
		})
	}

	#put(id: string): void {
		const last = this.#db.prepare('SELECT coalesce(max(seq), -1) FROM segments WHERE transcript = ?').pluck().get(id)
		for (const sql of REPLACE) this.#db.prepare(sql).run({ id, last })
		this.#db.prepare('UPDATE transcripts SET words = ? WHERE id = ?').run(countWords(this.#db, id), id)
	}

	#first(query: string, id: string): unknown {
		return this.#db.prepare(query).pluck().get({ id })
	}

	#drop(transcript: string): void {
		this.#db.prepare('DELETE FROM second_passes WHERE transcript = ?').run(transcript)
	}

	#edited(transcript: string): string {
		const ranges = this.#db.prepare(`SELECT from_sample, to_sample FROM (${KEPT}) ORDER BY from_sample`).raw().all({ id: transcript })
		return JSON.stringify(ranges)
	}
}

const WORSE = `SELECT d.from_sample FROM draft_gaps d JOIN segments s ON s.transcript = d.transcript
  AND s.from_sample < d.to_sample AND s.to_sample > d.from_sample WHERE d.transcript = :id ORDER BY d.from_sample LIMIT 1`

/** Segments that the user wrote something for, and those that one of them is joined to: they stand. */
const KEPT = `SELECT from_sample, to_sample FROM (SELECT s.from_sample, s.to_sample, e.body,
    lead(e.body ->> 'joined') OVER (ORDER BY s.from_sample) AS has_more
  FROM segments s LEFT JOIN edits e ON e.transcript = s.transcript AND e.from_sample = s.from_sample WHERE s.transcript = :id)
  WHERE body IS NOT NULL OR has_more`

const WORDLESS = `SELECT min(from_sample) FROM segments WHERE transcript = :id AND from_sample NOT IN (SELECT from_sample FROM (${KEPT}))
  AND NOT EXISTS (SELECT 1 FROM draft_segments WHERE transcript = :id) HAVING count(*) > 0`

/** New segments get new numbers (behind `last`): one that somebody still has in mind for an old segment must not hit a new one. */
const REPLACE = [
	`DELETE FROM segments WHERE transcript = :id AND from_sample NOT IN (SELECT from_sample FROM (${KEPT}))`,
	`INSERT INTO segments (transcript, seq, from_sample, to_sample, text, words, times, confidence, language, model, guards, at)
   SELECT transcript, :last + row_number() OVER (ORDER BY from_sample), from_sample, to_sample, text, words, times, confidence, language, model,
     guards, at FROM draft_segments d WHERE transcript = :id AND NOT EXISTS (SELECT 1 FROM segments s
     WHERE s.transcript = :id AND s.from_sample < d.to_sample AND s.to_sample > d.from_sample)`,
	"DELETE FROM gaps WHERE transcript = :id AND cause LIKE 'engine-%'",
	'INSERT OR REPLACE INTO gaps SELECT transcript, from_sample, to_sample, cause FROM draft_gaps WHERE transcript = :id',
	'UPDATE transcripts SET (model, language) = (SELECT model, language FROM segments WHERE transcript = :id ORDER BY seq DESC LIMIT 1) WHERE id = :id',
	"UPDATE jobs SET state = 'done', cursor = samples, problem = NULL WHERE transcript = :id AND state IN ('failed', 'cancelled')"
]

const PassRow = v.object({
	transcript: v.string(),
	samples: v.number(),
	cursor: v.number(),
	around: v.nullable(v.string()),
	model: v.nullable(v.string()),
	language: v.nullable(v.string())
})
const Begun = v.tuple([v.nullable(v.string()), v.nullable(v.string()), v.nullable(v.string())])
const Ranges = v.array(v.tuple([v.number(), v.number()]))

function toPass(row: unknown): SecondPass {
	const { around, ...pass } = v.parse(PassRow, row)
	return { ...pass, around: around === null ? null : v.parse(Ranges, JSON.parse(around)).map(([from, to]) => ({ from, to })) }
}
