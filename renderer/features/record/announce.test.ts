import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeOf, type Said, type Told } from './announce.ts'

const on: Told = { phase: 'recording', muted: false, lost: false, marks: 0 }

const cases: readonly [before: Partial<Told>, now: Partial<Told>, said: Said | null][] = [
	[{ phase: 'asking' }, {}, 'recording'],
	[{}, { phase: 'paused' }, 'paused'],
	[{ phase: 'paused' }, {}, 'resumed'],
	[{}, { phase: 'stopping' }, null],
	[{ phase: 'stopping' }, { phase: 'idle' }, 'stopped'],
	[{ phase: 'asking' }, { phase: 'idle' }, null],
	[{}, { muted: true }, 'muted'],
	[{ muted: true }, {}, 'unmuted'],
	[{}, { lost: true }, 'lost'],
	[{ lost: true }, {}, 'found'],
	[{}, { marks: 1 }, 'marked'],
	[{ marks: 1 }, {}, null],
	[{}, {}, null]
]
for (const [before, now, said] of cases) {
	test(`says ${said ?? 'nothing'} when ${JSON.stringify(before)} becomes ${JSON.stringify(now)}`, () =>
		assert.equal(changeOf({ ...on, ...before }, { ...on, ...now }), said))
}
