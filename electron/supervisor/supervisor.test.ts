import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { Breadcrumbs } from '../../native-bridge/worker/breadcrumbs.ts'
import { ENGINE } from './child-specs.ts'
import { readyMessage, segfault, supervised } from './test-supervised.ts'

test('tells of a process from its fork to its readiness, and of a death with what takes its place', async context => {
	const { supervisor, life, heard } = await supervised(context)
	supervisor.start('engine')
	life(1).spawned(51)
	life(1).message(readyMessage)
	life(1).line('a last word')
	assert.deepEqual(heard(), [
		['starting', null, 0],
		['starting', 51, 0],
		['born', 'engine#1', 51],
		['spawned', 'engine'],
		['ready', 51, 0],
		['ready', 'engine', 51],
		['ready', 51, 0]
	])
	assert.deepEqual(life(1).told, ['load'])
	life(1).exited(segfault)
	assert.deepEqual(heard(), [
		['lost', 'engine'],
		['died', 'engine#1', 51, null, null, ['a last word'], 'restart'],
		['starting', null, 1],
		['starting', null, 1]
	])
	assert.equal(life(2).label, 'engine#2')
})

test('reads what the dead one was doing, and never takes an earlier life’s crumb for it', async context => {
	const { supervisor, life, heard, folder, pass } = await supervised(context)
	const crumbOf = (n: number) => {
		const died = heard().find(line => line[0] === 'died')
		return [life(n).env.HOLDFAST_CRUMB?.slice(folder.length + 1), died?.[4]]
	}
	supervisor.start('engine')
	// The first leaves a crumb, the third uses the same slot and dies before it could.
	life(1).spawned(process.pid)
	new Breadcrumbs(life(1).env.HOLDFAST_CRUMB ?? '').leave('transcribing', 'job', 0, 16_000)
	life(1).exited(segfault)
	assert.deepEqual(crumbOf(1), ['engine-1.crumb', 'transcribing'])
	life(2).spawned(52)
	life(2).exited(segfault)
	pass(200)
	life(3).spawned(53)
	life(3).exited(segfault)
	assert.deepEqual(crumbOf(3), ['engine-1.crumb', null])
	assert.deepEqual(readdirSync(folder), ['engine-1.crumb'])
})

test('ends a process that says what is not in the protocol', async context => {
	const { supervisor, life, heard } = await supervised(context)
	supervisor.start('engine')
	life(1).spawned(51)
	life(1).message(readyMessage)
	heard()
	life(1).message({ type: 'progress', percent: 5 })
	assert.deepEqual(life(1).told, ['load', 'SIGKILL'])
	// What it says after that can't be believed: it may build on what was not understood.
	life(1).message({ type: 'transcribed', attempt: 'a', cursor: 5 })
	life(1).exited(segfault)
	const [, , , killedFor, , stderr] = heard().find(line => line[0] === 'died') ?? []
	assert.equal(killedFor, 'protocol')
	assert.match(String(stderr), /^Holdfast: protocol violation: .*"progress"/)
})

test('hears nothing from a process that is gone', async context => {
	const { supervisor, life, heard } = await supervised(context)
	supervisor.start('engine')
	life(1).spawned(51)
	life(1).message(readyMessage)
	life(1).exited(segfault)
	heard()
	life(1).message({ type: 'transcribed', attempt: 'a', cursor: 5 })
	life(1).message({ type: 'nonsense' })
	life(1).message({ type: 'unfit', problem: { code: 'model-missing', facts: {}, text: '' } })
	assert.deepEqual(heard(), [])
})

test('passes on messages, and says that it is ready only once', async context => {
	const { supervisor, life, heard } = await supervised(context)
	supervisor.start('engine')
	life(1).spawned(51)
	life(1).message(readyMessage)
	heard()
	life(1).message({ type: 'transcribed', attempt: 'a', cursor: 5 })
	life(1).message(readyMessage)
	assert.deepEqual(heard(), [['message', 'transcribed']])
})

