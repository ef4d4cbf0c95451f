import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseArguments } from './arguments.mjs'

function check(line: string, expected: unknown) {
	const parsed = parseArguments(line.split(' ').filter(Boolean))
	assert.deepEqual(parsed.ok ? parsed.value : parsed.problem.text, expected)
}

const app = { kind: 'app', host: undefined, port: undefined, data: undefined, open: true }

test('what the user may ask', () => {
	check('', app)
	check('--host electron', { ...app, host: 'electron' })
	check('--host browser --port 8080 --data d --no-open', { kind: 'app', host: 'browser', port: 8080, data: 'd', open: false })
	check('--help', { kind: 'help' })
	check('--setup-only', { kind: 'setup' })
	check('transcribe a.wav b.mp3', { kind: 'transcribe', files: ['a.wav', 'b.mp3'], format: 'txt', out: undefined, data: undefined })
	check('transcribe a.wav --format srt --out o --data d', { kind: 'transcribe', files: ['a.wav'], format: 'srt', out: 'o', data: 'd' })
})

test('a service has no window; a backup may leave the audio out', () => {
	check('serve --port 4747 --data d', { kind: 'app', host: 'browser', port: 4747, data: 'd', open: false })
	check('backup a.tar', { kind: 'backup', file: 'a.tar', audio: true, data: undefined })
	check('backup a.tar --no-audio --data d', { kind: 'backup', file: 'a.tar', audio: false, data: 'd' })
	check('restore a.tar --data d', { kind: 'restore', file: 'a.tar', data: 'd' })
})

test('a port or no window means the browser host', () => {
	check('--port 0', { ...app, host: 'browser', port: 0 })
	check('--no-open', { ...app, host: 'browser', open: false })
})

test('a mistake is one sentence that names it', () => {
	const help = 'See `npm start -- --help`.'
	check('--port abc', `--port must be a number from 0 to 65535, not "abc". ${help}`)
	check('--port 70000', `--port must be a number from 0 to 65535, not "70000". ${help}`)
	check('--host windows', `--host must be browser or electron, not "windows". ${help}`)
	check('--host electron --port 1', `--port does not go with --host electron, which has a window and no port. ${help}`)
	check('transcribe', `transcribe needs at least one file. ${help}`)
	check('transcribe a --format pdf', `--format must be one of txt, json, srt, vtt, not "pdf". ${help}`)
	check('transcribe a --port 1', `--port does not go with transcribe. ${help}`)
	check('--out here', `--out goes only with transcribe. ${help}`)
	const there = 'there are serve, transcribe, backup, restore, drill'
	check('record', `"record" is not a command; ${there}. ${help}`)
	check('serve a.wav', `"serve a.wav" is not a command; ${there}. ${help}`)
	check('serve --host electron', `serve needs no --host: it shows no window. ${help}`)
	check('backup', `backup needs one file. ${help}`)
	check('restore a.tar b.tar', `restore needs one file. ${help}`)
	check('restore a.tar --no-audio', `--no-audio does not go with restore. ${help}`)
	check('--no-audio', `--no-audio goes only with backup. ${help}`)
	check('--verbose', `Unknown option '--verbose'. ${help}`)
	check('--data=', `--data needs a value. ${help}`)
})

test('a mistake ends the launcher with code 2 before anything is set up, with nothing on stdout', () => {
	const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'start.mjs'), 'transcribe'], {
		encoding: 'utf8'
	})
	assert.deepEqual(
		{ status, stdout, stderr },
		{ status: 2, stdout: '', stderr: 'transcribe needs at least one file. See `npm start -- --help`.\n' }
	)
})
