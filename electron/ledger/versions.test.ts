import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Segment } from '../../native-bridge/protocol/messages.ts'
import { Edits } from './edits.ts'
import { Search } from './search.ts'
import { SecondPasses } from './second-passes.ts'
import { fileNamed, idOf, ledgerFor, segmentOf } from './test-ledger.ts'
import { Transcripts } from './transcripts.ts'
import { Versions } from './versions.ts'

const id = idOf(1)
const first: Segment[] = [
	{ ...segmentOf(0, 100, 'one two'), times: 'exact', confidence: 0.25, guards: ['loop'] },
	{ ...segmentOf(100, 200, '三 “quoted”'), language: 'zh' }
]
const written = { pieces: [{ text: 'three', speaker: 'anna' }], joined: false }

/** A file whose text was heard by “tiny”, and which is to be heard again with “base”. */
function heard(context: Parameters<typeof ledgerFor>[0]) {
	const db = ledgerFor(context)
	const [ledger, passes, edits, versions, search] = [
		new Transcripts(db),
		new SecondPasses(db),
		new Edits(db),
		new Versions(db),
		new Search(db)
	]
	ledger.add(fileNamed(id))
	for (const segment of first) ledger.commitStep(id, { cursor: segment.to, segment, gap: null }, 'tiny', segment.to)
	ledger.commitStep(id, { cursor: 300, segment: null, gap: { from: 200, to: 300, cause: 'engine-died' } }, 'tiny', 3)
	ledger.addGaps(id, [{ from: 400, to: 500, cause: 'damaged' }])
	ledger.saveJob(id, { state: 'done', samples: 500, ended: true })
	let at = 999
	const again = (text: string, model: string | null = 'base') => {
		if (model === null) ledger.saveJob(id, { secondPass: true })
		else passes.ask(id, model)
		passes.begin(id)
		passes.commitStep(id, { cursor: 500, segment: segmentOf(0, 90, text), gap: null }, model ?? 'tiny', 7)
		const done = passes.replace(id, ++at)
		return done.ok && done.value.outcome
	}
	const all = () => [ledger.segments(id).map(({ seq, ...rest }) => rest), ledger.gaps(id), edits.list(id), ledger.get(id)?.words]
	const finds = (query: string) => search.find(query).transcripts.length
	return { db, ledger, passes, edits, versions, again, all, finds }
}

test('what another model’s text takes the place of is kept, and brought back it is as it was, to the last word and gap', context => {
	const { ledger, edits, versions, again, all, finds } = heard(context)
	edits.set(id, [{ from: 100, edit: written }])
	const before = all()
	assert.equal(again('uno dos'), 'replaced')
	const after = all()
	assert.notDeepEqual(after, before)
	const [version] = versions.list(id)
	assert.deepEqual({ ...version, id: '' }, { id: '', at: 1_000, model: 'tiny', language: 'zh', words: 3, edited: true })
	const text = versions.text(id, version?.id ?? '')
	assert.deepEqual([text?.segments.map(each => each.text), text?.edits], [first.map(each => each.text), [{ from: 100, edit: written }]])
	assert.equal(versions.restore(id, version?.id ?? '', 2_000).ok, true)
	assert.deepEqual(all(), before)
	assert.equal(ledger.get(id)?.model, 'tiny')
	assert.deepEqual([finds('two'), finds('uno')], [1, 0])

	// And the other way.
	const [other, ...more] = versions.list(id)
	assert.deepEqual([other?.model, other?.at, more], ['base', 2_000, []])
	versions.restore(id, other?.id ?? '', 3_000)
	assert.deepEqual(all(), after)
})

test('a second pass that comes by itself betters the text, and keeps none', context => {
	const { versions, again } = heard(context)
	assert.equal(again('one two three four', null), 'replaced')
	assert.deepEqual(versions.list(id), [])
})

test('a text that was replaced by nothing, or by no text, is kept once or not at all', context => {
	const { ledger, versions, passes, again } = heard(context)
	passes.ask(id, 'base')
	passes.begin(id)
	passes.commitStep(id, { cursor: 500, segment: null, gap: null }, 'base', 7)
	assert.deepEqual([passes.replace(id, 1), versions.list(id)], [{ ok: true, value: { outcome: 'worse', place: 0 } }, []])
	const other = idOf(2)
	ledger.add(fileNamed(other))
	assert.deepEqual([versions.restore(other, idOf(3), 1), versions.text(other, idOf(3))], [{ ok: true, value: false }, null])
	again('uno')
	assert.equal(versions.restore(other, versions.list(id)[0]?.id ?? '', 1).ok, true)
	assert.equal(versions.list(id).length, 1)
})

test('one that is deleted is gone, and all go with their transcript', context => {
	const { db, ledger, versions, again } = heard(context)
	again('uno')
	again('un', 'third')
	const [last, before] = versions.list(id)
	assert.deepEqual([last?.model, before?.model], ['base', 'tiny'])
	versions.remove(id, last?.id ?? '')
	assert.deepEqual(
		versions.list(id).map(each => each.model),
		['tiny']
	)
	ledger.erase(id)
	assert.equal(db.prepare('SELECT count(*) FROM versions').pluck().get(), 0)
})
