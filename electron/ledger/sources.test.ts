import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Landed } from './landed.ts'
import { Sources } from './sources.ts'
import { fileNamed, idOf, ledgerFor } from './test-ledger.ts'
import { Transcripts } from './transcripts.ts'

test('knows files again by their size, newest first, and not those in the trash', context => {
	const db = ledgerFor(context)
	const [transcripts, sources] = [new Transcripts(db), new Sources(db)]
	for (const n of [1, 2, 3]) {
		transcripts.add(fileNamed(idOf(n), { createdAt: n, sourcePath: `/music/${n}.mp3` }))
		sources.note(idOf(n), { bytes: n === 3 ? 7 : 5, changedAt: 10 }, null)
	}
	sources.setFingerprint(idOf(2), 'sha256:ab')
	assert.deepEqual(
		sources.ofSize(5).map(({ id, path, fingerprint }) => [id, path, fingerprint]),
		[
			[idOf(2), '/music/2.mp3', 'sha256:ab'],
			[idOf(1), '/music/1.mp3', null]
		]
	)
	transcripts.trash([idOf(2)], 1)
	assert.deepEqual(
		sources.ofSize(5).map(each => each.id),
		[idOf(1)]
	)
	sources.moved(idOf(1), '/elsewhere/1.mp3', { bytes: 5, changedAt: 11 })
	assert.deepEqual(
		[sources.get(idOf(1))?.path, sources.has('/music/1.mp3'), sources.has('/music/2.mp3')],
		['/elsewhere/1.mp3', false, true]
	)
})

test('remembers what landed, and whose text is due, until another folder is watched', context => {
	const db = ledgerFor(context)
	const [transcripts, landed] = [new Transcripts(db), new Landed(db)]
	transcripts.add(fileNamed(idOf(1)))
	landed.begin('/in', new Map([['/in/old.mp3', { bytes: 1, changedAt: 1 }]]))
	landed.add('/in/new.mp3', { bytes: 2, changedAt: 2 }, idOf(1))
	assert.deepEqual([landed.folder(), [...landed.seen().keys()]], ['/in', ['/in/new.mp3', '/in/old.mp3']])
	assert.deepEqual(landed.due(), [{ path: '/in/new.mp3', transcript: idOf(1) }])
	landed.settled('/in/new.mp3')
	assert.deepEqual(landed.due(), [])
	landed.begin(null, new Map())
	assert.deepEqual([landed.folder(), landed.seen().size], [null, 0])
})

test('asks for what it knows by index', context => {
	const db = ledgerFor(context)
	for (const sql of [
		'SELECT id FROM transcripts WHERE source_bytes = 1 AND source_path IS NOT NULL',
		"SELECT 1 FROM transcripts WHERE source_path = '/a'",
		'SELECT path FROM landed WHERE due = 1'
	]) {
		const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]
		assert.ok(
			plan.every(({ detail }) => detail.includes('INDEX')),
			JSON.stringify(plan)
		)
	}
})
