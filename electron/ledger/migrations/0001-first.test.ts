import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Exits } from '../exits.ts'
import { exitOf, fileNamed, idOf, ledgerFor, segmentOf } from '../test-ledger.ts'
import { Transcripts } from '../transcripts.ts'

test('gives what is asked while audio is being transcribed an index each', context => {
	const db = ledgerFor(context)
	const asked = new Set<string>()
	const prepare = db.prepare.bind(db)
	db.prepare = (sql: string) => {
		asked.add(sql)
		return prepare(sql)
	}
	const [ledger, exits] = [new Transcripts(db), new Exits(db)]
	const id = idOf(1)
	ledger.add(fileNamed(id))
	asked.clear()
	exits.born({ id: idOf(2), role: 'engine', name: 'engine#1', pid: 1, startedAt: 0 })
	ledger.commitStep(id, { cursor: 10, segment: segmentOf(0, 10, 'one'), gap: { from: 0, to: 10, cause: 'damaged' } }, 'tiny', 0)
	ledger.saveJob(id, { state: 'done' })
	exits.record(exitOf(idOf(3), { jobs: [{ transcript: id, title: '', cursor: 0, outcome: 'failed' }] }))
	ledger.get(id)
	ledger.segments(id)
	ledger.gaps(id)
	ledger.deaths(id)
	ledger.marks(id)
	ledger.parts(id)
	ledger.withAudioPlan('copy')
	exits.list(200)
	exits.get(idOf(3))

	const scans = [...asked].flatMap(sql => {
		const nulls = Array.from(sql.matchAll(/\?/g), () => null)
		const named = Object.fromEntries(Array.from(sql.matchAll(/:(\w+)/g), ([, name]) => [name, null]))
		const plan = prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...(nulls.length > 0 ? nulls : [named])) as { detail: string }[]
		return plan.filter(({ detail }) => /^SCAN \w+$/.test(detail)).map(({ detail }) => `${detail}: ${sql}`)
	})
	// Asked once a retried job: the end of the line.
	assert.deepEqual(
		scans.filter(scan => !scan.includes('max(place) + 1')),
		[]
	)
	assert.ok(asked.size > 10, `${asked.size} statements were looked at`)
})

test('refuses what would double text, and forgets what belongs to a transcript with it', context => {
	const db = ledgerFor(context)
	db.exec(`INSERT INTO transcripts (id, kind, title, created_at) VALUES ('t', 'file', 'T', 0);
		INSERT INTO jobs (transcript, state, place) VALUES ('t', 'queued', 1);
		INSERT INTO segments VALUES ('t', 0, 0, 10, 'one', '[]', 'exact', NULL, 'en', 'm', '[]', 0);
		INSERT INTO gaps VALUES ('t', 10, 20, 'damaged')`)
	const segment = (seq: number, from: number) =>
		db.exec(`INSERT INTO segments VALUES ('t', ${seq}, ${from}, 10, 'again', '[]', 'exact', NULL, 'en', 'm', '[]', 0)`)
	assert.throws(() => segment(1, 0), { code: 'SQLITE_CONSTRAINT_UNIQUE' })
	assert.throws(() => segment(0, 5), { code: 'SQLITE_CONSTRAINT_PRIMARYKEY' })
	db.exec("DELETE FROM transcripts WHERE id = 't'")
	const left = ['jobs', 'segments', 'gaps'].map(table => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
	assert.deepEqual(left, [0, 0, 0])
})
