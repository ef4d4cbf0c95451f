import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENGINE, STANDBY_AFTER_MS } from './child-specs.ts'
import { busy, idle, readyMessage, segfault, supervised, two } from './test-supervised.ts'

test('a standby is started a little after the engine is ready, and has nothing to say of its own', async context => {
	const { supervisor, life, lives, comesUp, pass, happened } = await supervised(context)
	supervisor.wantStandby('engine', true)
	supervisor.start('engine')
	pass(60_000 - 1)
	assert.equal(lives.length, 1)
	comesUp(1)
	pass(STANDBY_AFTER_MS - 1)
	assert.equal(lives.length, 1)
	pass(1)
	assert.deepEqual([lives.length, life(2).label, life(2).env.HOLDFAST_NAME], [2, 'engine#2', 'engine-b'])
	happened()
	comesUp(2)
	// A second wish, and a second ready one, change nothing.
	supervisor.wantStandby('engine', true)
	pass(10_000)
	life(2).message({ type: 'transcribed', attempt: 'a', cursor: 5 })
	assert.deepEqual(happened(), [
		['born', 'engine#2', 52],
		['spawned', 'engine'],
		['ready', 'engine', 52, 'in reserve']
	])
	assert.deepEqual([lives.length, life(2).told[0]], [2, 'load'])
})

test('a death is told to the jobs when the standby holds the post, and before anything is forked or looked into', async context => {
	const { supervisor, life, happened, who } = await two(context)
	life(1).exited(segfault)
	assert.deepEqual(happened(), [
		['lost', 'engine', '52 is ready', '2 forked so far'],
		['died', 'engine#1', 51, null, null, [], 'restart', '52 took over']
	])
	assert.equal(who(), 'engine ready 52, engine-standby backing-off null')
	supervisor.send('engine', { type: 'cancel', attempt: 'a' })
	assert.deepEqual(life(2).told, ['load', 'warm-up', 'cancel'])
})

test('the dead one comes back as the standby, and takes over in its turn', async context => {
	const { life, lives, comesUp, happened, who, pass } = await two(context)
	life(1).exited(segfault)
	// Not at once: loading would take a core from the one that has just taken over.
	pass(STANDBY_AFTER_MS - 1)
	assert.equal(lives.length, 2)
	pass(1)
	comesUp(3)
	pass(5_000)
	happened()
	life(2).exited(segfault)
	assert.deepEqual(happened(), [
		['lost', 'engine', '53 is ready', '3 forked so far'],
		['died', 'engine#2', 52, null, null, [], 'restart', '53 took over']
	])
	assert.equal(who(), 'engine ready 53, engine-standby backing-off null')
	pass(STANDBY_AFTER_MS)
	assert.equal(life(4).env.HOLDFAST_NAME, 'engine-b')
})

test('a standby that isn’t ready yet takes over when it is, if the other is still away', async context => {
	const { supervisor, life, comesUp, pass, happened } = await supervised(context)
	supervisor.wantStandby('engine', true)
	supervisor.start('engine')
	comesUp(1)
	pass(STANDBY_AFTER_MS)
	happened()
	life(1).exited(segfault)
	assert.deepEqual(happened(), [
		['lost', 'engine'],
		['died', 'engine#1', 51, null, null, [], 'restart']
	])
	comesUp(2)
	comesUp(3)
	assert.deepEqual(happened(), [
		['born', 'engine#2', 52],
		['spawned', 'engine'],
		['ready', 'engine', 52],
		['born', 'engine#3', 53],
		['spawned', 'engine'],
		['ready', 'engine', 53, 'in reserve']
	])
	assert.deepEqual(
		supervisor.health().map(process => `${process.name} ${process.pid} ${process.restarts}`),
		['engine 52 1', 'engine-standby 53 0']
	)
})

test('both die at once: each comes back, and the first that is ready holds the post', async context => {
	const { life, comesUp, happened, who, pass } = await two(context)
	life(1).exited(segfault)
	life(2).exited(segfault)
	assert.deepEqual(
		happened().map(line => line.slice(0, 2)),
		[
			['lost', 'engine'],
			['died', 'engine#1'],
			['lost', 'engine'],
			['died', 'engine#2']
		]
	)
	// The second has nobody to do its work: it comes back at once.
	comesUp(3)
	assert.equal(who(), 'engine ready 53, engine-standby backing-off null')
	pass(STANDBY_AFTER_MS)
	comesUp(4)
	assert.deepEqual(
		happened().filter(line => line[0] === 'ready'),
		[
			['ready', 'engine', 53],
			['ready', 'engine', 54, 'in reserve']
		]
	)
})

test('the standby’s own death holds up nobody, and it is started again', async context => {
	const { supervisor, life, comesUp, happened, who, pass } = await two(context)
	life(2).exited(segfault)
	assert.deepEqual(happened(), [['died', 'engine#2', 52, null, null, [], 'restart', 'in reserve']])
	pass(STANDBY_AFTER_MS)
	comesUp(3)
	assert.equal(who(), 'engine ready 51, engine-standby ready 53')
	assert.equal(supervisor.health()[0]?.restarts, 0)
})

