import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { type BootFacts, bootId, exchangeBoot, startedSince } from './boot.ts'

const day = 86_400_000
const cases: readonly [what: string, boot: string | null, at: number, facts: BootFacts, expected: boolean][] = [
	['the same boot id: no, whatever the clock says', 'a', 100, { boot: 'a', now: 9 * day, upMs: day }, false],
	['another boot id: yes, whatever the clock says', 'a', 5 * day, { boot: 'b', now: day, upMs: 9 * day }, true],
	['no boot id, and the system has run for longer than that: no', null, 5 * day, { boot: null, now: 6 * day, upMs: 2 * day }, false],
	['no boot id, and it has not run for so long: yes', null, 5 * day, { boot: null, now: 6 * day, upMs: 60_000 }, true],
	['a sign of life from before there were boot ids: by the clock', null, 5 * day, { boot: 'a', now: 6 * day, upMs: 60_000 }, true]
]
for (const [what, boot, at, facts, expected] of cases) test(what, () => assert.equal(startedSince({ boot, at }, facts), expected))

test('this machine has not been started within the last millisecond', () => {
	assert.equal(startedSince({ boot: bootId(), at: Date.now() - 1 }), false)
})

test('a main finds what the one before it left', context => {
	const folder = mkdtempSync(join(tmpdir(), 'holdfast-boot-'))
	context.after(() => rmSync(folder, { recursive: true }))
	const path = join(folder, 'main.boot')
	assert.deepEqual([exchangeBoot(path), exchangeBoot(path)], [null, bootId()])
	assert.equal(exchangeBoot(join(folder, 'none', 'main.boot')), null)
})
