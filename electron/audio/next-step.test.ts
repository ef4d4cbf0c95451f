import assert from 'node:assert/strict'
import { test } from 'node:test'
import { idOf } from '../ledger/test-ledger.ts'
import { nextAudioStep, type Planned } from './next-step.ts'

const one: Planned = {
	id: idOf(1),
	plan: 'replace',
	state: 'done',
	trashed: false,
	needed: false,
	listened: false,
	hasCopy: false,
	samples: 16_000,
	failures: 0
}
const two = { ...one, id: idOf(2) }
const ROOM = 1e9

test('copies what is done and needed by nobody, one after the other, and lets the journal go only when the copy is there', () => {
	const cases: [name: string, all: Planned[], step: string | null, mayCopy?: boolean, room?: number][] = [
		['the first come', [one, two], 'copy 1'],
		['nothing while others need the decoder', [one, two], null, false],
		['a recording is not done', [{ ...one, state: 'recording' }], null],
		['nor one that is being transcribed', [{ ...one, state: 'transcribing' }, two], 'copy 2'],
		['one that failed may be tried again', [{ ...one, state: 'failed' }], null],
		['a second pass reads its journal', [{ ...one, needed: true }, two], 'copy 2'],
		['one in the trash may never be wanted', [{ ...one, trashed: true }], null],
		[
			'there is no room for it, but for a shorter one',
			[
				{ ...one, samples: 9_000 },
				{ ...two, samples: 8_000 }
			],
			'copy 2',
			true,
			8_500
		],
		['its copy is there, so the journal goes', [{ ...one, hasCopy: true }], 'drop-journal 1', false],
		['but not while somebody reads it', [{ ...one, hasCopy: true, needed: true }, two], 'copy 2'],
		['nor while somebody listens to it', [{ ...one, hasCopy: true, listened: true }], null],
		['which is no reason not to copy it', [{ ...one, listened: true }], 'copy 1'],
		['nor where both are kept', [{ ...one, plan: 'copy', hasCopy: true }], 'settle 1', false],
		['nothing was recorded', [{ ...one, samples: 0 }], 'settle 1', false],
		['twice failed, tried again', [{ ...one, failures: 2 }], 'copy 1'],
		['failed once more', [{ ...one, failures: 3 }, two], 'give-up 1', false],
		['a copy that came after all', [{ ...one, failures: 3, hasCopy: true }], 'drop-journal 1'],
		['nothing', [], null]
	]
	for (const [name, all, expected, mayCopy = true, room = ROOM] of cases) {
		const step = nextAudioStep(all, mayCopy, room)
		assert.equal(step && `${step.type} ${step.id[0]}`, expected, name)
	}
})
