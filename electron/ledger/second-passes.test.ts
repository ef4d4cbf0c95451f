import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Gap } from '../../native-bridge/protocol/messages.ts'
import { seeded } from '../../native-bridge/protocol/test-random.ts'
import { linesOf } from '../contract/lines.ts'
import { Edits } from './edits.ts'
import { SecondPasses } from './second-passes.ts'
import { idOf, ledgerFor, recordingNamed, segmentOf, writtenAs } from './test-ledger.ts'
import { Transcripts } from './transcripts.ts'
import { Versions } from './versions.ts'

const [first, second] = [idOf(1), idOf(2)]
const died: Gap = { from: 200, to: 300, cause: 'engine-died' }
const unheard: Gap = { from: 600, to: 700, cause: 'not-recorded' }
const lost: Gap = { from: 700, to: 800, cause: 'device-lost' }

/** A recording of 1,000 samples whose live text is done, with a second pass to come. */
function recorded(context: Parameters<typeof ledgerFor>[0], id: string = first) {
	const db = ledgerFor(context)
	const [ledger, passes] = [new Transcripts(db), new SecondPasses(db)]
	ledger.add(recordingNamed(id))
	ledger.commitStep(id, { cursor: 100, segment: segmentOf(0, 100, 'live one'), gap: null }, 'tiny', 1)
	ledger.commitStep(id, { cursor: 200, segment: segmentOf(100, 200, 'live two'), gap: null }, 'tiny', 2)
	ledger.commitStep(id, { cursor: 300, segment: null, gap: died }, 'tiny', 3)
	ledger.commitStep(id, { cursor: 500, segment: segmentOf(300, 500, 'live three'), gap: null }, 'tiny', 4)
	ledger.addGaps(id, [unheard, lost])
	ledger.setMark(id, { id: idOf(9), kind: 'mark', sample: 150, ms: 0, note: 'here' })
	ledger.saveJob(id, { state: 'done', samples: 1_000, ended: true, secondPass: true })
	const edits = new Edits(db)
	const edit = (from: number, text: string | null) => edits.set(id, [{ from, edit: text === null ? null : writtenAs(text) }])
	const text = () => reads(ledger, edits, id)
	const all = () => [ledger.get(id), ledger.segments(id), ledger.gaps(id), ledger.marks(id)]
	const drafts = () => ['draft_segments', 'draft_gaps'].map(table => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
	return { db, ledger, passes, edits, edit, text, all, drafts }
}

/** What a transcript reads as. */
function reads(ledger: Transcripts, edits: Edits, id: string): string[] {
	const written = new Map(edits.list(id).map(({ from, edit }) => [from, edit]))
	return linesOf(ledger.segments(id), written).map(line => line.text)
}

const outcome = (passes: SecondPasses, id: string = first) => {
	const done = passes.replace(id, 99)
	return done.ok ? done.value.outcome : done.problem.code
}

test('a pass comes with the end of the recording’s job, once, and is listed until its transcript is in the trash', context => {
	const { ledger, passes } = recorded(context)
	const pass = { transcript: first, samples: 1_000, cursor: 0, around: null, model: null, language: null }
	assert.deepEqual([passes.list(), passes.get(first), passes.get(second)], [[pass], pass, null])
	passes.begin(first)
	passes.commitStep(first, { cursor: 90, segment: null, gap: null }, 'tiny', 5)
	ledger.saveJob(first, { state: 'done', secondPass: true })
	assert.deepEqual(passes.list(), [{ ...pass, cursor: 90, around: [] }])
	ledger.trash([first], 5)
	assert.deepEqual([passes.list(), passes.get(first)?.cursor], [[], 90])
	ledger.saveJob(second, { state: 'done', secondPass: true })
	assert.equal(passes.get(second), null)
})

test('the live text stands until all of the draft is there, then all of it is replaced at once', context => {
	const { ledger, passes, all, drafts } = recorded(context)
	const before = all()
	passes.begin(first)
	const one = { ...segmentOf(0, 190, 'file one two three'), confidence: 0.5, guards: ['loop'] }
	const again: Gap = { from: 520, to: 560, cause: 'engine-loop' }
	passes.commitStep(first, { cursor: 200, segment: one, gap: null }, 'base', 11)
	passes.commitStep(first, { cursor: 480, segment: segmentOf(210, 480, 'file four'), gap: null }, 'base', 12)
	passes.commitStep(first, { cursor: 1_000, segment: null, gap: again }, 'base', 13)
	assert.deepEqual(all(), before)
	assert.equal(outcome(passes), 'replaced')
	assert.deepEqual(
		[ledger.segments(first), ledger.gaps(first), ledger.marks(first).length],
		[
			[
				{ ...one, transcript: first, seq: 3, model: 'base', at: 11 },
				{ ...segmentOf(210, 480, 'file four'), transcript: first, seq: 4, model: 'base', at: 12 }
			],
			[again, unheard, lost].map(gap => ({ ...gap, transcript: first })),
			1
		]
	)
	const row = ledger.get(first)
	assert.deepEqual([row?.words, row?.model, row?.state, row?.cursor], [6, 'base', 'done', 500])
	assert.deepEqual([passes.get(first), drafts(), outcome(passes)], [null, [0, 0], 'gone'])
})

test('a step of the draft that comes twice, or of a pass that is not there, changes nothing', context => {
	const { passes, drafts } = recorded(context)
	const step = { cursor: 200, segment: segmentOf(0, 190, 'file one'), gap: { from: 190, to: 200, cause: 'engine-loop' as const } }
	const kept = [first, first, second].map(id => passes.commitStep(id, step, 'base', 11))
	assert.deepEqual(
		[kept.map(each => each.ok && each.value), drafts()],
		[
			[true, false, false],
			[1, 1]
		]
	)
	// All of it or nothing.
	assert.throws(() => passes.commitStep(first, { ...step, cursor: 400 }, 'base', 12), { code: /^SQLITE_CONSTRAINT/ })
	assert.equal(passes.get(first)?.cursor, 200)
})

test('what the user has written stands as it is, with its number, and nothing takes its place', context => {
	const { ledger, passes, edit, text } = recorded(context)
	edit(100, 'my own words')
	const begun = passes.begin(first)
	assert.deepEqual(begun.ok && begun.value?.around, [{ from: 100, to: 200 }])
	passes.commitStep(first, { cursor: 100, segment: segmentOf(0, 100, 'file one'), gap: null }, 'base', 11)
	passes.commitStep(first, { cursor: 1_000, segment: segmentOf(200, 480, 'file two'), gap: null }, 'base', 12)
	assert.equal(outcome(passes), 'replaced')
	assert.deepEqual(
		ledger.segments(first).map(({ text, seq }) => [seq, text]),
		[
			[3, 'file one'],
			[1, 'live two'],
			[4, 'file two']
		]
	)
	assert.deepEqual(text(), ['file one', 'my own words', 'file two'])
	assert.deepEqual([text().length, ledger.get(first)?.words], [3, 7])
})

for (const [name, before, after] of [
	['written meanwhile', null, 'my own words'],
	['taken back meanwhile', 'my own words', null]
] as const) {
	test(`begins again around what the user has ${name}`, context => {
		const { passes, edit, text, drafts } = recorded(context)
		edit(100, before)
		passes.begin(first)
		passes.commitStep(first, { cursor: 1_000, segment: segmentOf(0, 90, 'file one'), gap: null }, 'base', 11)
		edit(100, after)
		// A main that dies and comes back in between does not take it for what it began with.
		passes.begin(first)
		assert.equal(outcome(passes), 'anew')
		assert.deepEqual(
			[text(), drafts()],
			[
				['live one', after ?? 'live two', 'live three'],
				[0, 0]
			]
		)
		assert.deepEqual(passes.get(first), { transcript: first, samples: 1_000, cursor: 0, around: null, model: null, language: null })
	})
}

test('a draft that has no words where the live text has some replaces nothing', context => {
	const { passes, all } = recorded(context)
	passes.begin(first)
	passes.commitStep(first, { cursor: 1_000, segment: null, gap: { from: 150, to: 220, cause: 'engine-loop' } }, 'base', 11)
	const before = all()
	assert.deepEqual(passes.replace(first, 99), { ok: true, value: { outcome: 'worse', place: 150 } })
	assert.deepEqual([all(), passes.get(first)], [before, null])
})

test('a draft without a word says that of the recording, and the text that it takes the place of can be brought back', context => {
	const { db, ledger, passes, text } = recorded(context)
	const before = text()
	passes.begin(first)
	passes.commitStep(first, { cursor: 1_000, segment: null, gap: null }, 'base', 11)
	assert.deepEqual([outcome(passes), text(), ledger.get(first)?.words, ledger.get(first)?.model], ['replaced', [], 0, null])
	const versions = new Versions(db)
	const [version, ...more] = versions.list(first)
	assert.deepEqual([version?.words, more], [6, []])
	versions.restore(first, version?.id ?? '', 100)
	assert.deepEqual(text(), before)
})

test('one that is dropped leaves the live text, and one whose transcript is erased leaves nothing', context => {
	const { ledger, passes, all, drafts } = recorded(context)
	const before = all()
	passes.commitStep(first, { cursor: 200, segment: segmentOf(0, 190, 'file one'), gap: null }, 'base', 11)
	assert.deepEqual([passes.drop(first), all(), passes.get(first), drafts()], [{ ok: true, value: null }, before, null, [0, 0]])
	ledger.saveJob(first, { secondPass: true })
	passes.commitStep(first, { cursor: 200, segment: segmentOf(0, 190, 'file one'), gap: null }, 'base', 11)
	ledger.erase(first)
	assert.deepEqual([passes.list(), drafts()], [[], [0, 0]])
})

test('replaces all of it or nothing when there is no room', context => {
	const { db, passes, all } = recorded(context)
	passes.begin(first)
	passes.commitStep(first, { cursor: 1_000, segment: segmentOf(0, 190, 'file one'), gap: null }, 'base', 11)
	const before = all()
	db.pragma('query_only = on')
	const refused = [
		passes.begin(first),
		passes.commitStep(first, { cursor: 2_000, segment: null, gap: null }, 'base', 1),
		passes.drop(first)
	]
	assert.deepEqual(
		[...refused, passes.replace(first, 99)].map(each => (each.ok ? 'ok' : each.problem.code)),
		Array.from({ length: 4 }, () => 'ledger-write')
	)
	db.pragma('query_only = off')
	assert.deepEqual([all(), outcome(passes)], [before, 'replaced'])
})

test('a segment that another is joined to stands too, and what overlaps one that stands is left out', context => {
	const { passes, edits, text } = recorded(context)
	edits.set(first, [{ from: 100, edit: { ...writtenAs('my own'), joined: true } }])
	const begun = passes.begin(first)
	assert.deepEqual(begun.ok && begun.value?.around, [
		{ from: 0, to: 100 },
		{ from: 100, to: 200 }
	])
	passes.commitStep(first, { cursor: 210, segment: segmentOf(190, 210, 'overlaps'), gap: null }, 'base', 11)
	passes.commitStep(first, { cursor: 1_000, segment: segmentOf(210, 480, 'file two'), gap: null }, 'base', 12)
	assert.equal(outcome(passes), 'replaced')
	assert.deepEqual(text(), ['live one my own', 'file two'])
})

for (const seed of [1, 2, 3, 4, 5]) {
	test(`whatever is written and undone, no place has two texts and what was written is there (seed ${seed})`, context => {
		const random = seeded(seed)
		const db = ledgerFor(context)
		const [ledger, passes, edits] = [new Transcripts(db), new SecondPasses(db), new Edits(db)]
		ledger.add(recordingNamed(first))
		for (let n = 0; n < 20; n++)
			ledger.commitStep(first, { cursor: n * 10 + 10, segment: segmentOf(n * 10, n * 10 + 10, `live ${n}`), gap: null }, 'tiny', n)
		ledger.saveJob(first, { state: 'done', samples: 200, ended: true, secondPass: true })
		const written = new Map<number, string>()
		const scribble = () => {
			const from = random.pick([...Array(20).keys()]) * 10
			const text = random.pick(['mine', null])
			if (text === null) written.delete(from)
			else written.set(from, text)
			edits.set(first, [{ from, edit: text === null ? null : writtenAs(text) }])
		}
		for (let tries = 0; passes.get(first) !== null; tries++) {
			if (tries < 6) scribble()
			const begun = passes.begin(first)
			const around = (begun.ok && begun.value?.around) || []
			for (let at = 0; at < 200; at += 5) {
				if (around.some(range => at >= range.from && at < range.to)) continue
				passes.commitStep(first, { cursor: at + 5, segment: segmentOf(at, at + 5, `file ${at}`), gap: null }, 'tiny', at)
				if (tries < 6 && random.pick([true, false, false, false])) scribble()
			}
			passes.replace(first, 99)
		}
		const segments = ledger.segments(first)
		for (const [n, segment] of segments.entries()) assert.equal(segment.from, segments[n - 1]?.to ?? 0)
		assert.equal(segments.at(-1)?.to, 200)
		assert.deepEqual(
			edits.list(first).map(({ from, edit }) => [from, edit.pieces[0]?.text]),
			[...written].toSorted(([a], [b]) => a - b)
		)
	})
}

test('one that is asked for is worse only when it has no words at all, and a job that had failed is done with its text', context => {
	const { ledger, passes, text, edit } = recorded(context)
	ledger.saveJob(first, { state: 'failed', problem: { code: 'worker-died-here', facts: {}, text: 'It died.' } })
	passes.begin(first)
	passes.commitStep(first, { cursor: 90, segment: segmentOf(0, 90, 'of the pass before'), gap: null }, 'tiny', 5)
	const asked = passes.ask(first, 'large')
	assert.deepEqual(asked.ok && asked.value, { transcript: first, samples: 1_000, cursor: 0, around: null, model: 'large', language: null })
	passes.begin(first)
	passes.commitStep(first, { cursor: 1_000, segment: null, gap: { from: 0, to: 1_000, cause: 'engine-no-words' } }, 'large', 6)
	assert.deepEqual([outcome(passes), text(), ledger.get(first)?.state], ['worse', ['live one', 'live two', 'live three'], 'failed'])

	passes.ask(first, 'large')
	passes.begin(first)
	edit(100, 'my own')
	passes.commitStep(
		first,
		{ cursor: 1_000, segment: segmentOf(300, 500, 'large three'), gap: { from: 0, to: 100, cause: 'engine-no-words' } },
		'large',
		6
	)
	assert.deepEqual([outcome(passes), passes.get(first)?.model, passes.get(first)?.cursor], ['anew', 'large', 0])
	passes.begin(first)
	passes.commitStep(
		first,
		{ cursor: 1_000, segment: segmentOf(300, 500, 'large three'), gap: { from: 0, to: 100, cause: 'engine-no-words' } },
		'large',
		6
	)
	assert.equal(outcome(passes), 'replaced')
	const { state, cursor, problem, model } = ledger.get(first) ?? {}
	assert.deepEqual([text(), state, cursor, problem, model], [['my own', 'large three'], 'done', 1_000, null, 'large'])
	assert.deepEqual(passes.ask(second, 'large'), { ok: true, value: null })
})
