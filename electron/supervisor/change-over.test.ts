import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { fail } from '../../native-bridge/protocol/problem.ts'
import { STANDBY_AFTER_MS } from './child-specs.ts'
import { segfault, supervised } from './test-supervised.ts'

/** An engine (pid 51) at its post, and, where wanted, a standby (52). */
async function atWork(context: TestContext, standby = false) {
	const all = await supervised(context)
	const { supervisor, comesUp, pass, happened } = all
	supervisor.wantStandby('engine', standby)
	supervisor.start('engine')
	comesUp(1)
	pass(STANDBY_AFTER_MS)
	if (standby) comesUp(2)
	happened()
	return all
}

test('the post is given to who has loaded what is next, when that is ready and all at once; who held it ends', async context => {
	const { supervisor, life, comesUp, happened, who } = await atWork(context)
	supervisor.changeOver('engine')
	assert.equal(who(), 'engine ready 51, engine-next starting null')
	assert.deepEqual(happened(), [])
	supervisor.send('engine', { type: 'cancel', attempt: 'a' })
	comesUp(2)
	assert.deepEqual(happened(), [
		['born', 'engine#2', 52],
		['spawned', 'engine, with what is next'],
		['changed over', 'engine', 52],
		['lost', 'engine', '52 is ready', '2 forked so far', 'memory comes'],
		['ready', 'engine', 52]
	])
	assert.equal(who(), 'engine ready 52, engine-standby stopping 51')
	supervisor.send('engine', { type: 'cancel', attempt: 'b' })
	assert.deepEqual(
		[life(1).told, life(2).told, life(2).env.HOLDFAST_NAME],
		[['load', 'ping', 'cancel', 'stop'], ['load', 'cancel'], 'engine-c']
	)
	// What it still says is heard by nobody, and its end is that of one that had the post.
	life(1).message({ type: 'transcribed', attempt: 'a', cursor: 5 })
	life(1).exited({ ...segfault, signal: null, code: 0 })
	assert.deepEqual(happened(), [['ended', 'engine']])
	assert.equal(who(), 'engine ready 52')
})

test('how fast it is at recordings and at files is told apart, and forgotten with its model', async context => {
	const { supervisor, comesUp } = await atWork(context)
	const speeds = () => supervisor.health().map(({ speed, speeds }) => [speed, speeds])
	assert.deepEqual(speeds(), [[null, undefined]])
	supervisor.measured('engine', 31, 'live')
	assert.deepEqual(speeds(), [[31, { live: 31, file: null }]])
	supervisor.measured('engine', 38, 'file')
	assert.deepEqual(speeds(), [[38, { live: 31, file: 38 }]])
	supervisor.changeOver('engine')
	comesUp(2)
	assert.deepEqual(speeds()[0], [null, undefined])
})

test('a standby is replaced too, a little later, so that it has loaded the same', async context => {
	const { supervisor, life, lives, comesUp, pass, happened, who } = await atWork(context, true)
	supervisor.changeOver('engine')
	comesUp(3)
	assert.equal(who(), 'engine ready 53, engine-standby stopping 51, engine-next stopping 52')
	for (const n of [1, 2]) life(n).exited({ ...segfault, signal: null, code: 0 })
	happened()
	supervisor.wantStandby('engine', true)
	pass(STANDBY_AFTER_MS)
	assert.equal(lives.length, 4)
	comesUp(4)
	assert.deepEqual(happened(), [
		['born', 'engine#4', 54],
		['spawned', 'engine'],
		['ready', 'engine', 54, 'in reserve']
	])
	// And once more, with the third of the places.
	supervisor.changeOver('engine')
	comesUp(5)
	assert.equal(who(), 'engine ready 55, engine-standby stopping 53, engine-next stopping 54')
})

test('the engine dies while another model is loaded: it comes back with its own, and the change goes on', async context => {
	const { supervisor, life, comesUp, happened, who } = await atWork(context)
	supervisor.changeOver('engine')
	life(1).exited(segfault)
	assert.equal(who(), 'engine starting null, engine-next starting null')
	comesUp(3)
	assert.equal(who(), 'engine ready 53, engine-next starting null')
	comesUp(2)
	assert.equal(who(), 'engine ready 52, engine-standby stopping 53')
	assert.deepEqual(happened().slice(-3), [
		['changed over', 'engine', 52],
		['lost', 'engine', '52 is ready', '3 forked so far', 'memory comes'],
		['ready', 'engine', 52]
	])
})

test('one that dies whenever it loads is given up, and one that says it is of no use at once: who has the post knows nothing of it', async context => {
	const { supervisor, life, lives, pass, happened, who } = await atWork(context)
	supervisor.changeOver('engine')
	for (let n = 2; n <= 5; n++) {
		life(n).spawned(life(n).pid)
		life(n).exited(segfault)
		pass(STANDBY_AFTER_MS)
	}
	assert.equal(lives.length, 5)
	assert.deepEqual(happened().slice(-2), [
		['died', 'engine#5', 55, null, null, [], 'gave-up', 'not at its post yet'],
		['not changed', 'engine', null]
	])
	assert.equal(who(), 'engine ready 51')
	supervisor.changeOver('engine')
	life(6).spawned(life(6).pid)
	life(6).message({ type: 'unfit', problem: fail('model-missing', 'It is not there.').problem })
	assert.deepEqual(happened().slice(-1), [['not changed', 'engine', 'model-missing']])
	life(6).exited({ ...segfault, signal: 'SIGKILL' })
	assert.equal(who(), 'engine ready 51')
	pass(60_000)
	assert.equal(lives.length, 6)
})

test('asked for something else meanwhile it begins anew, and not wanted any more it ends', async context => {
	const { supervisor, life, lives, comesUp, pass, happened, who } = await atWork(context)
	supervisor.changeOver('engine')
	life(2).spawned(life(2).pid)
	supervisor.changeOver('engine')
	life(2).message({ type: 'ready', model: 'other', versions: {}, loadMs: 1 })
	life(2).exited({ ...segfault, signal: 'SIGKILL' })
	pass(STANDBY_AFTER_MS)
	assert.equal(lives.length, 3)
	supervisor.keep('engine')
	comesUp(3)
	life(3).exited({ ...segfault, signal: null, code: 0 })
	pass(60_000)
	assert.equal(who(), 'engine ready 51')
	assert.ok(!happened().some(([what]) => what === 'changed over'))
})

test('a post that was given up is held again by what is next', async context => {
	const { supervisor, life, comesUp, who } = await atWork(context)
	life(1).message({ type: 'unfit', problem: fail('model-missing', 'It is not there.').problem })
	life(1).exited({ ...segfault, signal: 'SIGKILL' })
	assert.ok(supervisor.gaveUp('engine'))
	supervisor.changeOver('engine')
	comesUp(2)
	assert.equal(who(), 'engine ready 52')
	assert.ok(!supervisor.gaveUp('engine'))
})
