import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fillDisk, folderFor, smallDisk } from '../../../native-bridge/journal/test-folder.ts'
import { readAddress, runningAddress, tokenFor, writeAddress } from './address-file.ts'

const address = { token: 'abcdefghijklmnopqrstuvwxyz012345', port: 4747, pid: 51 }

test('keeps port and token for the next start, for the owner’s eyes only', context => {
	const folder = folderFor(context)
	const path = join(folder, 'browser-host.json')
	writeFileSync(path, 'old')
	chmodSync(path, 0o644)
	assert.deepEqual(writeAddress(folder, address), { ok: true, value: null })
	assert.deepEqual([readAddress(folder), tokenFor(folder), readdirSync(folder)], [address, address.token, ['browser-host.json']])
	assert.equal(statSync(path).mode & 0o777, 0o600)
})

test('reads nothing, and makes a new token, where none was kept or it can not be read', context => {
	const folder = folderFor(context)
	const path = join(folder, 'browser-host.json')
	const contents = [
		null,
		'',
		'{"token":"abcdef',
		'[]',
		JSON.stringify({ ...address, token: 'short' }),
		JSON.stringify({ ...address, port: 70_000 }),
		JSON.stringify({ ...address, port: 1.5 }),
		JSON.stringify({ token: address.token })
	]
	for (const content of contents) {
		if (content !== null) writeFileSync(path, content)
		assert.equal(readAddress(folder), null, String(content))
		assert.match(tokenFor(folder), /^[\w-]{32}$/, String(content))
	}
	assert.notEqual(tokenFor(folder), tokenFor(folder))
})

test('leads to an address only while who wrote it lives, and never with its key to a port that somebody else may have now', context => {
	const folder = folderFor(context)
	assert.equal(runningAddress(folder), null)
	writeAddress(folder, { ...address, pid: process.pid })
	assert.equal(runningAddress(folder)?.port, address.port)
	const { pid: gone } = spawnSync(process.execPath, ['--version'])
	for (const pid of [gone, null]) {
		writeAddress(folder, { ...address, pid })
		assert.equal(runningAddress(folder), null, String(pid))
		assert.equal(readAddress(folder)?.port, address.port)
	}
})

test('keeps the old address when the disk is full', context => {
	const disk = smallDisk(context, 16)
	if (disk === null) return
	writeAddress(disk, address)
	fillDisk(disk)
	const before = readFileSync(join(disk, 'browser-host.json'), 'utf8')
	const result = writeAddress(disk, { ...address, pid: 52 })
	assert.equal(result.ok ? 'kept' : result.problem.code, 'address-not-kept')
	assert.deepEqual(
		[readFileSync(join(disk, 'browser-host.json'), 'utf8'), readdirSync(disk).sort()],
		[before, ['browser-host.json', 'fill']]
	)
})
