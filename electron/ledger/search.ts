import * as v from 'valibot'
import type { Word } from '../../native-bridge/protocol/messages.ts'
import type { Found, FoundPlace } from '../contract/finding.ts'
import { findIn, searchable, type Term, type TextRange, termsOf } from '../contract/search-text.ts'
import { READING, readingIn } from './edits.ts'
import { type Db, written } from './open.ts'

/** So many places are looked at, newest first: of a word that is everywhere, nobody reads more. */
const PLACES = 2_000
/** Transcripts that are told, and places in each. */
const TRANSCRIPTS = 50
const IN_EACH = 4
/** Characters before the first hit and in all. */
const BEFORE = 50
const CONTEXT = 200
/** Segments that are taken into the index at once: a few milliseconds. */
const SLICE = 100

/** Looks for what was said, written at marks and in titles. */
export class Search {
	readonly #db: Db

	constructor(db: Db) {
		this.#db = db
	}

	/** Transcripts with all of the query's words in their title or in one segment or mark, titles first, then newest first. None for a query without words. */
	find(query: string): Found {
		const terms = termsOf(query)
		if (terms.length === 0) return { transcripts: [], more: false, indexing: this.#behind() }
		const places = new Map<string, FoundPlace[]>()
		const counts = new Map<string, number>()
		const titles = this.#titles(terms)
		for (const id of titles.keys()) places.set(id, [])
		const isFull = (whole: string) => {
			counts.set(whole, (counts.get(whole) ?? 0) + 1)
			const those = places.get(whole)
			return those === undefined ? places.size >= TRANSCRIPTS : those.length >= IN_EACH
		}
		const put = (whole: string, place: FoundPlace) => places.set(whole, [...(places.get(whole) ?? []), place])
		for (const { whole, sample, note, id } of this.#notes()) {
			const hits = findIn(note, terms)
			if (hits && !isFull(whole)) put(whole, { is: 'mark', key: id, sample, ...excerpt(note, hits) })
		}
		const rows = this.#db.prepare(SAID).all(matchOf(terms), PLACES)
		for (const raw of rows) {
			const { whole, transcript, from, offset } = v.parse(SaidRow, raw)
			if (isFull(whole)) continue
			const { text, words } = readingIn(this.#db.prepare(TEXT).get(transcript, from))
			const hits = findIn(text, terms) ?? []
			const sample = offset + placeOf(words, text, hits[0]?.[0] ?? 0, from)
			put(whole, { is: 'said', key: `${transcript} ${from}`, sample, ...excerpt(text, hits) })
		}
		return {
			transcripts: [...places].map(([transcript, found]) => ({
				transcript,
				title: titles.get(transcript) ?? null,
				places: found,
				morePlaces: Math.max(0, (counts.get(transcript) ?? 0) - found.length)
			})),
			more: rows.length === PLACES || [...counts.keys()].some(id => !places.has(id)),
			indexing: this.#behind()
		}
	}

	/** Takes some of a library from before there was an index into it. False: there is nothing left to do, or the disk is full. */
	catchUp(): boolean {
		const done = written(() =>
			this.#db.transaction(() => {
				const todo = this.#db
					.prepare('SELECT transcript FROM said_todo JOIN transcripts t ON t.id = transcript ORDER BY t.created_at LIMIT 1')
					.pluck()
					.get()
				if (todo === undefined) return false
				const rows = this.#db.prepare(MISSING).all(todo, SLICE)
				for (const raw of rows) {
					const { from } = v.parse(FromRow, raw)
					const { lastInsertRowid } = this.#db.prepare('INSERT INTO said_rows (transcript, from_sample) VALUES (?, ?)').run(todo, from)
					this.#db.prepare('INSERT INTO said (rowid, text) VALUES (?, ?)').run(lastInsertRowid, searchable(readingIn(raw).text))
				}
				if (rows.length < SLICE) this.#db.prepare('DELETE FROM said_todo WHERE transcript = ?').run(todo)
				return true
			})()
		)
		return done.ok && done.value
	}

	#behind(): boolean {
		return this.#db.prepare('SELECT 1 FROM said_todo LIMIT 1').get() !== undefined
	}

	#titles(terms: readonly Term[]): Map<string, TextRange[]> {
		const found = new Map<string, TextRange[]>()
		for (const raw of this.#db.prepare(TITLES).iterate()) {
			const { id, title } = raw as { id: string; title: string }
			const hits = findIn(title, terms)
			if (hits) found.set(id, hits)
			if (found.size === TRANSCRIPTS) break
		}
		return found
	}

	#notes(): { whole: string; sample: number; note: string; id: string }[] {
		return v.parse(v.array(NoteRow), this.#db.prepare(NOTES).all())
	}
}

const TITLES = 'SELECT id, title FROM transcripts WHERE deleted_at IS NULL AND part_of IS NULL ORDER BY created_at DESC'
const NOTES = `SELECT m.id, coalesce(t.part_of, t.id) AS whole, m.sample + t.offset_samples AS sample, m.note FROM marks m JOIN transcripts t ON t.id = m.transcript
  WHERE m.note <> '' AND t.deleted_at IS NULL ORDER BY t.created_at DESC, m.sample`
// The index is asked first and in its own order, so that it ends with the last row that is wanted.
const SAID = `SELECT r.transcript, r.from_sample AS "from", coalesce(t.part_of, t.id) AS whole, t.offset_samples AS offset
  FROM said CROSS JOIN said_rows r ON r.id = said.rowid CROSS JOIN transcripts t ON t.id = r.transcript
  WHERE said MATCH ? AND t.deleted_at IS NULL ORDER BY said.rowid DESC LIMIT ?`
const TEXT = `${READING} AND s.from_sample = ?`
const MISSING = `${READING} AND NOT EXISTS (SELECT 1 FROM said_rows r WHERE r.transcript = s.transcript AND r.from_sample = s.from_sample)
  ORDER BY s.from_sample LIMIT ?`

const SaidRow = v.object({ whole: v.string(), transcript: v.string(), from: v.number(), offset: v.number() })
const FromRow = v.object({ from: v.number() })
const NoteRow = v.object({ whole: v.string(), sample: v.number(), note: v.string(), id: v.string() })

/** In FTS5's language. Tokens hold letters, digits and marks only. */
function matchOf(terms: readonly Term[]): string {
	return terms.map(({ tokens, open }) => `"${tokens.join(' ')}"${open ? '*' : ''}`).join(' AND ')
}

/** The text around the first hit, and where the hits are in it. */
function excerpt(text: string, hits: readonly TextRange[]): { text: string; hits: TextRange[] } {
	const first = hits[0]?.[0] ?? 0
	const space = first <= BEFORE ? -1 : text.indexOf(' ', first - BEFORE)
	const from = first <= BEFORE ? 0 : space === -1 || space >= first ? first - Math.min(first, 12) : space + 1
	const to = Math.min(text.length, from + CONTEXT)
	const lead = from > 0 ? '…' : ''
	return {
		text: lead + text.slice(from, to) + (to < text.length ? '…' : ''),
		hits: hits.filter(hit => hit[1] <= to).map(([a, b]) => [a - from + lead.length, b - from + lead.length] as const)
	}
}

/** The sample at which the word begins that stands at character `at` of the text. */
function placeOf(words: readonly Word[], text: string, at: number, from: number): number {
	let character = 0
	let sample = from
	for (const word of words) {
		const stands = text.indexOf(word.text, character)
		if (stands === -1) continue
		if (stands > at) break
		sample = word.from
		character = stands + word.text.length
	}
	return sample
}