test('“restart now” hands over first; the jobs are told once, and of its end as of the post’s', async context => {
	const { supervisor, life, lives, comesUp, happened, who, pass } = await two(context)
	assert.equal(supervisor.restart('engine'), true)
	assert.deepEqual([happened(), life(1).told.at(-1), lives.length], [[['lost', 'engine', '52 is ready', '2 forked so far']], 'SIGKILL', 2])
	// What it still says was another's to say by now.
	life(1).message({ type: 'transcribed', attempt: 'a', cursor: 5 })
	life(1).exited({ ...segfault, signal: 'SIGKILL' })
	assert.deepEqual(happened(), [['ended', 'engine']])
	pass(STANDBY_AFTER_MS)
	comesUp(3)
	assert.equal(who(), 'engine ready 52, engine-standby ready 53')
})

test('one that is stuck is relieved when that is noticed, not when it is gone; its death is the post’s', async context => {
	const { life, pass, happened, who } = await two(context)
	while (!life(1).told.includes('SIGABRT')) {
		life(2).message(idle())
		pass(1_000)
	}
	assert.deepEqual([life(1).told.at(-1), happened()], ['SIGABRT', [['lost', 'engine', '52 is ready', '2 forked so far']]])
	assert.equal(who(), 'engine ready 52, engine-standby ready 51')
	pass(ENGINE.dumpMs)
	assert.equal(life(1).told.at(-1), 'SIGKILL')
	life(1).exited({ ...segfault, signal: 'SIGKILL' })
	assert.deepEqual(happened(), [['died', 'engine#1', 51, 'hang', null, [], 'restart', '52 took over']])
})

test('one that is stuck does not take over', async context => {
	const { supervisor, life, pass, happened } = await two(context)
	while (!life(2).told.includes('SIGABRT')) {
		life(1).message(busy)
		pass(1_000)
	}
	happened()
	life(1).exited(segfault)
	assert.deepEqual([happened()[0], supervisor.isReady('engine')], [['lost', 'engine'], false])
})

test('knows one that was stopped from one that is stuck', async context => {
	for (const frozen of [true, false]) {
		const { life, pass, deaths } = await two(context, { frozen: pid => frozen && pid === 51 })
		for (let n = 0; n < 11; n++) {
			life(2).message(idle())
			pass(1_000)
		}
		life(1).exited({ ...segfault, signal: 'SIGKILL' })
		assert.equal(deaths[0]?.of.frozen, frozen)
		// One that is stopped hears nothing else; the other says in its dump what it was stuck in.
		assert.equal(
			life(1).told.find(word => word.startsWith('SIG')),
			frozen ? 'SIGKILL' : 'SIGABRT'
		)
		context.mock.timers.reset()
	}
})

test('a standby that nobody wants any more is ended, however often that is said; one that is wanted again comes back', async context => {
	const { supervisor, life, lives, pass, happened, who } = await two(context)
	for (let n = 0; n < 3; n++) {
		supervisor.wantStandby('engine', false)
		pass(400)
	}
	assert.deepEqual(
		life(2).told.filter(word => word !== 'ping'),
		['load', 'warm-up', 'stop', 'SIGKILL']
	)
	assert.equal(who(), 'engine ready 51, engine-standby stopping 52')
	life(2).exited(segfault)
	assert.deepEqual([happened(), who()], [[['ended', 'engine', 'in reserve']], 'engine ready 51'])
	supervisor.wantStandby('engine', true)
	pass(STANDBY_AFTER_MS)
	assert.equal(lives.length, 3)
})

test('a wish that is taken back before the standby is started starts none', async context => {
	const { supervisor, lives, comesUp, pass } = await supervised(context)
	supervisor.wantStandby('engine', true)
	supervisor.start('engine')
	comesUp(1)
	supervisor.wantStandby('engine', false)
	pass(60_000)
	assert.equal(lives.length, 1)
})

/** Kills the first child's lives until it is given up. */
function giveUp({ life, pass }: Awaited<ReturnType<typeof two>>, first: number, others: readonly number[]): void {
	life(first).exited(segfault)
	for (const n of others) {
		pass(STANDBY_AFTER_MS)
		life(n).exited(segfault)
	}
}

test('a former holder that is given up is no matter of the post’s; “start again” brings it back', async context => {
	const all = await two(context)
	const { supervisor, lives, happened, who, life, comesUp, pass } = all
	giveUp(all, 1, [3, 4, 5])
	assert.deepEqual(
		happened()
			.filter(line => line[0] === 'died')
			.map(line => [line[1], ...line.slice(6)]),
		[
			['engine#1', 'restart', '52 took over'],
			['engine#3', 'restart', 'in reserve'],
			['engine#4', 'restart', 'in reserve'],
			['engine#5', 'gave-up', 'in reserve']
		]
	)
	assert.deepEqual([who(), supervisor.gaveUp('engine')], ['engine ready 52, engine-standby gave-up null', false])
	pass(60_000)
	assert.equal(lives.length, 5)
	// Restarting the engine itself forgives its standby as well.
	supervisor.restart('engine')
	life(2).exited(segfault)
	comesUp(6)
	pass(STANDBY_AFTER_MS)
	assert.deepEqual([lives.length, life(7).env.HOLDFAST_NAME], [7, 'engine'])
})

