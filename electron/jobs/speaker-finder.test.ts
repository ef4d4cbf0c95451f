import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { openLog } from '../../native-bridge/log/log.ts'
import type { ToWorker, Turn } from '../../native-bridge/protocol/messages.ts'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import type { AppEvent } from '../contract/events.ts'
import { Shelf } from '../journal/shelf.ts'
import { Edits } from '../ledger/edits.ts'
import { FoundSpeakers } from '../ledger/found-speakers.ts'
import { fileNamed, idOf, ledgerFor, recordingNamed } from '../ledger/test-ledger.ts'
import { Transcripts } from '../ledger/transcripts.ts'
import type { InstalledModel } from '../models/installed.ts'
import { OTHER_ENGINE_IDLE_MS } from '../supervisor/child-specs.ts'
import { SpeakerFinder } from './speaker-finder.ts'
import type { Workers } from './workers.ts'

const [A, B] = [idOf(1), idOf(2)]
const MODEL: InstalledModel = {
	...{ id: 'voices', name: 'Voices', engine: 'sherpa-speakers', purpose: 'speakers', language: 'mul', languages: ['mul'] },
	...{ bytes: 40_000_000, verifiable: true, modelDir: '/models' }
}
const TURNS: Turn[] = [
	{ from: 0, to: 16_000, speaker: 0 },
	{ from: 16_000, to: 32_000, speaker: 1 }
]

/** A finder over a real ledger. The process is played: what it is told is written down, what it says is said by the test. */
function finding(context: TestContext) {
	const folder = folderFor(context)
	const db = ledgerFor(context, folder)
	const [ledger, found, edits, shelf] = [new Transcripts(db), new FoundSpeakers(db), new Edits(db), new Shelf(folder)]
	context.mock.timers.enable({ apis: ['setTimeout'] })
	const at = {
		standing: 'away' as ReturnType<Workers['standing']>,
		model: MODEL as InstalledModel | null,
		memory: 8e9,
		replaced: false
	}
	const calls: string[] = []
	const sent: ToWorker[] = []
	const events: AppEvent[] = []
	const back: ((back: Result<null>) => void)[] = []
	const make = () =>
		new SpeakerFinder({
			...{ ledger, found, edits, shelf, log: openLog(folder, 'main') },
			workers: {
				standing: () => at.standing,
				start: () => {
					at.standing = 'coming'
					calls.push('start')
				},
				letGo: () => {
					at.standing = 'away'
					calls.push('let go')
				},
				send: (_name, message) => sent.push(message),
				produced: () => {},
				violation: (_name, issue) => calls.push(issue)
			},
			model: () => at.model,
			audio: { isReplaced: () => at.replaced, bringBack: (_id, then) => back.push(then) },
			availableMemory: () => at.memory,
			emit: event => events.push(event),
			tell: () => {}
		})
	let finder = make()
	context.after(() => finder.stop())
	const order = () => {
		const last = sent.at(-1)
		assert.ok(last?.type === 'find-speakers')
		return last
	}
	const add = (id: string, made = fileNamed(id)) => {
		ledger.add(made)
		ledger.saveJob(id, { state: 'done', samples: 800_000, ended: true })
	}
	return {
		...{ ledger, found, edits, at, calls, events, back, add },
		get finder() {
			return finder
		},
		/** Main is started anew. */
		again: () => {
			finder.stop()
			at.standing = 'away'
			finder = make()
			finder.start()
		},
		ready: () => {
			at.standing = 'ready'
			finder.workerReady()
		},
		heard: (samples: number) => finder.message({ type: 'speakers-heard', attempt: order().attempt, samples }),
		finds: (turns = TURNS) => finder.message({ type: 'speakers-found', attempt: order().attempt, turns }),
		/** Dies over these ten seconds; null: not by its own doing. */
		dies: (from: number | null) => {
			const { job } = order()
			at.standing = 'coming'
			finder.workerLost()
			const blamed = { job, activity: 'telling-speakers', range: from === null ? null : { from, to: from + 160_000 } } as const
			const jobs = finder.workerDied(from === null ? null : blamed)
			return jobs.map(each => `${each.transcript[0]} ${each.outcome}`)
		},
		orders: () =>
			sent
				.splice(0)
				.map(message => (message.type === 'find-speakers' ? `${message.job[0]} ${message.count} ${message.skip.length}` : message.type)),
		notices: (id: string) => ledger.get(id)?.notices.map(({ code }) => code)
	}
}

