/** Audio that kills the engine, with real processes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MOST_QUARANTINES } from '../../supervisor/child-specs.ts'
import { appFor, type Deed, words } from './test-app.ts'

const killsAt = (at: number, times?: number): Deed => ({
	at,
	does: { kind: 'die', signal: 'SIGSEGV' },
	...(times === undefined ? {} : { times })
})

for (const standby of ['off', 'on'] as const) {
	test(`a place in a file that kills every engine costs two of them and two seconds, not the file (standby ${standby})`, {
		timeout: 60_000
	}, async context => {
		const app = await appFor(context, { deeds: [killsAt(6)] }, standby)
		if (standby === 'on') await app.pid('engine-standby')
		const id = await app.drop(20)
		assert.equal((await app.over(id)).state, 'done')
		assert.equal(await app.told(id), `${words(0, 6)} [6–8 engine-died] ${words(8, 20)}`)
		const deaths = await app.deaths()
		assert.deepEqual(
			deaths.map(({ signal, crumb, wordsLost, jobs }) => [signal, crumb?.from, jobs.map(job => job.outcome), wordsLost]),
			[
				['SIGSEGV', 96_000, ['continued'], 0],
				['SIGSEGV', 96_000, ['continued'], 0]
			]
		)
	})
}

test('a place that kills once is transcribed like any other', { timeout: 60_000 }, async context => {
	const app = await appFor(context, { deeds: [killsAt(2, 1), killsAt(8, 1), killsAt(14, 1)] })
	const id = await app.drop(20)
	await app.over(id)
	assert.deepEqual([await app.told(id), (await app.deaths()).length], [words(0, 20), 3])
})

test('a gap is tried again when the user asks: filled when nothing kills there any more, kept when it does', {
	timeout: 60_000
}, async context => {
	const app = await appFor(context, { deeds: [killsAt(6)] })
	const id = await app.drop(12)
	await app.over(id)
	await app.ask('gap.retry', { transcript: id, from: 96_000 })
	const stays = await app.next('the notice', event => event.type === 'notice' && event.problem.code)
	assert.deepEqual([stays, (await app.deaths()).length], ['gap-stays', 4])
	assert.equal(await app.told(id), `${words(0, 6)} [6–8 engine-died] ${words(8, 12)}`)

	app.play({})
	await app.ask('process.restart', { name: 'engine' })
	const closed = app.next('the gap closed', event => event.type === 'gap-changed' && event.gap === null)
	await app.ask('gap.retry', { transcript: id, from: 96_000 })
	await closed
	assert.equal(await app.told(id), words(0, 12))
	assert.equal((await app.ask('transcript.get', { transcript: id })).transcript.state, 'done')
})

test('a place in a live recording is passed over while it goes on, and the rest is transcribed', { timeout: 60_000 }, async context => {
	const app = await appFor(context, { deeds: [killsAt(4)] })
	await app.pid('engine')
	const recording = await app.record()
	await recording.speak(8)
	await app.wait('the gap', event => event.type === 'gap' && event.gap.cause === 'engine-died')
	await recording.speak(6)
	await recording.stop()
	assert.equal((await app.over(recording.id)).state, 'done')
	assert.equal(await app.told(recording.id), `${words(0, 4)} [4–6 engine-died] ${words(6, 14)}`)
	assert.equal((await app.deaths()).length, 2)
	assert.equal((await app.ask('transcript.get', { transcript: recording.id })).transcript.samples, 14 * 16_000)
})

test('a file full of such places fails with its reason after a number of them, and the next file goes on', {
	timeout: 180_000
}, async context => {
	const deeds = Array.from({ length: 30 }, (_, n) => killsAt(100 + n))
	const app = await appFor(context, { stepSeconds: 1, deeds })
	const bad = await app.drop(131, 'bad.wav')
	const good = await app.drop(10, 'good.wav')
	const failed = await app.over(bad, 150_000)
	assert.deepEqual([failed.state, failed.problem?.code], ['failed', 'worker-died-here'])
	assert.equal((await app.ask('transcript.get', { transcript: bad })).gaps.length, MOST_QUARANTINES)
	assert.equal((await app.over(good)).state, 'done')
	assert.equal(await app.told(good), words(0, 10))
})

test('three files that kill within a minute do not hold the engine', { timeout: 90_000 }, async context => {
	const app = await appFor(context, { deeds: [killsAt(0)] })
	const ids = [await app.drop(4, 'a.wav'), await app.drop(4, 'b.wav'), await app.drop(4, 'c.wav')]
	for (const id of ids) assert.equal((await app.over(id, 60_000)).state, 'done')
	for (const id of ids) assert.equal(await app.told(id), `[0–2 engine-died] ${words(2, 4)}`)
	const deaths = await app.deaths()
	assert.equal(deaths.length, 6)
	assert.ok(deaths[5] && deaths[0] && deaths[5].at - deaths[0].at < 60_000)
})

test('showing text early that kills is left out there; the same audio becomes text, and later text is shown again', {
	timeout: 60_000
}, async context => {
	const app = await appFor(context, { deeds: [{ ...killsAt(4), when: 'partial' }] })
	await app.pid('engine')
	const recording = await app.record()
	await recording.speak(6)
	await app.wait('the text', event => event.type === 'segment' && event.segment.text === words(4, 6))
	await recording.speak(4)
	await app.wait('shown early again', event => event.type === 'partial' && event.faint === words(8, 10))
	await recording.stop()
	await app.over(recording.id)
	assert.equal(await app.told(recording.id), words(0, 10))
	assert.deepEqual(
		(await app.deaths()).map(death => death.crumb?.activity),
		['partial', 'partial']
	)
})

test('text that was given before is a violation: not taken twice, and a place that always gives it is passed over', {
	timeout: 60_000
}, async context => {
	const app = await appFor(context, {
		deeds: [
			{ at: 4, times: 1, does: { kind: 'repeat' } },
			{ at: 10, does: { kind: 'repeat' } }
		]
	})
	const id = await app.drop(16)
	assert.equal((await app.over(id)).state, 'done')
	assert.equal(await app.told(id), `${words(0, 10)} [10–12 engine-died] ${words(12, 16)}`)
	const deaths = await app.deaths()
	assert.deepEqual(
		deaths.map(death => death.killedFor),
		['protocol', 'protocol', 'protocol']
	)
	assert.match(deaths[0]?.stderr.at(-1) ?? '', /a segment 48000–96000 between 64000 and 96000/)
})
