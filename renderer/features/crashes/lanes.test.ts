import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ExitRecord } from '../../../electron/contract/exits.ts'
import type { Life } from '../../../electron/contract/processes.ts'
import { arrangeLanes } from './lanes.ts'

const minute = 60_000
const now = 1_000 * minute

function life(id: string, role: Life['role'], from: number, to: number | null): Life {
	return { id, role, name: id, pid: 1, startedAt: now - from * minute, endedAt: to === null ? null : now - to * minute, exit: null }
}

function exit(id: string, role: Life['role'], lived: string, at: number): ExitRecord {
	return { id, role, life: lived, at: now - at * minute } as ExitRecord
}

function show(lives: Life[], exits: ExitRecord[]): string[] {
	const { spanMs, lanes } = arrangeLanes(lives, exits, now)
	return [
		`${spanMs / minute} min`,
		...lanes.map(
			lane => `${lane.role} ${lane.number}: ${lane.lives.map(each => each.id)} † ${lane.deaths.map(death => `${death.exit} ${death.at}`)}`
		)
	]
}

test('puts lives that followed each other into one lane, and those that overlapped into two', () => {
	const lives = [life('e1', 'engine', 8, 4), life('e2', 'engine', 5, null), life('e3', 'engine', 4, null), life('m', 'main', 8, null)]
	assert.deepEqual(show(lives, [exit('x', 'engine', 'e1', 4)]), ['10 min', 'main 1: m † ', 'engine 1: e1,e3 † x 0.6', 'engine 2: e2 † '])
})

test('shows the shortest time that holds everything of the last day', () => {
	assert.equal(show([life('m', 'main', 45, null)], [])[0], '60 min')
	assert.equal(show([life('m', 'main', 5_000, null)], [])[0], '1440 min')
	assert.equal(show([], [])[0], '10 min')
})

test('keeps a death whose life is not known', () => {
	assert.deepEqual(show([], [exit('x', 'decoder', 'gone', 5)]), ['10 min', 'decoder 1:  † x 0.5'])
})
