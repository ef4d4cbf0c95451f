import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import type { MeasuredSpeed } from '../contract/speeds.ts'
import { SpeedsFile } from './speeds-file.ts'

const A = { id: 'a', bytes: 28_000_000 }
const B = { id: 'b', bytes: 150_000_000 }
const measured = (model: string, speed: number): MeasuredSpeed => ({
	...{ model, speed, at: 1_800_000_000_000, holdfast: '0.1.0', threads: 1, loadMs: 400, memory: 300_000_000, seconds: 21, busy: false }
})

test('the last figure of each model is known to the next start, for the models that are here', context => {
	const path = join(folderFor(context), 'speeds.json')
	const file = new SpeedsFile(path)
	for (const [model, speed] of [[A, 30] as const, [B, 8] as const, [A, 38] as const])
		assert.ok(file.keep(measured(model.id, speed), model).ok)
	assert.deepEqual(new SpeedsFile(path).of([A, B]), [measured('b', 8), measured('a', 38)])
	assert.deepEqual(new SpeedsFile(path).of([A]), [measured('a', 38)])
})

test('a figure of another machine, or of a model that is another now, is none', context => {
	const path = join(folderFor(context), 'speeds.json')
	new SpeedsFile(path, 'fast × 32').keep(measured('a', 90), A)
	assert.deepEqual(new SpeedsFile(path, 'slow × 2').of([A]), [])
	assert.deepEqual(new SpeedsFile(path, 'fast × 32').of([{ ...A, bytes: 29_000_000 }]), [])
	assert.equal(new SpeedsFile(path, 'fast × 32').of([A]).length, 1)
})

test('a file that is damaged takes nothing with it but what can’t be read', context => {
	const path = join(folderFor(context), 'speeds.json')
	writeFileSync(path, '[{"model":"a"')
	assert.deepEqual(new SpeedsFile(path).of([A]), [])
	writeFileSync(path, JSON.stringify([{ model: 'a' }, 7, { ...measured('b', 8), machine: 'm', bytes: B.bytes }]))
	assert.deepEqual(new SpeedsFile(path, 'm').of([A, B]), [measured('b', 8)])
})

test('where nothing can be written the figure holds until the end, and the problem says so', context => {
	const path = join(folderFor(context), 'speeds.json')
	mkdirSync(path)
	const file = new SpeedsFile(path)
	const kept = file.keep(measured('a', 38), A)
	assert.equal(kept.ok ? 'ok' : kept.problem.code, 'speeds-not-kept')
	assert.deepEqual(file.of([A]), [measured('a', 38)])
})
