import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { processesOf } from './left-over.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The drill as `npm run drill` holds it, with only some of its ways. */
function drill(...args: string[]): Promise<{ code: number; stdout: string }> {
	return new Promise(resolve => {
		execFile(process.execPath, ['electron/drill/main.ts', ...args], { cwd: root, timeout: 150_000 }, (error, stdout) =>
			resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout })
		)
	})
}

test('a fire drill kills each process, shows how each death was seen, and loses nothing', { timeout: 180_000 }, async () => {
	const { code, stdout } = await drill('--only', 'sigkill')
	const lines = stdout.trimEnd().split('\n')
	assert.deepEqual(
		lines.filter(line => /^\S/.test(line)).map(line => line.replace(/\d+ ms/, 'n ms').replace(/ +/g, ' ')),
		[
			...['engine', 'engine standby', 'decoder', 'main'].map(
				name => `✓ ${name}: SIGKILL (as the system does it when memory runs out) n ms 0 lost, 0 doubled`
			),
			'✓ guardian: SIGKILL (as the system does it when memory runs out) 0 lost, 0 doubled',
			'Nothing was lost. 5 of 5 ways passed, 0 failed; 0 words lost, 0 doubled.'
		],
		stdout
	)
	assert.equal(lines.filter(line => line.startsWith('    ')).length, 5, 'each says what was seen')
	assert.equal(code, 0)
	assert.deepEqual(processesOf('holdfast-drill-'), [])
})

test('a fire drill that is killed leaves no process behind', { timeout: 60_000, skip: process.platform !== 'linux' }, async () => {
	const child = spawn(process.execPath, ['electron/drill/main.ts'], { cwd: root, stdio: 'ignore' })
	const left = () => processesOf('holdfast-drill-')
	while (left().filter(command => command.includes('asr-main') || command.includes('browser/main')).length < 2) await sleep(50)
	child.kill('SIGKILL')
	for (let n = 0; n < 150 && left().length > 0; n++) await sleep(100)
	assert.deepEqual(left(), [])
})

test('a fire drill that can’t be held says why, and is no success', { timeout: 60_000 }, async () => {
	const { code, stdout } = await drill('--only', 'engine-sigkill', '--models', '/nowhere')
	assert.equal(code, 1)
	assert.match(stdout, /There is no model|model/)
	assert.match(stdout, /0 of 1 ways passed/)
})