test('the process is called, told, and let go of a while after; what it finds is kept, and pages are told', context => {
	const { add, finder, calls, ready, heard, finds, found, events, orders } = finding(context)
	add(A)
	assert.deepEqual(finder.ask(A, 2), ok(null))
	assert.deepEqual([calls, finder.of(A), finder.needsJournal(A)], [['start'], 0, true])
	ready()
	heard(160_000)
	assert.equal(finder.of(A), 160_000)
	finds()
	assert.deepEqual(orders(), ['1 2 0'])
	assert.deepEqual(found.turns(A), [
		{ from: 0, to: 16_000, speaker: 's1' },
		{ from: 16_000, to: 32_000, speaker: 's2' }
	])
	assert.deepEqual([finder.of(A), finder.needsJournal(A), found.asked()], [null, false, []])
	const speakers = [1, 2].map(n => ({ id: `s${n}`, name: `Speaker ${n}` }))
	assert.deepEqual(events, [
		{ type: 'speakers', transcript: A, speakers },
		{ type: 'text-replaced', transcript: A }
	])
	context.mock.timers.tick(OTHER_ENGINE_IDLE_MS)
	assert.deepEqual(calls, ['start', 'let go'])
})

test('what is being listened to is finished with the model that it was begun with, what comes after has the one chosen since', context => {
	const { add, finder, at, calls, ready, heard, finds } = finding(context)
	add(A)
	add(B)
	finder.ask(A, 2)
	finder.ask(B, 2)
	ready()
	at.model = { ...MODEL, id: 'others' }
	heard(160_000)
	assert.deepEqual(calls, ['start'])
	finds()
	assert.equal(finder.model?.id, 'others')
	assert.deepEqual(calls, ['start', 'let go', 'start'])
	ready()
	finds()
	assert.deepEqual([finder.of(A), finder.of(B)], [null, null])
})

test('who is found again keeps his id; undo brings back what was known before, and back again', context => {
	const { add, finder, ready, finds, found } = finding(context)
	add(A)
	finder.ask(A, null)
	ready()
	finds()
	finder.ask(A, null)
	finds([
		{ from: 0, to: 16_000, speaker: 0 },
		{ from: 16_500, to: 31_000, speaker: 1 },
		{ from: 40_000, to: 50_000, speaker: 2 }
	])
	const ids = () => found.turns(A).map(({ speaker }) => speaker)
	assert.deepEqual(ids(), ['s1', 's2', 's3'])
	finder.undo(A)
	assert.deepEqual(ids(), ['s1', 's2'])
	finder.undo(A)
	assert.deepEqual(ids(), ['s1', 's2', 's3'])
})

test('a new one never gets the id of somebody whom the user has named', context => {
	const { add, finder, edits, ready, finds, found } = finding(context)
	add(A)
	const named = [
		{ id: 's1', name: 'Ben' },
		{ id: 'her', name: 'Anna' }
	]
	edits.setSpeakers(A, named)
	finder.ask(A, null)
	ready()
	finds()
	assert.deepEqual(
		found.turns(A).map(({ speaker }) => speaker),
		['s2', 's3']
	)
	const ours = [2, 3].map(n => ({ id: `s${n}`, name: `Speaker ${n}` }))
	assert.deepEqual(edits.speakers(A), [...named, ...ours])
	finder.undo(A)
	assert.deepEqual(edits.speakers(A), named)
	finder.undo(A)
	assert.deepEqual(edits.speakers(A), [...named, ...ours])
})

test('a recording with two channels is listened to on the other one, where nobody knows who speaks', context => {
	const { add, finder, ready, finds, found, orders } = finding(context)
	add(A, recordingNamed(A))
	add(B, recordingNamed(B, { partOf: { whole: A, channel: 'others', offset: 0 } }))
	finder.ask(A, null)
	ready()
	assert.deepEqual([finder.of(A), finder.of(B)], [0, 0])
	finds()
	assert.deepEqual([found.turns(A).length, found.turns(B).length, orders()], [0, 2, ['2 null 0']])
})

test('a death begins it anew; a second one at the same place passes that over, and says so', context => {
	const { add, finder, ready, finds, dies, orders, notices, found } = finding(context)
	add(A)
	finder.ask(A, null)
	ready()
	assert.deepEqual(dies(160_000), ['1 continued'])
	ready()
	assert.deepEqual(dies(160_000), ['1 continued'])
	ready()
	assert.deepEqual(orders(), ['1 null 0', '1 null 0', '1 null 1'])
	finder.ask(A, null)
	assert.deepEqual(orders(), ['cancel', '1 null 0'], 'asked again it forgets')
	finder.cancel(A)
	finder.ask(A, null)
	dies(0)
	ready()
	dies(0)
	ready()
	finds()
	assert.deepEqual([notices(A), found.turns(A).length], [['speakers-skipped'], 2])
})

