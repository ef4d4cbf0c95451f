import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { readNodeCounts, readPlaywrightCounts, slowest, tally } from './tally.mjs'

let folder = ''
before(async () => {
	folder = await mkdtemp(join(tmpdir(), 'holdfast-tally-'))
})
after(() => rm(folder, { recursive: true }))

test('the last line sums all runners and names skipped ones only when there are any', () => {
	const counts = { passed: 2, failed: 0, skipped: 0 }
	assert.deepEqual(tally([counts, counts]), { line: '4 passed, 0 failed', exitCode: 0 })
	assert.deepEqual(tally([counts, { passed: 0, failed: 1, skipped: 3 }]), { line: '2 passed, 1 failed, 3 skipped', exitCode: 1 })
	assert.deepEqual(tally([]), { line: '0 passed, 0 failed', exitCode: 1 })
})

// NODE_TEST_CONTEXT makes a nested runner believe it is a child of this one.
const { NODE_TEST_CONTEXT: _, ...env } = process.env

function runNodeTests(...files: string[]): number {
	const reporter = join(import.meta.dirname, 'count-reporter.mjs')
	const args = ['--test', `--test-reporter=${reporter}`, `--test-reporter-destination=${join(folder, 'counts.json')}`, ...files]
	return spawnSync(process.execPath, args, { env, cwd: folder }).status ?? 1
}

test('node:test is counted as it counts itself: nested, skipped, failed, and a file that does not load', async () => {
	await writeFile(
		join(folder, 'a.test.mjs'),
		`import { describe, test } from 'node:test'
		test('passes', () => {}); test('fails', () => { throw new Error('x') }); test.skip('skips', () => {}); test.todo('todo')
		describe('suite', () => { test('inner', () => {}) })`
	)
	await writeFile(join(folder, 'b.test.mjs'), 'throw new Error("broken")')
	const code = runNodeTests('a.test.mjs', 'b.test.mjs')
	assert.deepEqual(await readNodeCounts(join(folder, 'counts.json'), code), { passed: 2, failed: 2, skipped: 2 })
	await writeFile(join(folder, 'c.test.mjs'), `import { test } from 'node:test'; test('passes', () => {})`)
	assert.deepEqual(await readNodeCounts(join(folder, 'counts.json'), runNodeTests('c.test.mjs')), { passed: 1, failed: 0, skipped: 0 })
})

test('a runner that says nothing, or ends badly without a failed test, is one failure', async () => {
	assert.deepEqual(await readNodeCounts(join(folder, 'none.json'), 0), { passed: 0, failed: 1, skipped: 0 })
	await writeFile(join(folder, 'p.json'), JSON.stringify({ stats: { expected: 3, flaky: 1, unexpected: 0, skipped: 2 } }))
	assert.deepEqual(await readPlaywrightCounts(join(folder, 'p.json'), 0), { passed: 4, failed: 0, skipped: 2 })
	assert.deepEqual(await readPlaywrightCounts(join(folder, 'p.json'), 1), { passed: 4, failed: 1, skipped: 2 })
})

test('the files that took longest are named, of either runner', async () => {
	await writeFile(join(folder, 'n.json'), JSON.stringify({ passed: 3, failed: 0, skipped: 0, files: { a: 900, b: 61_000, c: 12_000 } }))
	assert.deepEqual(await slowest(join(folder, 'n.json'), 10), [
		{ file: 'b', seconds: 61 },
		{ file: 'c', seconds: 12 }
	])
	const spec = (...ms: number[]) => ({ tests: [{ results: ms.map(duration => ({ duration })) }] })
	const suites = [{ file: 'x.spec.ts', specs: [spec(4_000)], suites: [{ specs: [spec(7_000, 1_000)] }] }]
	await writeFile(join(folder, 'p.json'), JSON.stringify({ suites }))
	assert.deepEqual(await slowest(join(folder, 'p.json'), 10), [{ file: 'x.spec.ts', seconds: 12 }])
	assert.deepEqual(await slowest(join(folder, 'none.json'), 10), [])
})
