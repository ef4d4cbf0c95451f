import * as v from 'valibot'
import type { Result } from '../../native-bridge/protocol/problem.ts'
import type { SpeakerTurn } from '../contract/speakers.ts'
import { type Db, written } from './open.ts'

/** A search for speakers that is under way or to come. */
export interface SpeakerSearch {
	readonly transcript: string
	/** How many there are to be; null: as many as are found. */
	readonly count: number | null
	/** How they are called until the user names them; `#` stands for a number. */
	readonly called: string
}

const Turns = v.array(v.tuple([v.number(), v.number(), v.string()]))

/** Who speaks where in each transcript, as was found, and the searches that were asked for. Every method is one transaction. */
export class FoundSpeakers {
	readonly #db: Db

	constructor(db: Db) {
		this.#db = db
	}

	/** Searches of transcripts that are not in the trash, first come first. */
	asked(): SpeakerSearch[] {
		return this.#db
			.prepare(
				`SELECT f.transcript, f.count, f.called FROM found_speakers f JOIN transcripts t ON t.id = f.transcript
         WHERE f.asked_at IS NOT NULL AND t.deleted_at IS NULL ORDER BY f.asked_at`
			)
			.all()
			.map(row => v.parse(SearchRow, row))
	}

	/** Asks, or asks for something else. A transcript that is gone has no speakers. */
	ask({ transcript, count, called }: SpeakerSearch, at: number): Result<null> {
		return this.#run(
			`INSERT INTO found_speakers (transcript, asked_at, count, called) SELECT id, ?, ?, ? FROM transcripts WHERE id = ?
       ON CONFLICT (transcript) DO UPDATE SET asked_at = excluded.asked_at, count = excluded.count, called = excluded.called`,
			at,
			count,
			called,
			transcript
		)
	}

	/** The search is over without a result. */
	drop(transcript: string): Result<null> {
		return this.#run('UPDATE found_speakers SET asked_at = NULL, count = NULL WHERE transcript = ?', transcript)
	}

	/** What was found, by place; what was known before can be brought back. The search is over. */
	keep(transcript: string, turns: readonly SpeakerTurn[]): Result<null> {
		return this.#run(
			'UPDATE found_speakers SET before = turns, turns = ?, asked_at = NULL, count = NULL WHERE transcript = ?',
			JSON.stringify(turns.map(({ from, to, speaker }) => [from, to, speaker])),
			transcript
		)
	}

	/** What was known before the last search, again; once more: what that found. */
	swap(transcript: string): Result<null> {
		return this.#run('UPDATE found_speakers SET before = turns, turns = before WHERE transcript = ? AND before IS NOT NULL', transcript)
	}

	/** As it was asked for last; null where nobody has. */
	called(transcript: string): string | null {
		const called = this.#db.prepare('SELECT called FROM found_speakers WHERE transcript = ?').pluck().get(transcript)
		return called === undefined ? null : String(called)
	}

	/** By place; none where nobody has looked. */
	turns(transcript: string): SpeakerTurn[] {
		const json = this.#db.prepare('SELECT turns FROM found_speakers WHERE transcript = ?').pluck().get(transcript)
		if (json === undefined) return []
		return v.parse(Turns, JSON.parse(String(json))).map(([from, to, speaker]) => ({ from, to, speaker }))
	}

	#run(sql: string, ...params: readonly unknown[]): Result<null> {
		return written(() => {
			this.#db.prepare(sql).run(...params)
			return null
		})
	}
}

const SearchRow = v.object({ transcript: v.string(), count: v.nullable(v.number()), called: v.string() })
