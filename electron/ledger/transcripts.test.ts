import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SourceFacts } from '../../native-bridge/protocol/messages.ts'
import { Exits } from './exits.ts'
import { APART } from './queue.ts'
import { exitOf, fileNamed, idOf, ledgerFor, recordingNamed, segmentOf } from './test-ledger.ts'
import type { TranscriptRow } from './transcript-row.ts'
import { Transcripts } from './transcripts.ts'

const first = idOf(1)
const damaged = { code: 'damaged', facts: {}, text: 'A part of the file is damaged.' }
const facts: SourceFacts = {
	container: 'mp3',
	codec: 'mp3',
	channels: 2,
	sampleRate: 44_100,
	duration: 12.5,
	video: false,
	decoder: 'libav',
	tracks: [{ codec: 'mp3', channels: 2, sampleRate: 44_100, language: 'en', title: null, default: true }],
	track: 0,
	recordedAt: null,
	bytes: 200_000,
	changedAt: 1_800_000_000_000
}
const fresh: TranscriptRow = {
	id: first,
	kind: 'file',
	title: 'File 1',
	createdAt: 1_800_000_000_000,
	state: 'queued',
	samples: 0,
	cursor: 0,
	claimedSeconds: null,
	words: 0,
	gaps: 0,
	favourite: false,
	tags: [],
	marks: 0,
	sourceName: 'talk.mp3',
	sourcePath: '/music/talk.mp3',
	source: null,
	sourceTrack: null,
	sourceChannel: null,
	wish: null,
	device: null,
	microphone: null,
	partOf: null,
	channel: null,
	offset: 0,
	model: null,
	language: null,
	problem: null,
	notices: [],
	ended: false,
	place: APART
}

const cases: [name: string, work: (ledger: Transcripts) => void, row: TranscriptRow | null][] = [
	['keeps a new transcript with its job, last in line', () => {}, fresh],
	['leaves one that exists already as it is', ledger => ledger.add(fileNamed(first, { title: 'Other', state: 'done' })), fresh],
	['renames', ledger => ledger.rename(first, 'Talk'), { ...fresh, title: 'Talk' }],
	['keeps what the file says of itself', ledger => ledger.opened(first, facts), { ...fresh, source: facts, claimedSeconds: 12.5 }],
	[
		'saves only those of the job’s columns that are given',
		ledger => {
			ledger.saveJob(first, { state: 'failed', samples: 500, ended: true, problem: damaged })
			ledger.saveJob(first, { samples: 600 })
		},
		{ ...fresh, state: 'failed', samples: 600, ended: true, problem: damaged }
	],
	[
		'forgets a problem when told so',
		ledger => {
			ledger.saveJob(first, { problem: damaged })
			ledger.saveJob(first, { problem: null, ended: false })
		},
		fresh
	],
	[
		'keeps the same notice once, in the order in which they came',
		ledger => {
			ledger.notice(first, [damaged, { ...damaged, text: 'Another.' }, damaged])
			ledger.notice(first, [{ ...damaged, text: 'A third.' }, damaged])
		},
		{ ...fresh, notices: [damaged, { ...damaged, text: 'Another.' }, { ...damaged, text: 'A third.' }] }
	],
	[
		'counts gaps, the same one once',
		ledger => {
			ledger.addGaps(first, [
				{ from: 10, to: 20, cause: 'damaged' },
				{ from: 10, to: 25, cause: 'damaged' }
			])
			ledger.commitStep(first, { cursor: 40, segment: null, gap: { from: 30, to: 40, cause: 'engine-loop' } }, 'tiny', 0)
		},
		{ ...fresh, gaps: 2, cursor: 40 }
	],
	[
		'moves the cursor over silence without a segment',
		ledger => ledger.commitStep(first, { cursor: 5_000, segment: null, gap: null }, 'tiny', 0),
		{ ...fresh, cursor: 5_000 }
	],
	[
		'counts words and says which model they are of',
		ledger => {
			ledger.commitStep(first, { cursor: 100, segment: segmentOf(0, 100, 'one two three'), gap: null }, 'tiny', 0)
			ledger.commitStep(first, { cursor: 200, segment: segmentOf(110, 190, 'four'), gap: null }, 'base', 0)
		},
		{ ...fresh, cursor: 200, words: 4, model: 'base', language: 'en' }
	],
	['forgets what is erased', ledger => ledger.erase(first), null],
	['does nothing about one that does not exist', ledger => ledger.saveJob(idOf(2), { state: 'done' }), fresh]
]

