import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Transcript } from '../../../electron/contract/records.ts'
import { rowsOf } from './rows.ts'

test('each day is a heading, then its transcripts, numbered within the day', () => {
	const day = (at: number, ...ids: string[]) => ({ at, is: 'earlier' as const, transcripts: ids.map(id => ({ id }) as Transcript) })
	assert.deepEqual(
		rowsOf([day(2, 'a', 'b'), day(1, 'c')]).map(row => (row.is === 'heading' ? row.key : `${row.key}${row.n}`)),
		['day 2', 'a1', 'b2', 'day 1', 'c1']
	)
})
