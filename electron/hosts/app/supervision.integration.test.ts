/** Every way in which an engine can fail, with real processes: what is seen of it, who takes over, and that no word is missing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { childProcessHost } from '../browser/child-process.ts'
import { appFor, type TestApp, words } from './test-app.ts'

/** A recording in which `harm` is done to the engine after six seconds, and that goes on. */
async function harmed(app: TestApp, harm: (pid: number) => unknown, ms?: number) {
	const pid = await app.pid('engine')
	await app.pid('engine-standby')
	const recording = await app.record()
	await recording.speak(6)
	await app.wait('text', event => event.type === 'segment' && event.segment.text === words(4, 6))
	const recorded = app.next('the death', event => event.type === 'exit' && event.exit.pid === pid && event.exit, ms)
	await harm(pid)
	await recording.speak(6)
	const exit = await recorded
	await app.wait('text that comes after it', event => event.type === 'segment' && event.segment.text === words(10, 12))
	await recording.stop()
	assert.equal((await app.over(recording.id)).state, 'done')
	assert.equal(await app.told(recording.id), words(0, 12))
	return exit
}

const ways: [how: string, code: string, harm: (app: TestApp, pid: number) => unknown][] = [
	['SIGKILL', 'killed-from-outside', (_app, pid) => process.kill(pid, 'SIGKILL')],
	['SIGSEGV', 'signal', (_app, pid) => process.kill(pid, 'SIGSEGV')],
	['exit(0)', 'exit-zero', app => app.ask('drill.deed', { name: 'engine', deed: 'exit-zero' })],
	['garbage on its channel', 'protocol', app => app.ask('drill.deed', { name: 'engine', deed: 'garbage' })]
]
for (const [how, code, harm] of ways) {
	test(`${how}: the standby takes over at once, and nothing is missing`, { timeout: 60_000 }, async context => {
		const app = await appFor(context, {}, 'on', { isDrill: true })
		const exit = await harmed(app, pid => harm(app, pid))
		assert.ok(exit.explanation.code === code || (code === 'signal' && exit.explanation.code === 'signal-sent'), exit.explanation.code)
		assert.equal(exit.restarted?.standby, true)
		assert.ok((exit.restarted?.readyAfterMs ?? 999) < 150, `${exit.restarted?.readyAfterMs} ms`)
		// The dead one's successor waits in its turn.
		assert.notEqual(await app.pid('engine-standby', exit.restarted?.pid), exit.restarted?.pid)
	})
}

test('stopped by SIGSTOP: found by its silence, called what it is, relieved and ended', {
	timeout: 60_000,
	skip: process.platform === 'win32'
}, async context => {
	const app = await appFor(context, {}, 'on')
	const exit = await harmed(app, pid => process.kill(pid, 'SIGSTOP'), 20_000)
	assert.deepEqual(
		[exit.killedFor, exit.explanation.code, exit.frozen, exit.restarted?.standby],
		['hang', process.platform === 'linux' ? 'frozen' : 'hang', process.platform === 'linux', true]
	)
})

test('a native step that never ends is ended although its heart beats, and done again', { timeout: 60_000 }, async context => {
	const stall = { at: 4, times: 1, does: { kind: 'stall' as const } }
	const app = await appFor(context, { deeds: [stall] }, 'off', { engineLimits: { slow: { leastMs: 4_000, timesAudio: 1 } } })
	const id = await app.drop(10)
	assert.equal((await app.over(id, 40_000)).state, 'done')
	const [exit, ...others] = await app.deaths()
	assert.deepEqual([exit?.killedFor, exit?.explanation.code, others.length, await app.told(id)], ['slow', 'slow', 0, words(0, 10)])
})

/** The real host, for which every process weighs more than it does: the test need not fill the machine. */
function heavier(times: number) {
	const host = childProcessHost('cli')
	return {
		...host,
		residentBytes: (pid: number) => {
			const rss = host.residentBytes(pid)
			return rss === null ? null : rss * times
		}
	}
}

test('a leak is recycled between two segments: no death, and no word lost', { timeout: 60_000 }, async context => {
	// 1.75 GB as it is weighed: beyond the first limit, not the last.
	const leak = { at: 4, times: 1, does: { kind: 'leak' as const, megabytes: 250 } }
	const slowly = Array.from({ length: 14 }, (_, n) => ({ at: 6 + n * 2, does: { kind: 'dawdle' as const, ms: 200 } }))
	const app = await appFor(context, { deeds: [leak, ...slowly] }, 'on', { host: heavier(7) })
	const pid = await app.pid('engine')
	await app.pid('engine-standby')
	const id = await app.drop(34)
	assert.equal((await app.over(id, 40_000)).state, 'done')
	assert.equal(await app.told(id), words(0, 34))
	assert.notEqual(await app.pid('engine', pid), pid)
	assert.deepEqual(await app.deaths(), [])
})