test('one that kills everywhere is given up with a sentence; a kill from outside counts for nothing', context => {
	const { add, finder, ready, dies, notices, found } = finding(context)
	add(A)
	finder.ask(A, null)
	for (let n = 0; n < 5; n++) {
		ready()
		assert.deepEqual(dies(null), ['1 continued'])
	}
	for (const from of [0, 160_000, 320_000])
		for (const _ of [1, 2]) {
			ready()
			dies(from)
		}
	ready()
	dies(480_000)
	assert.deepEqual([notices(A), finder.of(A)], [[], 0])
	ready()
	assert.deepEqual(dies(480_000), ['1 failed'])
	assert.deepEqual([notices(A), finder.of(A), found.asked()], [['speakers-died'], null, []])
})

test('nothing is told until it is known why it died', context => {
	const { add, finder, ready, orders, at } = finding(context)
	add(A)
	finder.ask(A, null)
	ready()
	finder.workerLost()
	at.standing = 'ready'
	finder.workerReady()
	assert.deepEqual(orders(), ['1 null 0'])
	finder.workerDied(null)
	assert.deepEqual(orders(), ['1 null 0'])
})

test('what was asked for is taken up by the next main; what is in the trash waits', context => {
	const all = finding(context)
	const { add, ready, orders, ledger, finds, found } = all
	add(A)
	add(B)
	all.finder.ask(A, 3)
	all.finder.ask(B, null)
	ready()
	assert.deepEqual(orders(), ['1 3 0'])
	all.again()
	ready()
	assert.deepEqual(orders(), ['1 3 0'])
	ledger.trash([A], 1)
	all.finder.forget(A)
	assert.deepEqual(orders(), ['cancel', '2 null 0'])
	ledger.trash([A], null)
	all.finder.restored()
	assert.deepEqual(orders(), [])
	all.finder.cancel(B)
	assert.deepEqual(orders(), ['cancel', '1 3 0'])
	all.finder.ask(A, null)
	finds()
	assert.equal(found.turns(A).length, 2)
})

test('says why it can’t: no model, no memory, not over, nothing read', context => {
	const { add, finder, at, ledger } = finding(context)
	const code = (id: string) => {
		const asked = finder.ask(id, null)
		return asked.ok ? 'ok' : asked.problem.code
	}
	add(A)
	ledger.add(fileNamed(B))
	assert.deepEqual([code(idOf(9)), code(B)], ['no-transcript', 'still-at-work'])
	ledger.saveJob(B, { state: 'failed' })
	assert.equal(code(B), 'not-read-yet')
	at.memory = 1_000
	assert.equal(code(A), 'no-memory-for-model')
	at.model = null
	assert.equal(code(A), 'no-speakers-model')
})

test('a model that is gone, or that the process refuses, ends what waits, each with its reason', context => {
	const { add, finder, ready, at, notices, finds } = finding(context)
	for (const id of [A, B]) {
		add(id)
		finder.ask(id, null)
	}
	ready()
	at.model = null
	finds()
	assert.deepEqual([notices(A), notices(B)], [[], ['no-speakers-model']])
	at.model = MODEL
	finder.ask(A, null)
	finder.workerGaveUp(fail('model-size', 'It is damaged.').problem)
	assert.deepEqual([notices(A), finder.of(A)], [['model-size'], null])
})

test('of audio of which only a copy is kept the journal is brought back first', context => {
	const { add, finder, at, back, ready, calls, orders, notices } = finding(context)
	add(A)
	at.replaced = true
	finder.ask(A, null)
	assert.deepEqual([calls, back.length, finder.needsJournal(A)], [[], 1, true])
	at.replaced = false
	back[0]?.(ok(null))
	ready()
	assert.deepEqual([calls, orders()], [['start'], ['1 null 0']])
	finder.cancel(A)
	at.replaced = true
	finder.ask(A, null)
	back[1]?.(fail('disk-full', 'Full.'))
	assert.deepEqual([notices(A), finder.needsJournal(A)], [['disk-full'], false])
})

test('what can’t be true is no result, and silence says that there is nobody', context => {
	const { add, finder, ready, finds, calls, found, notices } = finding(context)
	add(A)
	finder.ask(A, null)
	ready()
	finds([{ from: 0, to: 800_001, speaker: 0 }])
	finds([{ from: 5, to: 5, speaker: 0 }])
	assert.deepEqual([calls.length, found.turns(A)], [3, []])
	finds([])
	assert.deepEqual([notices(A), finder.of(A)], [['speakers-none'], null])
})
