import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { ended, keepChildren } from './children.mjs'

/** A guardian that dies and leaves its main behind; main says what it hears. */
const MAIN = `process.on('SIGINT', () => { console.log('asked'); process.exit(0) }); console.log('main'); setInterval(() => {}, 1000)`
const GUARDIAN = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(MAIN)}], { stdio: 'inherit' }); setInterval(() => {}, 1000)`

test('Ctrl+C reaches main though its guardian is dead', {
	skip: process.platform === 'win32' && 'no process groups',
	timeout: 20_000
}, async () => {
	const children = keepChildren({ exitWhenDone: false })
	const guardian = children.spawn(process.execPath, ['-e', GUARDIAN], { stdio: ['ignore', 'pipe', 'inherit'] })
	assert.ok(guardian.stdout)
	const lines = createInterface({ input: guardian.stdout })
	const over = ended(guardian)
	assert.deepEqual(await once(lines, 'line'), ['main'])
	guardian.kill('SIGKILL')
	await once(guardian, 'exit')
	const heard = once(lines, 'line')
	children.stop()
	assert.deepEqual([await heard, await over], [['asked'], { code: 137 }])
})
