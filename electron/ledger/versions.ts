import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { Word } from '../../native-bridge/protocol/messages.ts'
import type { Result } from '../../native-bridge/protocol/problem.ts'
import { Edit } from '../contract/lines.ts'
import type { Version, VersionText } from '../contract/versions.ts'
import { countWords } from './edits.ts'
import { type Db, written } from './open.ts'

/** Texts of transcripts that others took the place of. Every method is one transaction. */
export class Versions {
	readonly #db: Db

	constructor(db: Db) {
		this.#db = db
	}

	/** Those of a transcript, the last one put aside first. */
	list(transcript: string): Version[] {
		return this.#db
			.prepare('SELECT id, at, model, language, words, edited FROM versions WHERE transcript = ? ORDER BY at DESC, id')
			.all(transcript)
			.map(row => {
				const { edited, ...rest } = v.parse(Row, row)
				return { ...rest, edited: edited === 1 }
			})
	}

	/** Null: the transcript has no such version. */
	text(transcript: string, version: string): VersionText | null {
		const body = this.#db.prepare('SELECT body FROM versions WHERE transcript = ? AND id = ?').pluck().get(transcript, version)
		return body === undefined ? null : v.parse(Body, JSON.parse(String(body)))
	}

	/** Brings a version back; the text that stands becomes one. False: there is no such version. */
	restore(transcript: string, version: string, at: number): Result<boolean> {
		return written(() =>
			this.#db.transaction(() => {
				const has = this.#db.prepare('SELECT 1 FROM versions WHERE transcript = ? AND id = ?').get(transcript, version)
				if (has === undefined) return false
				const last = this.#db.prepare('SELECT coalesce(max(seq), -1) FROM segments WHERE transcript = ?').pluck().get(transcript)
				keepVersion(this.#db, transcript, at)
				for (const sql of BRING_BACK) this.#db.prepare(sql).run({ id: transcript, version, last })
				this.#db.prepare('UPDATE transcripts SET words = ? WHERE id = ?').run(countWords(this.#db, transcript), transcript)
				return true
			})()
		)
	}

	/** For ever. */
	remove(transcript: string, version: string): Result<null> {
		return written(() => {
			this.#db.prepare('DELETE FROM versions WHERE transcript = ? AND id = ?').run(transcript, version)
			return null
		})
	}
}

/** Puts the text that stands aside, as part of the transaction that puts another in its place. Where there is none, nothing. */
export function keepVersion(db: Db, transcript: string, at: number): void {
	db.prepare(KEEP).run({ id: transcript, version: randomUUID(), at })
}

const KEEP = `INSERT INTO versions (id, transcript, at, model, language, words, edited, body)
  SELECT :version, t.id, :at, t.model, t.language, t.words, EXISTS (SELECT 1 FROM edits WHERE transcript = :id),
    json_object(
      'segments', json((SELECT json_group_array(json_object('from', from_sample, 'to', to_sample, 'text', text, 'words', json(words), 'times', times,
        'confidence', confidence, 'language', language, 'model', model, 'guards', json(guards), 'at', at) ORDER BY from_sample)
        FROM segments WHERE transcript = :id)),
      'edits', json((SELECT json_group_array(json_object('from', from_sample, 'edit', json(body)) ORDER BY from_sample) FROM edits WHERE transcript = :id)),
      'gaps', json((SELECT json_group_array(json_object('from', from_sample, 'to', to_sample, 'cause', cause) ORDER BY from_sample)
        FROM gaps WHERE transcript = :id AND cause LIKE 'engine-%')))
  FROM transcripts t WHERE t.id = :id AND EXISTS (SELECT 1 FROM segments WHERE transcript = :id)`

const KEPT = (what: string) => `(SELECT value FROM versions, json_each(versions.body, '$.${what}') WHERE versions.id = :version)`

/** Segments get new numbers, as those of a second pass do. */
const BRING_BACK = [
	'DELETE FROM segments WHERE transcript = :id',
	`INSERT INTO segments (transcript, seq, from_sample, to_sample, text, words, times, confidence, language, model, guards, at)
   SELECT :id, :last + row_number() OVER (ORDER BY value ->> 'from'), value ->> 'from', value ->> 'to', value ->> 'text', value -> 'words',
     value ->> 'times', value ->> 'confidence', value ->> 'language', value ->> 'model', value -> 'guards', value ->> 'at' FROM ${KEPT('segments')}`,
	`INSERT INTO edits SELECT :id, value ->> 'from', value -> 'edit' FROM ${KEPT('edits')}`,
	"DELETE FROM gaps WHERE transcript = :id AND cause LIKE 'engine-%'",
	`INSERT INTO gaps (transcript, from_sample, to_sample, cause) SELECT :id, value ->> 'from', value ->> 'to', value ->> 'cause' FROM ${KEPT('gaps')}`,
	'UPDATE transcripts SET (model, language) = (SELECT model, language FROM versions WHERE id = :version) WHERE id = :id',
	'DELETE FROM versions WHERE id = :version'
]

const Row = v.object({
	id: v.string(),
	at: v.number(),
	model: v.nullable(v.string()),
	language: v.nullable(v.string()),
	words: v.number(),
	edited: v.number()
})
const Body = v.object({
	segments: v.array(
		v.object({ from: v.number(), to: v.number(), text: v.string(), words: v.array(Word), times: v.picklist(['exact', 'estimated']) })
	),
	edits: v.array(v.object({ from: v.number(), edit: Edit }))
})