for (const [name, work, row] of cases) {
	test(name, context => {
		const ledger = new Transcripts(ledgerFor(context))
		ledger.add(fileNamed(first))
		work(ledger)
		assert.deepEqual(ledger.get(first), row)
	})
}

test('commits a step once: a repeated or older one changes nothing', context => {
	const ledger = new Transcripts(ledgerFor(context))
	ledger.add(fileNamed(first))
	const step = { cursor: 200, segment: segmentOf(10, 190, 'one two'), gap: null }
	const kept = { ...step.segment, transcript: first, seq: 0, model: 'tiny', at: 7 }
	assert.deepEqual(ledger.commitStep(first, step, 'tiny', 7), { ok: true, value: { moved: true, segment: kept } })
	const nothing = { ok: true, value: { moved: false, segment: null } }
	assert.deepEqual(ledger.commitStep(first, step, 'tiny', 8), nothing)
	assert.deepEqual(
		ledger.commitStep(first, { cursor: 150, segment: segmentOf(20, 150, 'other'), gap: { from: 0, to: 5, cause: 'no-audio' } }, 'tiny', 9),
		nothing
	)
	assert.deepEqual(ledger.commitStep(idOf(2), step, 'tiny', 9), nothing)
	assert.deepEqual([ledger.get(first)?.cursor, ledger.get(first)?.words, ledger.segments(first), ledger.gaps(first)], [200, 2, [kept], []])
})

test('commits a step whole or not at all', context => {
	const ledger = new Transcripts(ledgerFor(context))
	ledger.add(fileNamed(first))
	ledger.commitStep(first, { cursor: 100, segment: segmentOf(0, 100, 'one'), gap: null }, 'tiny', 0)
	const before = [ledger.get(first), ledger.segments(first), ledger.gaps(first)]
	// The same audio as text a second time: an engine's bug.
	const again = { cursor: 200, segment: segmentOf(0, 200, 'one two'), gap: { from: 150, to: 200, cause: 'no-audio' as const } }
	assert.throws(() => ledger.commitStep(first, again, 'tiny', 0), { code: 'SQLITE_CONSTRAINT_UNIQUE' })
	assert.deepEqual([ledger.get(first), ledger.segments(first), ledger.gaps(first)], before)
})

test('gives segments and gaps in the order of the audio', context => {
	const ledger = new Transcripts(ledgerFor(context))
	ledger.add(fileNamed(first))
	const one = segmentOf(0, 90, 'one')
	const two = { ...segmentOf(200, 290, 'two'), confidence: 0.75, guards: ['loop'] }
	ledger.commitStep(first, { cursor: 100, segment: one, gap: null }, 'tiny', 1)
	ledger.commitStep(first, { cursor: 200, segment: null, gap: { from: 100, to: 200, cause: 'engine-loop' } }, 'tiny', 2)
	ledger.commitStep(first, { cursor: 300, segment: two, gap: null }, 'tiny', 3)
	ledger.addGaps(first, [{ from: 50, to: 60, cause: 'damaged' }])
	assert.deepEqual(
		[ledger.segments(first), ledger.gaps(first)],
		[
			[
				{ ...one, transcript: first, seq: 0, model: 'tiny', at: 1 },
				{ ...two, transcript: first, seq: 1, model: 'tiny', at: 3 }
			],
			[
				{ transcript: first, from: 50, to: 60, cause: 'damaged' },
				{ transcript: first, from: 100, to: 200, cause: 'engine-loop' }
			]
		]
	)
})