test('a leak that goes far is ended at once, and recorded as what it was', { timeout: 60_000 }, async context => {
	const leak = { at: 4, times: 1, does: { kind: 'leak' as const, megabytes: 600 } }
	// So that it is still there when it is weighed; where that was while it filled its memory, the next one only takes its time.
	const dawdle = { at: 4, times: 1, does: { kind: 'dawdle' as const, ms: 3_000 } }
	const app = await appFor(context, { deeds: [leak, dawdle] }, 'off', { host: heavier(7) })
	const id = await app.drop(10)
	assert.equal((await app.over(id, 40_000)).state, 'done')
	const deaths = await app.deaths()
	assert.deepEqual(
		deaths.map(({ killedFor, explanation }) => [killedFor, explanation.code]),
		[['memory', 'over-memory']]
	)
	assert.equal(await app.told(id), words(0, 10))
})

test('an engine that dies while it starts is held after a few tries; a recording goes on to disk, and “start again” is the way out', {
	timeout: 60_000
}, async context => {
	const app = await appFor(context, { deeds: [{ at: null, does: { kind: 'die', signal: 'SIGABRT' } }] }, 'on')
	const recording = await app.record()
	const waiting = await app.drop(4)
	const held = await app.wait(
		'the engine held',
		event =>
			event.type === 'process' &&
			event.process.name === 'engine' &&
			event.process.state === 'gave-up' &&
			event.process.problem &&
			event.process
	)
	assert.equal(held.problem?.code, 'worker-gave-up')
	assert.deepEqual(
		(await app.deaths()).map(death => death.crumb?.activity),
		Array.from({ length: 4 }, () => 'loading-model')
	)
	await recording.speak(4)
	await recording.stop()
	const list = await app.ask('transcripts.list', {})
	assert.deepEqual(
		[list.find(row => row.id === recording.id)?.samples, list.find(row => row.id === recording.id)?.state],
		[4 * 16_000, 'transcribing']
	)
	// Nothing goes on by itself.
	await new Promise(resolve => setTimeout(resolve, 1_500))
	assert.equal((await app.deaths()).length, 4)

	app.play({})
	await app.ask('process.restart', { name: 'engine' })
	assert.equal((await app.over(recording.id)).state, 'done')
	assert.equal(await app.told(recording.id), words(0, 4))
	if ((await app.ask('transcript.get', { transcript: waiting })).transcript.state === 'failed')
		await app.ask('transcript.retry', { transcript: waiting })
	await app.wait(
		'the file done',
		event => event.type === 'transcript' && event.transcript.id === waiting && event.transcript.state === 'done'
	)
})

test('killed again and again as soon as it shows something, an engine is not taken for one that can’t start', {
	timeout: 60_000
}, async context => {
	const app = await appFor(context, {})
	const recording = await app.record()
	let pid = await app.pid('engine')
	// Half of what the engine settles at once: it waits for the rest, so that by its crumb it has nothing to do.
	let shown = app.next('text shown early', event => event.type === 'partial' && event.faint !== '')
	await recording.speak(1)
	for (let n = 0; n < 6; n++) {
		await shown
		await new Promise(resolve => setTimeout(resolve, 50))
		shown = app.next('text shown early again', event => event.type === 'partial' && event.faint !== '', 10_000)
		process.kill(pid, 'SIGKILL')
		pid = await app.pid('engine', pid)
	}
	await shown
	await recording.speak(5)
	await recording.stop()
	assert.equal((await app.over(recording.id)).state, 'done')
	assert.equal(await app.told(recording.id), words(0, 6))
	assert.deepEqual(new Set((await app.deaths()).map(death => death.crumb?.activity)), new Set(['idle']))
})

test('both engines are killed at the same time: the recording goes on, and nothing is missing', { timeout: 60_000 }, async context => {
	const app = await appFor(context, {}, 'on')
	const [pid, other] = [await app.pid('engine'), await app.pid('engine-standby')]
	const recording = await app.record()
	await recording.speak(5)
	process.kill(pid, 'SIGKILL')
	process.kill(other, 'SIGKILL')
	await recording.speak(5)
	await recording.stop()
	assert.equal((await app.over(recording.id)).state, 'done')
	assert.equal(await app.told(recording.id), words(0, 10))
	const deaths = await app.deaths()
	assert.equal(deaths.length, 2)
	// Each was recovered from.
	for (const death of deaths)
		await app.wait('its successor', event => event.type === 'exit' && event.exit.id === death.id && event.exit.restarted)
})
