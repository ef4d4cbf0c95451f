import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fillDisk, folderFor, smallDisk } from '../../native-bridge/journal/test-folder.ts'
import type { AppEvent } from '../contract/events.ts'
import { DiskWatch } from './disk-watch.ts'

test('tells how much room there is while something is recorded, and says when it runs out', async context => {
	// Half an hour of one channel.
	const disk = smallDisk(context, 56_250)
	if (disk === null) return
	const events: AppEvent[] = []
	const told = () => events.splice(0).map(event => (event.type === 'notice' ? event.problem.text.slice(0, 50) : event.type))
	const recordings = { open: 0 }
	const watch = new DiskWatch({ folder: disk, recordings, keepAudio: () => 'wav', emit: event => events.push(event) })
	context.after(() => watch.stop())
	await new Promise(resolve => setTimeout(resolve, 50))
	assert.ok(Math.abs((watch.now?.hoursLeft ?? 0) - 0.5) < 0.01, JSON.stringify(watch.now))
	assert.deepEqual(told(), [], 'nobody records')
	recordings.open = 1
	await watch.look()
	assert.deepEqual(told(), ['disk', 'The disk has room for 30 more minutes of recording'])
	await watch.look()
	assert.deepEqual(told(), ['disk'])
	recordings.open = 4
	await watch.look()
	assert.deepEqual(told(), ['disk', 'The disk has room for 7 more minutes of recording.'])
	fillDisk(disk)
	await watch.look()
	assert.deepEqual([told(), watch.now], [['disk'], { free: 0, hoursLeft: 0 }])
	rmSync(join(disk, 'fill'))
	recordings.open = 0
	await watch.look()
	assert.deepEqual(told(), [])
})

test('knows nothing of a folder that is gone', async context => {
	const folder = folderFor(context)
	const events: AppEvent[] = []
	const deps = { folder: join(folder, 'gone'), recordings: { open: 1 }, keepAudio: () => 'both' as const }
	const watch = new DiskWatch({ ...deps, emit: event => events.push(event) })
	context.after(() => watch.stop())
	await new Promise(resolve => setTimeout(resolve, 50))
	await watch.look()
	assert.deepEqual([watch.now, events], [null, []])
})