test('lists the newest first, without what is in the trash, and gives it back', context => {
	const ledger = new Transcripts(ledgerFor(context))
	ledger.add(fileNamed(idOf(1), { createdAt: 1_000 }))
	ledger.add(recordingNamed(idOf(2), { createdAt: 3_000 }))
	ledger.add(fileNamed(idOf(3), { createdAt: 2_000 }))
	ledger.add(fileNamed(idOf(4), { createdAt: 2_000 }))
	const listed = () => ledger.list().map(row => row.id)
	assert.deepEqual(listed(), [idOf(2), idOf(4), idOf(3), idOf(1)])
	ledger.trash([idOf(3)], 5_000)
	assert.deepEqual([listed(), ledger.longInTrash(5_000), ledger.longInTrash(5_001)], [[idOf(2), idOf(4), idOf(1)], [], [idOf(3)]])
	ledger.trash([idOf(3)], null)
	assert.deepEqual([listed().length, ledger.longInTrash(9_000)], [4, []])
})

test('puts one that is tried again at the end of the line', context => {
	const ledger = new Transcripts(ledgerFor(context))
	for (const n of [1, 2, 3]) ledger.add(fileNamed(idOf(n)))
	ledger.saveJob(idOf(1), { toEndOfLine: true })
	ledger.add(fileNamed(idOf(4)))
	assert.deepEqual(
		[1, 2, 3, 4].map(n => ledger.get(idOf(n))?.place),
		[4, 2, 3, 5].map(n => n * APART)
	)
})

test('tells the deaths in a transcript, oldest first', context => {
	const db = ledgerFor(context)
	const [ledger, exits] = [new Transcripts(db), new Exits(db)]
	ledger.add(fileNamed(first))
	const job = { transcript: first, title: 'File 1', cursor: 16_000, outcome: 'continued' as const }
	exits.record(exitOf(idOf(8), { at: 2_000, jobs: [{ ...job, cursor: 32_000 }] }))
	exits.record(exitOf(idOf(7), { at: 1_000, jobs: [job], restarted: { pid: 52, readyAfterMs: 340, standby: false } }))
	exits.record(exitOf(idOf(5), { at: 3_000, jobs: [job], restarted: { pid: 53, readyAfterMs: 60, standby: true } }))
	exits.record(exitOf(idOf(6), { at: 1_500, jobs: [{ ...job, transcript: idOf(2) }] }))
	assert.deepEqual(ledger.deaths(first), [
		{
			exit: idOf(7),
			at: 1_000,
			role: 'engine',
			name: 'engine#1',
			sample: 16_000,
			code: 'signal',
			recoveredMs: 340,
			tookOver: false,
			wordsLost: 0
		},
		{
			exit: idOf(8),
			at: 2_000,
			role: 'engine',
			name: 'engine#1',
			sample: 32_000,
			code: 'signal',
			recoveredMs: null,
			tookOver: false,
			wordsLost: 0
		},
		{
			exit: idOf(5),
			at: 3_000,
			role: 'engine',
			name: 'engine#1',
			sample: 16_000,
			code: 'signal',
			recoveredMs: 60,
			tookOver: true,
			wordsLost: 0
		}
	])
})

const hole = { from: 100, to: 400, cause: 'engine-died' as const }

/** A transcript with a gap between two segments. */
function withHole(context: Parameters<typeof ledgerFor>[0]): Transcripts {
	const ledger = new Transcripts(ledgerFor(context))
	ledger.add(fileNamed(first))
	ledger.commitStep(first, { cursor: 100, segment: segmentOf(0, 100, 'one'), gap: null }, 'tiny', 1)
	ledger.commitStep(first, { cursor: 400, segment: null, gap: hole }, 'tiny', 2)
	ledger.commitStep(first, { cursor: 500, segment: segmentOf(400, 500, 'five'), gap: null }, 'tiny', 3)
	return ledger
}

