import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Drill } from '../../contract/drill.ts'
import { drillProcess } from './drill-process.ts'

test('a drill that can’t be started says so, and takes main not with it', async () => {
	const { execPath } = process
	process.execPath = '/nowhere/node'
	try {
		const told: Drill[] = []
		await drillProcess('/models')(drill => told.push(drill), new AbortController().signal)
		assert.deepEqual(
			told.map(drill => [drill.state, drill.problem]),
			[
				['preparing', null],
				['failed', 'The drill itself ended before its time (spawn /nowhere/node ENOENT).']
			]
		)
	} finally {
		process.execPath = execPath
	}
})
