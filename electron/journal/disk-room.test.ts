import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DiskAlarm, diskAlarm, diskRoom } from './disk-room.ts'

const HOUR = 32_000 * 3_600

test('counts the hours that are left by what is being recorded, and by what is kept of it', () => {
	const cases: [name: string, free: number, channels: number, keep: 'wav' | 'opus' | 'both', hours: number][] = [
		['an hour of one channel', HOUR, 1, 'wav', 1],
		['of two', HOUR, 2, 'wav', 0.5],
		['of none yet: of the one that would be', HOUR, 0, 'wav', 1],
		['a copy is made beside the journal', HOUR, 1, 'both', 32_000 / 35_500],
		['also where the journal goes afterwards', HOUR, 2, 'opus', 16_000 / 35_500],
		['nothing', 0, 1, 'wav', 0]
	]
	for (const [name, free, channels, keep, hours] of cases)
		assert.deepEqual(diskRoom(free, channels, keep), { free, hoursLeft: hours }, name)
})

test('says that room runs out once an hour before and once ten minutes before, and again when there was room meanwhile', () => {
	const cases: [hours: number, said: string | null][] = [
		[5, null],
		[1, null],
		[0.99, 'disk-low: 59'],
		[0.5, null],
		[0.16, 'disk-nearly-full: 9'],
		[0.01, null],
		// A little room, and none again, is no news.
		[0.3, null],
		[0.1, null],
		[2, null],
		[0.05, 'disk-nearly-full: 3']
	]
	let alarm: DiskAlarm = 'none'
	for (const [hours, expected] of cases) {
		const after = diskAlarm(alarm, { free: 0, hoursLeft: hours })
		const said = after.notice
		alarm = after.alarm
		assert.equal(said && `${said.code}: ${said.facts.minutes}`, expected, `${hours} h`)
	}
})