test('holds one that is of no use, with what it said; restarting waits until it is gone', async context => {
	const { supervisor, life, lives, heard, happened } = await supervised(context)
	supervisor.start('engine')
	life(1).spawned(51)
	heard()
	const problem = { code: 'model-missing', facts: {}, text: 'There is no model.' }
	life(1).message({ type: 'unfit', problem })
	assert.deepEqual(heard(), [
		['gave-up', 51, 0],
		['unfit', 'model-missing']
	])
	assert.deepEqual([supervisor.gaveUp('engine'), supervisor.health()[0]?.problem], [true, problem])
	supervisor.start('engine')
	assert.equal(supervisor.restart('engine'), true)
	assert.equal(lives.length, 1)
	life(1).message({ type: 'unfit', problem })
	life(1).exited(segfault)
	assert.deepEqual(happened(), [
		['lost', 'engine'],
		['ended', 'engine']
	])
	assert.equal(life(2).label, 'engine#2')
})

test('asks for signs of life, and ends one that stays silent', async context => {
	const { supervisor, life, heard, pass } = await supervised(context)
	supervisor.start('engine')
	life(1).spawned(51)
	life(1).message(readyMessage)
	pass(1_000)
	life(1).message({ type: 'pong', n: 1, activity: 'transcribing', step: null, rss: 5, heap: 1, cpu: 1 })
	const [health] = supervisor.health()
	assert.deepEqual([health?.state, health?.activity, health?.rss], ['busy', 'transcribing', 51_000])
	for (let n = 0; n < 10; n++) pass(1_000)
	assert.deepEqual(life(1).told.slice(-2), ['ping', 'SIGABRT'])
	pass(ENGINE.dumpMs)
	life(1).exited({ ...segfault, signal: 'SIGKILL' })
	assert.equal(life(1).told.at(-1), 'SIGKILL')
	assert.equal(heard().find(line => line[0] === 'died')?.[3], 'hang')
})

test('stops when the last process is gone, killing one that does not listen', async context => {
	const { supervisor, life, heard, happened, pass } = await supervised(context)
	supervisor.start('engine')
	life(1).spawned(51)
	life(1).message(readyMessage)
	heard()
	let stopped = false
	const stopping = supervisor.stop().then(() => {
		stopped = true
	})
	pass(999)
	await Promise.resolve()
	assert.deepEqual([stopped, life(1).told], [false, ['load', 'stop']])
	pass(1)
	assert.deepEqual(life(1).told, ['load', 'stop', 'SIGKILL'])
	life(1).exited({ ...segfault, signal: 'SIGKILL' })
	await stopping
	assert.deepEqual(happened(), [
		['lost', 'engine'],
		['ended', 'engine']
	])
	assert.deepEqual(
		supervisor.health().map(process => [process.state, process.pid]),
		[['stopped', null]]
	)
})

test('stops at once when nothing runs, also while it waits to start something again', async context => {
	const { supervisor, life, lives, pass } = await supervised(context)
	supervisor.start('engine')
	life(1).exited(segfault)
	life(2).exited(segfault)
	await supervisor.stop()
	pass(60_000)
	assert.equal(lives.length, 2)
})

test('knows only the children of its specs', async context => {
	const { supervisor } = await supervised(context)
	assert.equal(supervisor.restart('window'), false)
	assert.throws(() => supervisor.start('window'), /no child spec named window/)
})

test('records one that could not be started at all', async context => {
	const { supervisor, life, happened } = await supervised(context)
	supervisor.start('engine')
	life(1).exited({ pid: null, code: null, signal: null, ntstatus: null, reason: 'spawn ENOENT', neverStarted: true })
	assert.deepEqual(happened(), [
		['lost', 'engine'],
		['died', 'engine#1', null, null, null, [], 'restart']
	])
})

test('tells once of a failure that its library only wrote down', async context => {
	const { supervisor, life } = await supervised(context)
	supervisor.start('engine')
	life(1).spawned(51)
	life(1).message(readyMessage)
	for (const line of ['Caught exception:', 'Out of tensors', 'Return an empty result. Number of audio samples: 9']) life(1).line(line)
	assert.deepEqual([supervisor.silentFailure('engine'), supervisor.silentFailure('engine')], ['Out of tensors', null])
})
