import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MOST_QUARANTINES } from '../supervisor/child-specs.ts'
import {
	afterAudio,
	afterDeath,
	afterPassing,
	afterProgress,
	type BlamedDeath,
	decodersToSkip,
	NO_TROUBLE,
	type Trouble,
	type Verdict
} from './quarantine.ts'

const engine = (from: number | null, to = 0, activity = 'transcribing'): BlamedDeath => ({
	worker: 'engine',
	activity,
	range: from === null ? null : { from, to }
})
const problem = { code: 'worker-died-here', facts: {}, text: 'It died.' }
const decoder: BlamedDeath = { worker: 'decoder', activity: 'decoding-file', range: null }
const withTrouble = (more: Partial<Trouble>): Trouble => ({ ...NO_TROUBLE, ...more })

const deaths: [name: string, before: Trouble, cursor: number, death: BlamedDeath, after: Trouble, verdict: Verdict][] = [
	['an engine dies once', NO_TROUBLE, 100, engine(100, 200), withTrouble({ engine: 1 }), 'try-again'],
	['twice', withTrouble({ engine: 1 }), 100, engine(100, 200), withTrouble({ passed: 1, avoid: { from: 100, to: 200 } }), 'try-again'],
	[
		'twice, farther on',
		withTrouble({ engine: 1 }),
		100,
		engine(150, 200),
		withTrouble({ passed: 1, avoid: { from: 150, to: 200 } }),
		'try-again'
	],
	[
		'twice, over audio that is settled in part: only the rest is avoided',
		withTrouble({ engine: 1 }),
		180,
		engine(100, 200),
		withTrouble({ passed: 1, avoid: { from: 180, to: 200 } }),
		'try-again'
	],
	[
		'twice, over audio that is settled: a place is a sample at least, or it would be the same again for ever',
		withTrouble({ engine: 1 }),
		300,
		engine(100, 200),
		withTrouble({ passed: 1, avoid: { from: 300, to: 301 } }),
		'try-again'
	],
	['twice, and nothing says where', withTrouble({ engine: 1 }), 100, engine(null), withTrouble({ engine: 2 }), 'fail'],
	[
		'twice, over text that is not settled',
		withTrouble({ engine: 1 }),
		100,
		engine(100, 200, 'partial'),
		withTrouble({ partials: false }),
		'try-again'
	],
	[
		'once, without such text',
		withTrouble({ partials: false }),
		100,
		engine(100, 200),
		withTrouble({ engine: 1, partials: false }),
		'try-again'
	],
	[
		'twice, without such text: it was not that',
		withTrouble({ engine: 1, partials: false }),
		100,
		engine(100, 200),
		withTrouble({ partials: false, passed: 1, avoid: { from: 100, to: 200 } }),
		'try-again'
	],
	[
		'twice, over such text although it is not asked for: counted like any',
		withTrouble({ engine: 1, partials: false }),
		100,
		engine(100, 200, 'partial'),
		withTrouble({ partials: false, passed: 1, avoid: { from: 100, to: 200 } }),
		'try-again'
	],
	[
		'at the last place that is passed over',
		withTrouble({ engine: 1, passed: MOST_QUARANTINES - 1 }),
		100,
		engine(100, 200),
		withTrouble({ passed: MOST_QUARANTINES, avoid: { from: 100, to: 200 } }),
		'try-again'
	],
	[
		'at one more than that',
		withTrouble({ engine: 1, passed: MOST_QUARANTINES }),
		100,
		engine(100, 200),
		withTrouble({ engine: 2, passed: MOST_QUARANTINES }),
		'fail'
	],
	['a decoder dies once', NO_TROUBLE, 100, decoder, withTrouble({ decoder: 1 }), 'try-again'],
	['a decoder dies twice: the next one', withTrouble({ decoder: 1 }), 100, decoder, withTrouble({ decoder: 2, cut: problem }), 'try-again'],
	['that one dies too', withTrouble({ decoder: 2, cut: problem }), 100, decoder, withTrouble({ decoder: 3, cut: problem }), 'try-again'],
	['each is counted for itself', withTrouble({ engine: 1 }), 100, decoder, withTrouble({ engine: 1, decoder: 1 }), 'try-again']
]
for (const [name, before, cursor, death, after, verdict] of deaths) {
	test(`${name}: ${verdict}`, () => {
		assert.deepEqual(afterDeath(before, cursor, 1_000, death, problem), [after, verdict])
	})
}

test('progress forgives deaths, but not how many places were passed over; a place ahead is avoided still', () => {
	const avoid = { from: 100, to: 200 }
	assert.deepEqual(
		[
			afterProgress(withTrouble({ engine: 1, decoder: 1, passed: 2, partials: false }), 50),
			afterProgress(withTrouble({ passed: 2, avoid }), 150),
			afterProgress(withTrouble({ passed: 2, avoid }), 200),
			afterPassing(withTrouble({ engine: 1, decoder: 1, passed: 2, partials: false, avoid }))
		],
		[
			withTrouble({ decoder: 1, passed: 2 }),
			withTrouble({ passed: 2, avoid }),
			withTrouble({ passed: 2 }),
			withTrouble({ decoder: 1, passed: 2 })
		]
	)
	const calm = withTrouble({ passed: 3 })
	assert.equal(afterProgress(calm, 50), calm)
})

test('while nothing of a file is read, each decoder is given two tries, and then the next one its turn', () => {
	const skips: number[] = []
	let trouble = NO_TROUBLE
	for (let n = 0; n < 5; n++) {
		const [next, verdict] = afterDeath(trouble, 0, 0, decoder, problem)
		assert.equal(verdict, 'try-again')
		trouble = next
		skips.push(decodersToSkip(trouble))
	}
	assert.deepEqual(skips, [0, 1, 1, 2, 2])
})

test('a decoder that got farther than the one before it is not exchanged for that one again', () => {
	const second = afterAudio(withTrouble({ decoder: 3, cut: problem }))
	assert.deepEqual([second, decodersToSkip(second)], [withTrouble({ decoder: 2 }), 1])
	const [once] = afterDeath(second, 0, 500, decoder, problem)
	const [twice] = afterDeath(once, 0, 500, decoder, problem)
	assert.deepEqual([once, twice].map(decodersToSkip), [1, 2])
})
