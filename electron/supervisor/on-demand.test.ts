import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { ENGINE, OTHER_ENGINE } from './child-specs.ts'
import { readyMessage, segfault, supervised } from './test-supervised.ts'

const OTHER = OTHER_ENGINE.name

async function onDemand(context: TestContext) {
	const all = await supervised(context, { specs: [ENGINE, OTHER_ENGINE] })
	const names = () => all.supervisor.health().map(process => `${process.name} ${process.state}`)
	return { ...all, names }
}

test('what is there on demand has a line only while it lives, and comes and goes', async context => {
	const { supervisor, life, comesUp, names, heard, happened } = await onDemand(context)
	assert.deepEqual([names(), supervisor.standing(OTHER)], [['engine stopped'], 'away'])
	supervisor.start(OTHER)
	assert.deepEqual([names(), supervisor.standing(OTHER)], [['engine stopped', 'engine-other starting'], 'coming'])
	assert.equal(life(1).label, 'engine-other#1')
	comesUp(1)
	assert.equal(supervisor.standing(OTHER), 'ready')
	supervisor.sample(1)
	assert.equal(supervisor.curve(OTHER).length, 1)
	happened()
	supervisor.letGo(OTHER)
	assert.deepEqual([supervisor.standing(OTHER), life(1).told.at(-1)], ['going', 'stop'])
	life(1).exited({ ...segfault, signal: 'SIGKILL' })
	const said = heard()
	assert.deepEqual([said.filter(line => line[0] === 'ended'), said.at(-1)], [[['ended', OTHER]], ['stopped', null, 0]])
	supervisor.sample(2)
	assert.deepEqual([names(), supervisor.standing(OTHER), supervisor.curve(OTHER)], [['engine stopped'], 'away', []])
	supervisor.start(OTHER)
	assert.equal(life(2).label, 'engine-other#2')
})

test('it dies and comes back like any other, until it is let go', async context => {
	const { supervisor, life, lives, comesUp, pass, happened } = await onDemand(context)
	supervisor.start(OTHER)
	comesUp(1)
	life(1).exited(segfault)
	assert.equal(supervisor.standing(OTHER), 'coming')
	comesUp(2)
	life(2).exited(segfault)
	// Waiting for its next start: nobody needs that one any more.
	assert.equal(supervisor.standing(OTHER), 'coming')
	supervisor.letGo(OTHER)
	pass(60_000)
	assert.deepEqual([supervisor.standing(OTHER), lives.length], ['away', 2])
	assert.deepEqual(happened().filter(line => line[0] === 'died').length, 2)
})

test('one that can’t be started is held like any other; let go, it may be tried anew', async context => {
	const { supervisor, life, lives, names, pass } = await onDemand(context)
	supervisor.start(OTHER)
	for (let n = 1; n <= 4; n++) {
		life(n).spawned(50 + n)
		life(n).exited(segfault)
		pass(500)
	}
	assert.deepEqual([supervisor.gaveUp(OTHER), supervisor.standing(OTHER), lives.length], [true, 'going', 4])
	supervisor.letGo(OTHER)
	assert.deepEqual([supervisor.gaveUp(OTHER), supervisor.standing(OTHER), names()], [false, 'away', ['engine stopped']])
	// One that says that it is of no use is still there, and has to go first.
	supervisor.start(OTHER)
	life(5).spawned(55)
	life(5).message({ type: 'unfit', problem: { code: 'model-missing', facts: {}, text: '' } })
	supervisor.letGo(OTHER)
	assert.deepEqual([supervisor.standing(OTHER), supervisor.health()[1]?.problem], ['going', null])
	life(5).exited(segfault)
	assert.equal(supervisor.standing(OTHER), 'away')
})

test('one that is stuck when it is let go of is ended, and its death told; nobody comes after it', async context => {
	const { supervisor, life, lives, comesUp, pass, happened } = await onDemand(context)
	supervisor.start(OTHER)
	comesUp(1)
	for (let n = 0; n < OTHER_ENGINE.heartbeat.limitMs / 2_000; n++) pass(1_000)
	supervisor.letGo(OTHER)
	pass(1_000)
	assert.equal(life(1).told.at(-1), 'SIGKILL')
	happened()
	life(1).exited({ ...segfault, signal: 'SIGKILL' })
	assert.deepEqual(happened(), [
		['lost', OTHER],
		['died', 'engine-other#1', 51, 'hang', null, [], 'stopped']
	])
	pass(60_000)
	assert.deepEqual([supervisor.standing(OTHER), lives.length], ['away', 1])
})

test('“restart now” is for one that is needed', async context => {
	const { supervisor, life, comesUp } = await onDemand(context)
	assert.equal(supervisor.restart(OTHER), false)
	supervisor.start(OTHER)
	comesUp(1)
	assert.equal(supervisor.restart(OTHER), true)
	life(1).exited(segfault)
	assert.equal(life(2).label, 'engine-other#2')
	supervisor.letGo(OTHER)
	assert.equal(supervisor.restart(OTHER), false)
})

test('its priority is lowered when it is born, and of what came to life since when it is ready; that of others is not', async context => {
	const { supervisor, life, lowered, comesUp } = await onDemand(context)
	supervisor.start('engine')
	comesUp(1)
	supervisor.start(OTHER)
	life(2).spawned(52)
	assert.deepEqual(lowered, [52])
	life(2).message(readyMessage)
	assert.deepEqual(lowered, [52, 52])
})
