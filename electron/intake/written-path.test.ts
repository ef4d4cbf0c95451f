import assert from 'node:assert/strict'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { writtenPath } from './written-path.ts'

test('understands paths as people write and paste them', { skip: process.platform === 'win32' }, () => {
	const cases: [written: string, path: string][] = [
		['/music/a b.mp3', '/music/a b.mp3'],
		['  "/music/a b.mp3"\n', '/music/a b.mp3'],
		["'/music/it\"s.mp3'", '/music/it"s.mp3'],
		['/music/a\\ b\\ \\(1\\).mp3', '/music/a b (1).mp3'],
		['~/talk.mp3', join(homedir(), 'talk.mp3')],
		['~', homedir()],
		['~other/talk.mp3', '~other/talk.mp3'],
		['file:///music/a%20b.mp3', '/music/a b.mp3'],
		['file://elsewhere/a.mp3', 'file://elsewhere/a.mp3'],
		['talk.mp3', 'talk.mp3'],
		['', '']
	]
	for (const [written, path] of cases) assert.equal(writtenPath(written), path, written)
})
