/** Second passes with real processes: whatever dies in the middle, no text is lost and none is there twice. */
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fillDisk, smallDisk } from '../../../native-bridge/journal/test-folder.ts'
import { appFor, type Deed, type TestApp, words } from './test-app.ts'

/** Live text comes in steps of 2 s, that of a second pass in steps of 3 s: so it is known which is which. */
const STEPS = { stepSeconds: 2, fileStepSeconds: 3 }
const inSteps = (seconds: number, step: number) =>
	Array.from({ length: Math.ceil(seconds / step) }, (_, n) => words(n * step, Math.min(seconds, (n + 1) * step)))
const slowly: Deed[] = Array.from({ length: 10 }, (_, n) => ({ at: n * 3, tuning: 'file', does: { kind: 'dawdle', ms: 250 } }))

/** Records so many seconds, whose live text is done; gives the id. */
async function recorded(app: TestApp, seconds = 12): Promise<string> {
	await app.pid('engine')
	const recording = await app.record()
	await recording.speak(seconds)
	await recording.stop()
	await app.over(recording.id)
	return recording.id
}

async function texts(app: TestApp, id: string): Promise<string[]> {
	return (await app.ask('transcript.get', { transcript: id })).segments.map(segment => segment.text)
}

const replaced = (app: TestApp, id: string) => app.wait('the new text', event => event.type === 'text-replaced' && event.transcript === id)
const settled = (app: TestApp, id: string, samples: number) =>
	app.wait(`${samples} samples of the second pass`, event => {
		return event.type === 'transcript' && event.transcript.id === id && (event.transcript.polishing ?? 0) >= samples
	})

function polished(context: TestContext, deeds: Deed[], standby: 'on' | 'off' = 'off'): Promise<TestApp> {
	return appFor(context, { ...STEPS, deeds }, standby, { polish: true })
}

test('the text of an ended recording is replaced by that of a second pass, all at once', { timeout: 60_000 }, async context => {
	const app = await polished(context, slowly)
	const id = await recorded(app)
	await settled(app, id, 96_000)
	assert.deepEqual(await texts(app, id), inSteps(12, 2))
	await replaced(app, id)
	const { transcript } = await app.ask('transcript.get', { transcript: id })
	assert.deepEqual([await texts(app, id), transcript.polishing, transcript.words], [inSteps(12, 3), null, 12])
})

for (const standby of ['off', 'on'] as const) {
	test(`engines that die in the middle of it, by themselves and by others, cost nothing (standby ${standby})`, {
		timeout: 60_000
	}, async context => {
		const dies = (at: number, signal: string): Deed => ({ at, tuning: 'file', times: 1, does: { kind: 'die', signal } })
		const app = await polished(context, [...slowly, dies(3, 'SIGSEGV'), dies(6, 'SIGABRT')], standby)
		if (standby === 'on') await app.pid('engine-standby')
		const id = await recorded(app)
		await settled(app, id, 144_000)
		process.kill(await app.pid('engine'), 'SIGKILL')
		await replaced(app, id)
		assert.deepEqual(await texts(app, id), inSteps(12, 3))
		const deaths = await app.deaths()
		assert.deepEqual(
			deaths.map(({ signal, wordsLost, jobs }) => [signal, wordsLost, jobs.map(job => [job.transcript, job.outcome])]),
			['SIGSEGV', 'SIGABRT', 'SIGKILL'].map(signal => [signal, 0, [[id, 'continued']]])
		)
		// How far the pass was, not the recording.
		assert.deepEqual(
			deaths.slice(0, 2).map(({ jobs }) => jobs[0]?.cursor),
			[48_000, 96_000]
		)
	})
}

test('a place that kills only the second pass ends it, and the live text stays; the next recording gets its own', {
	timeout: 60_000
}, async context => {
	const app = await polished(context, [{ at: 20, tuning: 'file', does: { kind: 'die', signal: 'SIGSEGV' } }])
	const id = await recorded(app, 24)
	const notice = await app.wait(
		'the notice',
		event => event.type === 'transcript' && event.transcript.id === id && event.transcript.notices[0]
	)
	assert.deepEqual([notice.code, notice.facts], ['polish-died', { at: '0:18' }])
	assert.deepEqual([await texts(app, id), (await app.deaths()).length], [inSteps(24, 2), 2])
	const next = await recorded(app, 6)
	await replaced(app, next)
	assert.deepEqual(await texts(app, next), inSteps(6, 3))
})

test('it waits while somebody records, and goes on when they have stopped', { timeout: 60_000 }, async context => {
	const app = await polished(context, slowly)
	const id = await recorded(app)
	await settled(app, id, 48_000)
	const second = await app.record()
	const { cursor, polishing } = (await app.ask('transcript.get', { transcript: id })).transcript
	await second.speak(6)
	await app.wait('its live text', event => event.type === 'segment' && event.segment.transcript === second.id && event.segment.seq === 2)
	assert.equal((await app.ask('transcript.get', { transcript: id })).transcript.polishing, polishing)
	assert.equal(cursor, 12 * 16_000)
	await second.stop()
	for (const done of [id, second.id]) await replaced(app, done)
	assert.deepEqual([await texts(app, id), await texts(app, second.id)], [inSteps(12, 3), inSteps(6, 3)])
})

test('the user ends one; a transcript that comes back from the trash goes on with its own', { timeout: 60_000 }, async context => {
	const app = await polished(context, slowly)
	const ended = await recorded(app)
	await settled(app, ended, 48_000)
	await app.ask('transcript.cancel', { transcript: ended })
	const { transcript } = await app.ask('transcript.get', { transcript: ended })
	assert.deepEqual([transcript.state, transcript.polishing, await texts(app, ended)], ['done', null, inSteps(12, 2)])
	const binned = await recorded(app)
	await settled(app, binned, 48_000)
	await app.ask('transcripts.delete', { transcripts: [binned] })
	await app.ask('transcript.restore', { transcript: binned })
	await replaced(app, binned)
	assert.deepEqual([await texts(app, binned), await texts(app, ended)], [inSteps(12, 3), inSteps(12, 2)])
})

test('the disk fills in the middle of it, and an engine dies then: it is said once, and with room again it goes on', {
	timeout: 60_000
}, async context => {
	const disk = smallDisk(context, 3_072)
	if (disk === null) return
	const app = await appFor(context, { ...STEPS, deeds: slowly }, 'off', { polish: true, dataDir: disk })
	// Its audio takes the room that the ledger could still have: half a minute is a megabyte.
	const id = await recorded(app, 30)
	await settled(app, id, 48_000)
	fillDisk(disk)
	const pid = await app.pid('engine')
	await app.wait('that it can’t be written', event => event.type === 'notice' && event.problem.code === 'ledger-write')
	process.kill(pid, 'SIGKILL')
	await app.pid('engine', pid)
	await new Promise(resolve => setTimeout(resolve, 2_500))
	assert.deepEqual(await texts(app, id), inSteps(30, 2))
	rmSync(join(disk, 'fill'))
	await replaced(app, id)
	assert.deepEqual(await texts(app, id), inSteps(30, 3))
	assert.equal(app.events.filter(event => event.type === 'notice' && event.problem.code === 'ledger-write').length, 1)
})
