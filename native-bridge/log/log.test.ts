import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fillDisk, folderFor, smallDisk } from '../journal/test-folder.ts'
import { openLog } from './log.ts'

test('writes one line an event, and has it on disk at once', async context => {
	const folder = folderFor(context)
	const log = openLog(folder, 'engine')
	log.info({ job: 'j1', samples: 5 }, 'transcribing')
	const line = JSON.parse(readFileSync(join(folder, 'engine.1.log'), 'utf8'))
	assert.match(line.time, /^\d{4}-\d\d-\d\dT/)
	delete line.time
	assert.deepEqual(line, { level: 30, process: 'engine', pid: process.pid, job: 'j1', samples: 5, msg: 'transcribing' })
})

test('goes on in the newest file', async context => {
	const folder = folderFor(context)
	writeFileSync(join(folder, 'main.2.log'), '{"old":1}\n')
	writeFileSync(join(folder, 'main.10.log'), '{"newer":1}\n')
	const log = openLog(folder, 'main')
	log.info('started')
	assert.deepEqual(readFileSync(join(folder, 'main.10.log'), 'utf8').split('\n').length, 3)
})

test('keeps five files a name over any number of processes, and no other name’s', async context => {
	const folder = folderFor(context)
	for (let n = 1; n <= 7; n++) writeFileSync(join(folder, `main.${n}.log`), 'x'.repeat(n === 7 ? 2_097_100 : 10))
	for (let n = 1; n <= 7; n++) writeFileSync(join(folder, `engine.${n}.log`), 'x')
	const log = openLog(folder, 'main')
	log.info('the line that makes the seventh file full')
	log.info('the first line of the eighth')
	// Old files are removed beside.
	for (let turn = 0; turn < 10_000 && readdirSync(folder).length > 12; turn++) await new Promise(setImmediate)
	assert.deepEqual(
		readdirSync(folder).sort((a, b) => a.localeCompare(b, 'en', { numeric: true })),
		[1, 2, 3, 4, 5, 6, 7].map(n => `engine.${n}.log`).concat([4, 5, 6, 7, 8].map(n => `main.${n}.log`))
	)
})

test('does not end the process when the disk is full', async context => {
	const disk = smallDisk(context, 16)
	if (disk === null) return
	const log = openLog(disk, 'main')
	fillDisk(disk)
	for (let n = 0; n < 100; n++) log.info({ n, filler: 'x'.repeat(200) }, 'a line')
	await new Promise(setImmediate)
	assert.ok(readFileSync(join(disk, 'main.1.log'), 'utf8').length <= 16 * 1024)
})
