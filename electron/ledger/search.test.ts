import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Edits } from './edits.ts'
import { Search } from './search.ts'
import { SecondPasses } from './second-passes.ts'
import { fileNamed, idOf, ledgerFor, recordingNamed, segmentOf, writtenAs } from './test-ledger.ts'
import { Transcripts } from './transcripts.ts'

function withSaid(context: TestContext, said: Readonly<Record<number, readonly string[]>>) {
	const db = ledgerFor(context)
	const ledger = new Transcripts(db)
	for (const [n, texts] of Object.entries(said)) {
		ledger.add(fileNamed(idOf(Number(n)), { title: `File ${n}`, createdAt: 1_800_000_000_000 + Number(n) }))
		texts.forEach((text, at) => {
			ledger.commitStep(
				idOf(Number(n)),
				{ cursor: (at + 1) * 1_000, segment: segmentOf(at * 1_000, (at + 1) * 1_000, text), gap: null },
				'tiny',
				0
			)
		})
	}
	return { db, ledger, search: new Search(db) }
}
const texts = (search: Search, query: string) => search.find(query).transcripts.flatMap(({ places }) => places.map(({ text }) => text))

test('what was said is found at its word, newest transcript first', context => {
	const { search } = withSaid(context, { 1: ['the budget is small'], 2: ['nothing here', 'we spoke of a budget'] })
	const { transcripts, more } = search.find('budg')
	assert.deepEqual(
		transcripts.map(({ transcript, places }) => [transcript, places[0]?.text, places[0]?.sample, places[0]?.hits]),
		[
			[idOf(2), 'we spoke of a budget', 1_800, [[14, 20]]],
			[idOf(1), 'the budget is small', 250, [[4, 10]]]
		]
	)
	assert.equal(more, false)
})

test('two Chinese characters, a phrase in quotes, and words without their accents are found', context => {
	const { search } = withSaid(context, { 1: ['我们在讨论预算的问题', '预先计算', 'le café fermé', 'the year of the budget'] })
	assert.deepEqual(texts(search, '预算'), ['我们在讨论预算的问题'])
	assert.deepEqual(texts(search, 'cafe ferme'), ['le café fermé'])
	assert.deepEqual(texts(search, '"year of"'), ['the year of the budget'])
	assert.deepEqual(texts(search, '"of year"'), [])
	assert.deepEqual(texts(search, '"* NEAR( OR "'), [], 'signs of the index’s own language mean nothing')
})

test('text that is replaced, removed or edited is found as it reads now', context => {
	const { db, ledger, search } = withSaid(context, { 1: ['the old words'] })
	const edits = new Edits(db)
	edits.set(idOf(1), [{ from: 0, edit: writtenAs('the corrected words') }])
	assert.deepEqual(texts(search, 'old'), [])
	assert.deepEqual(texts(search, 'corrected'), ['the corrected words'])
	assert.equal(search.find('words').transcripts[0]?.places[0]?.sample, 667)
	edits.set(idOf(1), [{ from: 0, edit: writtenAs('the words put right') }])
	assert.deepEqual([texts(search, 'corrected'), texts(search, 'right')], [[], ['the words put right']])
	edits.set(idOf(1), [{ from: 0, edit: null }])
	assert.deepEqual([texts(search, 'right'), texts(search, 'old')], [[], ['the old words']])
	const passes = new SecondPasses(db)
	ledger.saveJob(idOf(1), { state: 'done', samples: 1_000, ended: true })
	passes.ask(idOf(1), 'better')
	passes.begin(idOf(1))
	passes.commitStep(idOf(1), { cursor: 1_000, segment: segmentOf(0, 1_000, 'all new'), gap: null }, 'better', 0)
	passes.replace(idOf(1), 99)
	assert.deepEqual([texts(search, 'old'), texts(search, 'new')], [[], ['all new']])
	ledger.trash([idOf(1)], 1)
	assert.deepEqual(texts(search, 'new'), [], 'not in the trash')
	ledger.trash([idOf(1)], null)
	assert.deepEqual(texts(search, 'new'), ['all new'])
	ledger.erase(idOf(1))
	assert.equal(db.prepare('SELECT count(*) FROM said_rows').pluck().get(), 0)
	assert.equal(db.prepare("SELECT count(*) FROM said WHERE said MATCH 'new'").pluck().get(), 0)
})

test('titles and what was written at marks are found too, titles first', context => {
	const { ledger, search } = withSaid(context, { 1: ['nothing'], 2: ['a budget'], 3: [] })
	ledger.rename(idOf(1), 'Budget 2026')
	ledger.setMark(idOf(3), { id: idOf(9), kind: 'mark', sample: 5_000, ms: 0, note: 'see budget' })
	assert.deepEqual(
		search.find('budget').transcripts.map(each => [each.transcript, each.title, each.places.map(place => [place.is, place.sample])]),
		[
			[idOf(1), [[0, 6]], []],
			[idOf(3), null, [['mark', 5_000]]],
			[idOf(2), null, [['said', 500]]]
		]
	)
})

test('what another channel said stands at its place in the whole', context => {
	const { ledger, search } = withSaid(context, { 1: [] })
	ledger.add(recordingNamed(idOf(2), { partOf: { whole: idOf(1), channel: 'others', offset: 16_000 } }))
	ledger.commitStep(idOf(2), { cursor: 1_000, segment: segmentOf(0, 1_000, 'hello there'), gap: null }, 'tiny', 0)
	assert.deepEqual(
		search.find('there').transcripts.map(({ transcript, places }) => [transcript, places[0]?.sample]),
		[[idOf(1), 16_500]]
	)
})

test('a library from before there was an index is taken in, slice by slice', context => {
	const { db, ledger, search } = withSaid(context, { 1: Array.from({ length: 250 }, (_, n) => `word ${n}`), 2: ['word'] })
	db.exec("DELETE FROM said_rows; INSERT INTO said (said) VALUES ('delete-all'); INSERT INTO said_todo SELECT id FROM transcripts")
	ledger.commitStep(idOf(1), { cursor: 999_999, segment: segmentOf(990_000, 999_999, 'word of now'), gap: null }, 'tiny', 0)
	assert.deepEqual([search.find('word').indexing, texts(search, 'word')], [true, ['word of now']])
	let slices = 0
	while (search.catchUp()) slices++
	assert.equal(slices, 4)
	assert.equal(db.prepare("SELECT count(*) FROM said WHERE said MATCH 'word'").pluck().get(), 252)
	const { indexing, transcripts } = search.find('word')
	assert.deepEqual([indexing, transcripts.map(({ places, morePlaces }) => places.length + morePlaces)], [false, [1, 251]])
})
