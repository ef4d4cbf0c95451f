import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { watchSleep } from './sleep.ts'

test('a sleep is told once, with its length, and a waking without one is none', () => {
	const monitor = new EventEmitter()
	let now = 0
	const told: number[] = []
	watchSleep(
		monitor,
		() => now,
		ms => told.push(ms)
	)
	const at = (time: number, event: string) => {
		now = time
		monitor.emit(event)
	}
	at(1_000, 'resume')
	at(2_000, 'suspend')
	at(3_000, 'suspend')
	at(63_000, 'resume')
	at(64_000, 'resume')
	at(70_000, 'suspend')
	at(60_000, 'resume')
	assert.deepEqual(told, [60_000], 'a clock that was set back is no sleep')
})
