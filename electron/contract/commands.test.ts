import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import { ClientMessage, commandNames, commands } from './commands.ts'

const id = '0b9f3a52-7f0e-4a7e-9a53-6f0f6f0d5c11'

test('takes what a page may ask, and nothing that would hurt main', () => {
	const start = { recording: id, title: 'Meeting', device: null, startedAt: 1_800_000_000_000 }
	const cases: [name: keyof typeof commands, params: unknown, fits: boolean][] = [
		['recording.start', start, true],
		['recording.start', { ...start, device: 'Microphone' }, true],
		['recording.start', { ...start, recording: '../../etc/passwd' }, false],
		['recording.start', { ...start, title: '  ' }, false],
		['recording.start', { ...start, title: 'x'.repeat(301) }, false],
		// The ledger keeps whole numbers, and a date ends somewhere.
		['recording.start', { ...start, startedAt: 1.5 }, false],
		['recording.start', { ...start, startedAt: 1e300 }, false],
		['recording.start', { ...start, startedAt: 9e15 }, false],
		['recording.start', { ...start, startedAt: -1 }, false],
		['recording.stop', { recording: id, samples: 16_000 }, true],
		['recording.stop', { recording: id, samples: -1 }, false],
		['recording.stop', { recording: id, samples: 0.5 }, false],
		['files.add-uploads', { uploads: [{ upload: id, name: 'a.mp3' }] }, true],
		['files.add-uploads', { uploads: [{ upload: 'a', name: 'a.mp3' }] }, false],
		['files.add-paths', { paths: Array.from({ length: 10_001 }, () => '/a') }, false],
		['transcript.rename', { transcript: id, title: ' Talk ' }, true],
		['transcript.get', { transcript: `${id}\n` }, false],
		['exits.list', { limit: 0 }, false],
		['exits.list', { limit: 1_001 }, false],
		['transcripts.list', {}, true],
		['transcripts.list', null, false]
	]
	for (const [name, params, fits] of cases)
		assert.equal(v.is(commands[name].params, params), fits, `${name} ${JSON.stringify(params)?.slice(0, 80)}`)
})

test('takes a hello and requests of known names', () => {
	const hello = { type: 'hello', contract: 1, epoch: null, last: null }
	const cases: [message: unknown, fits: boolean][] = [
		[hello, true],
		[{ ...hello, epoch: 'e', last: 7 }, true],
		[{ ...hello, page: crypto.randomUUID() }, true],
		[{ ...hello, page: 'mine' }, false],
		[{ ...hello, last: 1.5 }, false],
		[{ ...hello, last: -1 }, false],
		[{ type: 'request', id: 1, name: 'transcripts.list', params: {} }, true],
		[{ type: 'request', id: 1, name: 'transcripts.drop', params: {} }, false],
		[{ type: 'request', id: 1, name: 'toString', params: {} }, false],
		[{ type: 'goodbye' }, false],
		['hello', false],
		[undefined, false]
	]
	for (const [message, fits] of cases) assert.equal(v.is(ClientMessage, message), fits, JSON.stringify(message))
	assert.equal(commandNames.length, Object.keys(commands).length)
})
