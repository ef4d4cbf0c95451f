import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Life } from '../../../electron/contract/processes.ts'
import { workBegan } from './standby.ts'

function life(id: string, startedAt: number, endedAt: number | null, role: Life['role'] = 'engine'): Life {
	return { id, role, name: `${role}#1`, pid: 1, startedAt, endedAt, exit: null }
}

function check(lives: readonly Life[], expected: Record<string, number | null>) {
	assert.deepEqual(Object.fromEntries(workBegan(lives)), expected)
}

test('an engine that is born while another lives waits, and works from when that has ended', () => {
	check([life('a', 0, 10), life('b', 2, null), life('c', 11, null)], { a: 0, b: 10, c: null })
})

test('a standby that dies before its turn has only waited', () => {
	check([life('a', 0, 20), life('b', 2, 10), life('c', 12, null)], { a: 0, b: null, c: 20 })
})

test('an engine that is alone works at once, also after all have died', () => {
	check([life('a', 0, 10), life('b', 2, 10), life('c', 10, 10), life('d', 15, null)], { a: 0, b: 10, c: 10, d: 15 })
})

test('other processes have no standby', () => {
	check([life('m', 0, null, 'main'), life('d', 1, null, 'decoder'), life('e', 2, null)], { e: 2 })
})