test('the post is given up when neither can hold it, and not before', async context => {
	const { supervisor, life, lives, comesUp, pass, happened } = await supervised(context)
	supervisor.wantStandby('engine', true)
	supervisor.start('engine')
	comesUp(1)
	pass(STANDBY_AFTER_MS)
	// The standby is still loading when the holder is given up.
	for (const n of [1, 3, 4, 5]) {
		life(n).exited(segfault)
		pass(500)
	}
	const nexts = () =>
		happened()
			.filter(line => line[0] === 'died')
			.map(line => [line[1], ...line.slice(6)].join(' '))
	assert.deepEqual(
		[nexts(), supervisor.gaveUp('engine')],
		[['engine#1 restart', 'engine#3 restart', 'engine#4 restart', 'engine#5 restart'], false]
	)
	// Even when none is wanted at the moment: it is the last hope.
	supervisor.wantStandby('engine', false)
	for (const n of [2, 6, 7, 8]) {
		life(n).exited(segfault)
		pass(500)
	}
	assert.deepEqual(
		[nexts(), supervisor.gaveUp('engine')],
		[['engine#2 restart', 'engine#6 restart', 'engine#7 restart', 'engine#8 gave-up'], true]
	)
	pass(60_000)
	assert.equal(lives.length, 8)
	supervisor.restart('engine')
	comesUp(9)
	assert.deepEqual([supervisor.isReady('engine'), supervisor.gaveUp('engine')], [true, false])
})

test('a standby that becomes ready while the holder is being ended gets the work with the post', async context => {
	const { supervisor, life, comesUp, pass, happened } = await supervised(context)
	supervisor.wantStandby('engine', true)
	supervisor.start('engine')
	comesUp(1)
	pass(STANDBY_AFTER_MS)
	happened()
	supervisor.restart('engine')
	comesUp(2)
	life(1).exited(segfault)
	assert.deepEqual(happened(), [
		['born', 'engine#2', 52],
		['spawned', 'engine'],
		['lost', 'engine', '52 is ready', '2 forked so far'],
		['ready', 'engine', 52],
		['ended', 'engine']
	])
})

test('all stop together: nobody takes over on the way, and no timer is left', async context => {
	const { supervisor, life, lives, pass, happened } = await two(context)
	const stopping = supervisor.stop()
	life(1).exited(segfault)
	life(2).exited(segfault)
	await stopping
	assert.deepEqual(
		happened().filter(line => line[0] !== 'lost'),
		[
			['ended', 'engine'],
			['ended', 'engine', 'in reserve']
		]
	)
	supervisor.sample(Date.now())
	pass(3_600_000)
	assert.equal(lives.length, 2)
})

test('the curve, the log and the harm of each are asked for by the name it has now', async context => {
	const { supervisor, life, pass } = await two(context)
	supervisor.sample(Date.now())
	assert.deepEqual(
		['engine', 'engine-standby', 'decoder-standby', 'window'].map(name => [supervisor.logOf(name), supervisor.curve(name).map(s => s.rss)]),
		[
			[{ name: 'engine', pid: 51 }, [51_000]],
			[{ name: 'engine-b', pid: 52 }, [52_000]],
			[null, []],
			[null, []]
		]
	)
	life(1).exited(segfault)
	pass(STANDBY_AFTER_MS)
	assert.deepEqual(supervisor.logOf('engine'), { name: 'engine-b', pid: 52 })
	assert.deepEqual(
		[supervisor.harm('engine', { type: 'deed', deed: 'hang' }), supervisor.harm('window', { type: 'deed', deed: 'hang' })],
		[true, false]
	)
	assert.equal(life(2).told.at(-1), 'deed')
	life(3).message(readyMessage)
})

test('a kill by the kernel is counted over the last two samples, not over a life', async context => {
	const kernel = { kills: 3 }
	const { supervisor, life, deaths } = await two(context, { oomKills: () => kernel.kills })
	kernel.kills = 4
	supervisor.sample(Date.now())
	kernel.kills = 5
	// Between the kill and the news of its exit.
	supervisor.sample(Date.now())
	life(1).exited({ ...segfault, signal: 'SIGKILL' })
	assert.equal(deaths[0]?.of.oomKills, 1)
})

test('beginning anew, no standby takes over: what that has loaded is not wanted any more', async context => {
	const { supervisor, life, lives, who } = await two(context)
	supervisor.beginAnew('engine')
	assert.deepEqual([life(2).told.at(-1), supervisor.isFreeing], ['stop', true])
	life(2).exited({ ...segfault, code: 0, signal: null })
	life(1).exited({ ...segfault, signal: 'SIGKILL' })
	assert.deepEqual([lives.length, supervisor.isFreeing, who()], [3, false, 'engine starting null, engine-standby stopped null'])
})
