import assert from 'node:assert/strict'
import { test } from 'node:test'
import { speedRows } from './speed-rows.ts'

const model = (id: string, bytes: number, loaded = false) => ({ id, name: id.toUpperCase(), bytes, loaded, engine: 'sherpa-offline' })
const measured = { model: 'b', at: 1, holdfast: '0.1.0', threads: 1, speed: 8, loadMs: 400, memory: 1, seconds: 21, busy: false }
const problem = { code: 'speed-died', facts: {}, text: 'It died.' }

test('the model in use stands first, then the others by size; what is not known is not said', () => {
	const models = [model('c', 900), model('a', 10), model('b', 150, true)]
	const rows = speedRows(models, { measured: [measured], failed: [{ model: 'c', problem }] })
	assert.deepEqual(
		rows.map(row => [row.model.id, row.measured?.speed ?? null, row.problem?.code ?? null]),
		[
			['b', 8, null],
			['a', null, null],
			['c', null, 'speed-died']
		]
	)
	assert.deepEqual(
		speedRows(models, null).map(row => row.measured),
		[null, null, null]
	)
})