test('a gap is filled step by step: the text stands in its place, what is left of the gap shrinks, the cursor stays', context => {
	const ledger = withHole(context)
	const text = segmentOf(110, 200, 'two three')
	assert.deepEqual(ledger.commitRepair(first, hole, { cursor: 200, segment: text, gap: null }, 'base', 7), {
		ok: true,
		value: { segment: { ...text, transcript: first, seq: 2, model: 'base', at: 7 }, left: { ...hole, from: 200, transcript: first } }
	})
	const left = { ...hole, from: 200 }
	// Silence, then what no model understands.
	assert.deepEqual(ledger.commitRepair(first, left, { cursor: 250, segment: null, gap: null }, 'base', 8), {
		ok: true,
		value: { segment: null, left: { ...hole, from: 250, transcript: first } }
	})
	assert.deepEqual(
		ledger.commitRepair(
			first,
			{ ...hole, from: 250 },
			{ cursor: 400, segment: null, gap: { from: 250, to: 400, cause: 'engine-loop' } },
			'base',
			9
		),
		{ ok: true, value: { segment: null, left: null } }
	)
	assert.deepEqual(
		[ledger.segments(first).map(segment => segment.text), ledger.gaps(first), ledger.get(first)?.cursor, ledger.get(first)?.words],
		[['one', 'two three', 'five'], [{ from: 250, to: 400, cause: 'engine-loop', transcript: first }], 500, 4]
	)
})

test('a gap that is not there any more is not filled, and nothing is changed', context => {
	const ledger = withHole(context)
	const before = [ledger.get(first), ledger.segments(first), ledger.gaps(first)]
	const step = { cursor: 200, segment: segmentOf(110, 200, 'two'), gap: null }
	for (const other of [
		{ ...hole, from: 101 },
		{ ...hole, to: 399 },
		{ ...hole, cause: 'engine-loop' as const }
	])
		assert.deepEqual(ledger.commitRepair(first, other, step, 'base', 7), { ok: true, value: null })
	assert.deepEqual(ledger.commitRepair(idOf(2), hole, step, 'base', 7), { ok: true, value: null })
	assert.deepEqual([ledger.get(first), ledger.segments(first), ledger.gaps(first)], before)
	// The same step twice: the second time its gap is another.
	assert.ok(ledger.commitRepair(first, hole, step, 'base', 7))
	assert.deepEqual(ledger.commitRepair(first, hole, step, 'base', 7), { ok: true, value: null })
	assert.equal(ledger.segments(first).length, 3)
})

test('a gap is filled whole or not at all', context => {
	const db = ledgerFor(context)
	const ledger = new Transcripts(db)
	ledger.add(fileNamed(first))
	ledger.commitStep(first, { cursor: 100, segment: segmentOf(0, 100, 'one'), gap: null }, 'tiny', 1)
	ledger.commitStep(first, { cursor: 400, segment: null, gap: hole }, 'tiny', 2)
	const before = [ledger.get(first), ledger.segments(first), ledger.gaps(first)]
	const twice = { cursor: 200, segment: segmentOf(0, 200, 'one'), gap: null }
	assert.throws(() => ledger.commitRepair(first, hole, twice, 'base', 7), { code: 'SQLITE_CONSTRAINT_UNIQUE' })
	db.pragma('query_only = on')
	const refused = ledger.commitRepair(first, hole, { cursor: 200, segment: segmentOf(110, 200, 'two'), gap: null }, 'base', 7)
	assert.equal(refused.ok ? 'ok' : refused.problem.code, 'ledger-write')
	db.pragma('query_only = off')
	assert.deepEqual([ledger.get(first), ledger.segments(first), ledger.gaps(first)], before)
})

test('says which audio has which plan, first come first', context => {
	const ledger = new Transcripts(ledgerFor(context))
	const made = (id: string, audioPlan: 'copy' | 'replace' | null) => ledger.add({ ...fileNamed(id), kind: 'recording', audioPlan })
	for (const [n, plan] of (['copy', 'replace', null, 'copy'] as const).entries()) made(idOf(n), plan)
	ledger.trash([idOf(3)], 5)
	const told = (plan: 'copy' | 'replace' | 'replaced') => ledger.withAudioPlan(plan).map(({ id, trashed }) => [id, trashed])
	assert.deepEqual(
		[told('copy'), told('replace'), told('replaced')],
		[
			[
				[idOf(0), false],
				[idOf(3), true]
			],
			[[idOf(1), false]],
			[]
		]
	)
	ledger.setAudioPlan(idOf(0), null)
	ledger.setAudioPlan(idOf(1), 'replaced')
	assert.deepEqual([told('copy'), told('replace'), told('replaced')], [[[idOf(3), true]], [], [[idOf(1), false]]])
})
