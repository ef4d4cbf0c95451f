/** The queue, with real processes and engines that are scripted. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { appFor, type Deed, words } from './test-app.ts'

const slowly = (at: number, ms = 1_000): Deed => ({ at, does: { kind: 'dawdle', ms } })
const SLOW = [1, 3, 5, 7, 9].map(at => slowly(at))

test('two files are transcribed at once by two engines, one of them killed in the middle; the second is let go of afterwards', {
	timeout: 120_000
}, async context => {
	const app = await appFor(context, { deeds: SLOW })
	await app.ask('settings.set', { twoFiles: 'on' })
	const gone = app.next('the second gone', event => isSecond(event) && event.process.state === 'stopped', 90_000)
	const [first, second, third] = [await app.drop(12, 'first.wav'), await app.drop(12, 'second.wav'), await app.drop(12, 'third.wav')]
	const pid = await app.pid('engine-second')
	assert.notEqual(pid, await app.pid('engine'))
	await app.next('text of the second', event => event.type === 'segment' && event.segment.transcript === second)
	const { state } = (await app.ask('transcript.get', { transcript: first })).transcript
	assert.equal(state, 'transcribing')
	process.kill(pid, 'SIGKILL')
	for (const id of [first, second, third]) {
		assert.equal((await app.over(id)).state, 'done')
		assert.equal(await app.told(id), words(0, 12))
	}
	assert.deepEqual(
		(await app.deaths()).map(({ name, jobs }) => [name.replace(/#.*/, ''), jobs.map(job => [job.transcript, job.outcome])]),
		[['engine-second', [[second, 'continued']]]]
	)
	await gone
})

test('a file is heard again with another model while its text stands, main’s own engine goes on, and the new text comes at once', {
	timeout: 120_000
}, async context => {
	const app = await appFor(context, {})
	app.play({ deeds: [slowly(4)] }, 'other')
	const id = await app.drop(12)
	await app.over(id)
	const replaced = app.next('the new text', event => event.type === 'text-replaced' && event.transcript === id, 90_000)
	const asked = await app.ask('transcript.again', { transcript: id, model: 'other' })
	assert.deepEqual([asked.polishing, typeof asked.polishModel, asked.state], [0, 'string', 'done'])
	assert.equal(await app.told(id), words(0, 12))
	await replaced
	const { segments, transcript } = await app.ask('transcript.get', { transcript: id })
	assert.deepEqual([...new Set(segments.map(segment => segment.model))], ['other'])
	assert.deepEqual([await app.told(id), transcript.polishing], [words(0, 12), null])
	assert.equal((await app.deaths()).length, 0)
})

function isSecond(event: { type: string }): event is { type: 'process'; process: { name: string; state: string } } {
	return event.type === 'process' && (event as { process?: { name: string } }).process?.name === 'engine-second'
}
