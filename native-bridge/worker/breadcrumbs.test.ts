import assert from 'node:assert/strict'
import { statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fillDisk, folderFor, smallDisk } from '../journal/test-folder.ts'
import { CRUMB_BYTES } from '../protocol/crumb.ts'
import { Breadcrumbs, readCrumb } from './breadcrumbs.ts'

test('leaves what the process is about to do, where anyone can read it', context => {
	const path = join(folderFor(context), 'slot')
	const crumbs = new Breadcrumbs(path)
	assert.deepEqual(timeless(readCrumb(path)), { activity: 'starting', job: null, from: null, to: null, pid: process.pid, detail: '' })
	crumbs.leave('transcribing', 'job', 16_000, 48_000, 'model')
	assert.deepEqual(timeless(readCrumb(path)), {
		activity: 'transcribing',
		job: 'job',
		from: 16_000,
		to: 48_000,
		pid: process.pid,
		detail: 'model'
	})
	crumbs.leave('idle', null)
	assert.deepEqual(timeless(readCrumb(path)), { activity: 'idle', job: null, from: null, to: null, pid: process.pid, detail: '' })
	assert.deepEqual([crumbs.activity, statSync(path).size], ['idle', CRUMB_BYTES])
})

test('knows how long a native step has been under way, whatever is done to the clock', context => {
	const crumbs = new Breadcrumbs(join(folderFor(context), 'slot'))
	crumbs.leave('transcribing', 'job', 16_000, 48_000)
	// Its clock was set.
	context.mock.timers.enable({ apis: ['Date'], now: Date.now() + 3_600_000 })
	const { forMs, samples } = crumbs.step ?? {}
	assert.ok(forMs !== undefined && forMs >= 0 && forMs < 60_000, `${forMs} ms`)
	assert.equal(samples, 32_000)
	for (const activity of ['idle', 'detecting-speech', 'decoding-file', 'loading-model'] as const) {
		crumbs.leave(activity, 'job', 16_000, 48_000)
		assert.equal(crumbs.step, null, activity)
	}
	crumbs.leave('transcribing', 'job')
	assert.equal(crumbs.step, null)
})

test('reads nothing where no crumb was left', context => {
	const folder = folderFor(context)
	writeFileSync(join(folder, 'empty'), '')
	writeFileSync(join(folder, 'other'), 'not a crumb at all')
	new Breadcrumbs(join(folder, 'cut'))
	truncateSync(join(folder, 'cut'), 100)
	for (const name of ['missing', 'empty', 'other', 'cut']) assert.equal(readCrumb(join(folder, name)), null, name)
})

test('goes on leaving crumbs in its slot when the disk is full', context => {
	const disk = smallDisk(context, 16)
	if (disk === null) return
	const path = join(disk, 'slot')
	new Breadcrumbs(path)
	fillDisk(disk)
	const crumbs = new Breadcrumbs(path)
	crumbs.leave('loading-model', null)
	assert.equal(readCrumb(path)?.activity, 'loading-model')
})

test('does not end the process when a crumb can not be left at all', context => {
	const disk = smallDisk(context, 16)
	if (disk === null) return
	fillDisk(disk)
	const crumbs = new Breadcrumbs(join(disk, 'slot'))
	crumbs.leave('idle', null)
	assert.deepEqual([crumbs.activity, readCrumb(join(disk, 'slot'))], ['idle', null])
})

function timeless(crumb: ReturnType<typeof readCrumb>): object | null {
	if (crumb === null) return null
	const { at: _at, ...rest } = crumb
	return rest
}
