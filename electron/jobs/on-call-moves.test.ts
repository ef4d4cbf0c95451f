import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Move, nextMove, type Situation } from './on-call-moves.ts'

const calm: Situation = { needs: null, has: null, standing: 'away', held: false, hasRoom: true, idled: false }

const CASES: readonly [why: string, situation: Partial<Situation>, move: Move][] = [
	['nobody needs one that is not there', {}, 'wait'],
	['somebody needs one', { needs: 'large' }, 'start'],
	['there is no memory for it', { needs: 'large', hasRoom: false }, 'refuse'],
	['memory is just being given back', { needs: 'large', hasRoom: null }, 'wait'],
	['it is on its way', { needs: 'large', has: 'large', standing: 'coming' }, 'wait'],
	['it is on its way with another model', { needs: 'large', has: 'small', standing: 'coming' }, 'let-go'],
	['it is ready', { needs: 'large', has: 'large', standing: 'ready' }, 'give'],
	['memory that it has itself is not looked for again', { needs: 'large', has: 'large', standing: 'ready', hasRoom: false }, 'give'],
	['it is at work', { needs: 'large', has: 'large', standing: 'ready', held: true }, 'wait'],
	['it is ready with another model', { needs: 'large', has: 'small', standing: 'ready' }, 'let-go'],
	['it has nothing to do', { has: 'large', standing: 'ready' }, 'let-go-later'],
	['it has had nothing to do for long', { has: 'large', standing: 'ready', idled: true }, 'let-go'],
	['what it was called for is gone before it came', { has: 'large', standing: 'coming' }, 'let-go-later'],
	['somebody needs one that is being let go', { needs: 'large', has: 'large', standing: 'going' }, 'wait'],
	['nobody needs one that is being let go', { has: 'large', standing: 'going', idled: true }, 'wait']
]

for (const [why, situation, move] of CASES) {
	test(`${move}: ${why}`, () => assert.equal(nextMove({ ...calm, ...situation }), move))
}
