/** The stand-in behaves as it says. That Electron does so too is tried where there is one: `npm run test:stand-in`. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import * as v from 'valibot'

const Tried = v.object({ says: v.string(), source: v.string(), holds: v.boolean(), why: v.nullable(v.string()) })

test('the stand-in does what it claims that Electron does', async context => {
	const here = import.meta.dirname
	const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', join(here, 'register.ts'), join(here, 'behaviours.ts')], {
		encoding: 'utf8',
		timeout: 120_000
	})
	const tried = stdout
		.split('\n')
		.filter(line => line !== '')
		.map(line => v.parse(Tried, JSON.parse(line)))
	for (const { says, source, why } of tried) await context.test(`${says} (${source})`, () => assert.equal(why, null))
	assert.equal(status, 0, stderr)
	assert.ok(tried.length > 20)
})
