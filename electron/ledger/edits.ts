import * as v from 'valibot'
import { Word } from '../../native-bridge/protocol/messages.ts'
import type { Result } from '../../native-bridge/protocol/problem.ts'
import { Edit, readingOf } from '../contract/lines.ts'
import { type EditRecord, SpeakerName } from '../contract/records.ts'
import { type Db, written } from './open.ts'

/** What is to stand for the segment from one sample to another (left out: wherever it ends); null: what was heard. */
interface WantedEdit {
	readonly from: number
	readonly to?: number | undefined
	readonly edit: Edit | null
}

/** What users wrote in place of what was heard, and the names they gave. Every method is one transaction. */
export class Edits {
	readonly #db: Db

	constructor(db: Db) {
		this.#db = db
	}

	/** In the order of the audio. */
	list(transcript: string): EditRecord[] {
		return this.#db
			.prepare('SELECT from_sample AS "from", body FROM edits WHERE transcript = ? ORDER BY from_sample')
			.all(transcript)
			.map(row => {
				const { from, body } = v.parse(EditRow, row)
				return { from, edit: editIn(body) }
			})
	}

	/**
	 * Sets all of these edits, or takes them away (null). `gone`: those of segments that are not there any more, or that end elsewhere than at `to`
	 * where that is given; for them nothing is kept. The transcript's words are counted as it reads now.
	 */
	set(transcript: string, edits: readonly WantedEdit[]): Result<{ gone: number[] }> {
		return written(() =>
			this.#db.transaction(() => {
				const gone: number[] = []
				let words = 0
				for (const { from, to, edit } of edits) {
					const before = this.#wordsOf(transcript, from, to)
					if (before === null) {
						gone.push(from)
						continue
					}
					if (edit === null) this.#db.prepare('DELETE FROM edits WHERE transcript = ? AND from_sample = ?').run(transcript, from)
					else this.#db.prepare(PUT).run(transcript, from, JSON.stringify(edit))
					words += (this.#wordsOf(transcript, from) ?? 0) - before
				}
				if (words !== 0) this.#db.prepare('UPDATE transcripts SET words = words + ? WHERE id = ?').run(words, transcript)
				return { gone }
			})()
		)
	}

	/** Of a whole recording; none where nobody was named. */
	speakers(transcript: string): SpeakerName[] {
		const names = this.#db.prepare('SELECT speakers FROM transcripts WHERE id = ?').pluck().get(transcript)
		return names === undefined ? [] : v.parse(v.array(SpeakerName), JSON.parse(String(names)))
	}

	setSpeakers(transcript: string, speakers: readonly SpeakerName[]): Result<null> {
		return written(() => {
			this.#db.prepare('UPDATE transcripts SET speakers = ? WHERE id = ?').run(JSON.stringify(speakers), transcript)
			return null
		})
	}

	/** Null: there is no such segment. */
	#wordsOf(transcript: string, from: number, to?: number): number | null {
		const row = this.#db
			.prepare(`${READING} AND s.from_sample = ? AND s.to_sample = coalesce(?, s.to_sample)`)
			.get(transcript, from, to ?? null)
		return row === undefined ? null : wordsIn(row)
	}
}

/** Words of a transcript as it reads now. */
export function countWords(db: Db, transcript: string): number {
	const heard = db
		.prepare(
			`SELECT coalesce(sum(json_array_length(words)), 0) FROM segments s WHERE transcript = ?
       AND NOT EXISTS (SELECT 1 FROM edits e WHERE e.transcript = s.transcript AND e.from_sample = s.from_sample)`
		)
		.pluck()
		.get(transcript)
	const edited = db.prepare(`${READING} AND e.body IS NOT NULL`).all(transcript)
	return edited.reduce((sum: number, row) => sum + wordsIn(row), Number(heard))
}

/** An edit as it is kept. */
export function editIn(body: string): Edit {
	return v.parse(Edit, JSON.parse(body))
}

const PUT = 'INSERT INTO edits VALUES (?, ?, ?) ON CONFLICT (transcript, from_sample) DO UPDATE SET body = excluded.body'

/** Of one segment, what `readingOf` needs. */
export const READING = `SELECT s.from_sample AS "from", s.to_sample AS "to", s.text, s.words, s.times, e.body FROM segments s
  LEFT JOIN edits e ON e.transcript = s.transcript AND e.from_sample = s.from_sample WHERE s.transcript = ?`

const EditRow = v.object({ from: v.number(), body: v.string() })
const ReadingRow = v.object({
	from: v.number(),
	to: v.number(),
	text: v.string(),
	words: v.string(),
	times: v.picklist(['exact', 'estimated']),
	body: v.nullable(v.string())
})

/** A row of `READING` as it reads. */
export function readingIn(raw: unknown): ReturnType<typeof readingOf> {
	const { body, words, ...row } = v.parse(ReadingRow, raw)
	return readingOf({ ...row, words: v.parse(v.array(Word), JSON.parse(words)) }, body === null ? undefined : editIn(body))
}

function wordsIn(row: unknown): number {
	return readingIn(row).words.length
}
