import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import Database from 'better-sqlite3'
import { folderFor } from '../../../native-bridge/journal/test-folder.ts'
import { searchable } from '../../contract/search-text.ts'
import { Edits } from '../edits.ts'
import { Search } from '../search.ts'
import { idOf, ledgerFor } from '../test-ledger.ts'
import { Transcripts } from '../transcripts.ts'
import { first } from './0001-first.ts'
import { exitFigures } from './0002-exit-figures.ts'
import { recordings } from './0003-recordings.ts'
import { audioCopies } from './0004-audio-copies.ts'
import { secondPasses } from './0005-second-passes.ts'
import { sources } from './0006-sources.ts'
import { queue } from './0007-queue.ts'
import { choices } from './0008-choices.ts'
import { search } from './0009-search.ts'

test('what was written into a segment stands beside it, and is found as before', context => {
	const folder = folderFor(context)
	const before = new Database(join(folder, 'ledger.sqlite'))
	before.function('searchable', text => searchable(String(text)))
	const done = [first, exitFigures, recordings, audioCopies, secondPasses, sources, queue, choices, search]
	for (const sql of done) before.exec(sql)
	before.pragma(`user_version = ${done.length}`)
	const id = idOf(1)
	before.exec(`INSERT INTO transcripts (id, kind, title, created_at) VALUES ('${id}', 'file', 'T', 0);
		INSERT INTO jobs (transcript, state, place) VALUES ('${id}', 'done', 1)`)
	const insert = before.prepare(
		"INSERT INTO segments (transcript, seq, from_sample, to_sample, text, edited_text, words, times, language, model, guards, at) VALUES (?, ?, ?, ?, ?, ?, '[]', 'exact', 'en', 'm', '[]', 0)"
	)
	insert.run(id, 0, 0, 100, 'as heard', null)
	insert.run(id, 1, 100, 200, 'miss heard', 'misheard')
	before.close()

	const db = ledgerFor(context, folder)
	assert.deepEqual(new Edits(db).list(id), [{ from: 100, edit: { pieces: [{ text: 'misheard', speaker: null }], joined: false } }])
	assert.deepEqual(
		new Transcripts(db).segments(id).map(({ text }) => text),
		['as heard', 'miss heard']
	)
	const places = (query: string) => new Search(db).find(query).transcripts.flatMap(each => each.places.map(({ text }) => text))
	assert.deepEqual([places('misheard'), places('miss')], [['misheard'], []])
	new Edits(db).set(id, [{ from: 100, edit: null }])
	assert.deepEqual([places('misheard'), places('miss')], [[], ['miss heard']])
})
