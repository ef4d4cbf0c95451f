/** A place that kills the usual engine, tried again with another model: with real processes. */
import assert from 'node:assert/strict'
import { cpSync, readdirSync, rmSync } from 'node:fs'
import { getPriority } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { clips, journalOf, MODELS } from '../../../native-bridge/engines/test-speech.ts'
import { wordErrorRate } from '../../../native-bridge/engines/word-error-rate.ts'
import { appFor, type Deed, type TestApp, words } from './test-app.ts'

const OTHER = 'engine-other'
/** It lets all others go first: on a busy machine everything of it takes long. */
const PATIENCE_MS = 120_000
const GAP = 6 * 16_000
const killsAt = (at: number): Deed => ({ at, does: { kind: 'die', signal: 'SIGSEGV' } })
const slowly = (at: number, ms = 1_500): Deed => ({ at, does: { kind: 'dawdle', ms } })

/** A file with a gap from 6 to 8 s, where the usual model kills every engine; `other` is what the other model does. */
async function gappy(context: TestContext, other: Parameters<TestApp['play']>[0] = {}) {
	const app = await appFor(context, { deeds: [killsAt(6)] })
	app.play(other, 'other')
	const id = await app.drop(12)
	await app.over(id)
	const { gaps } = await app.ask('transcript.get', { transcript: id })
	assert.deepEqual(
		gaps.map(gap => gap.from),
		[GAP]
	)
	return {
		app,
		id,
		retry: (model = 'other') => app.ask('gap.retry', { transcript: id, from: GAP, model }),
		closed: () => closed(app),
		notice: () => app.next('the notice', event => event.type === 'notice' && event.problem, PATIENCE_MS),
		there: () =>
			app.next('the other engine', event => event.type === 'process' && event.process.name === OTHER && isUp(event.process), PATIENCE_MS),
		gone: () =>
			app.next(
				'the other engine gone',
				event => event.type === 'process' && event.process.name === OTHER && event.process.state === 'stopped',
				PATIENCE_MS
			)
	}
}

function closed(app: TestApp): Promise<unknown> {
	return app.next('the gap closed', event => event.type === 'gap-changed' && event.gap === null, PATIENCE_MS)
}

function isUp(process: { readonly state: string; readonly pid: number | null }): number | null {
	return process.state === 'ready' || process.state === 'busy' ? process.pid : null
}

const UNTOUCHED = `${words(0, 6)} [6–8 engine-died] ${words(8, 12)}`

test('the other model gives the text; the usual engine goes on, and the other is let go of soon after', {
	timeout: 300_000
}, async context => {
	const { app, id, retry, closed, there, gone } = await gappy(context, { deeds: [slowly(6)] })
	assert.deepEqual(
		(await app.ask('models.list', {})).map(model => [model.id, model.loaded]),
		[
			['other', false],
			['played', true]
		]
	)
	const usual = await app.pid('engine')
	const [up, filled, ended] = [there(), closed(), gone()]
	await retry()
	const pid = await up
	if (process.platform === 'linux') {
		const threads = readdirSync(`/proc/${pid}/task`).map(thread => getPriority(Number(thread)))
		assert.deepEqual([...new Set(threads)], [10])
		assert.equal(getPriority(usual), getPriority())
	}
	await filled
	assert.equal(await app.told(id), words(0, 12))
	const { segments } = await app.ask('transcript.get', { transcript: id })
	assert.deepEqual(
		segments.map(segment => segment.model),
		['played', 'played', 'played', 'other', 'played', 'played']
	)
	await ended
	assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' })
	assert.equal(await app.pid('engine'), usual)
	assert.equal((await app.deaths()).length, 2)
})

test('a recording goes on meanwhile, and loses nothing', { timeout: 300_000 }, async context => {
	const { app, id, retry, closed, there } = await gappy(context, { deeds: [slowly(6)] })
	const recording = await app.record()
	await recording.speak(4)
	const [up, filled] = [there(), closed()]
	await retry()
	await up
	await recording.speak(6)
	await filled
	await recording.stop()
	await app.over(recording.id)
	assert.deepEqual([await app.told(recording.id), await app.told(id)], [words(0, 6) + tail(), words(0, 12)])
})

/** The recording's own sixth second kills as well: that is passed over as ever. */
function tail(): string {
	return ` [6–8 engine-died] ${words(8, 10)}`
}

test('it dies there too: twice, each recorded under its own name, and the gap stays with a sentence', {
	timeout: 300_000
}, async context => {
	const { app, id, retry, notice } = await gappy(context, { deeds: [killsAt(6)] })
	const usual = await app.pid('engine')
	const said = notice()
	await retry()
	const { code, facts } = await said
	assert.deepEqual([code, facts], ['gap-stays-with', { model: 'other' }])
	assert.equal(await app.told(id), UNTOUCHED)
	const own = (await app.deaths()).slice(2)
	assert.deepEqual(
		own.map(({ name, role, model, signal, crumb, jobs }) => [name, role, model, signal, crumb?.from, jobs.map(job => job.outcome)]),
		[1, 2].map(n => [`${OTHER}#${n}`, 'engine', 'other', 'SIGSEGV', GAP, ['continued']])
	)
	assert.equal(await app.pid('engine'), usual)
	// With the usual one it can be tried all the same.
	app.play({})
	await app.ask('process.restart', { name: 'engine' })
	const filled = closed(app)
	await app.ask('gap.retry', { transcript: id, from: GAP })
	await filled
	assert.equal(await app.told(id), words(0, 12))
})

test('killed in the middle it is started again, and the text comes', { timeout: 300_000 }, async context => {
	const { app, id, retry, closed, there } = await gappy(context, { deeds: [slowly(6)] })
	const [up, filled] = [there(), closed()]
	await retry()
	const pid = await up
	await new Promise(resolve => setTimeout(resolve, 300))
	process.kill(pid, 'SIGKILL')
	await filled
	assert.equal(await app.told(id), words(0, 12))
	const death = (await app.deaths()).at(-1)
	assert.deepEqual(
		[death?.name, death?.explanation.code, death?.jobs.map(job => [job.transcript, job.cursor])],
		[`${OTHER}#1`, 'killed-from-outside', [[id, GAP]]]
	)
	assert.ok(death?.restarted)
	assert.match(death?.explanation.text ?? '', /^The engine with the other model was ended/)
})

test('asked twice it is done once; with another model, with that', { timeout: 300_000 }, async context => {
	const { app, id, retry, closed, there } = await gappy(context, { deeds: [slowly(6)] })
	app.play({}, 'third')
	const [up, filled] = [there(), closed()]
	await Promise.all([retry(), retry()])
	await up
	await retry('third')
	await filled
	const { segments } = await app.ask('transcript.get', { transcript: id })
	assert.deepEqual([await app.told(id), segments[3]?.model], [words(0, 12), 'third'])
	assert.equal((await app.deaths()).length, 2)
})

test('its transcript deleted meanwhile: nothing comes of it, and back from the trash the gap is there to be tried', {
	timeout: 300_000
}, async context => {
	const { app, id, retry, closed, there, gone } = await gappy(context, { deeds: [slowly(6)] })
	const [up, ended] = [there(), gone()]
	await retry()
	await up
	await app.ask('transcripts.delete', { transcripts: [id] })
	await ended
	await app.ask('transcript.restore', { transcript: id })
	assert.equal(await app.told(id), UNTOUCHED)
	const filled = closed()
	await retry()
	await filled
	assert.equal(await app.told(id), words(0, 12))
	assert.equal((await app.deaths()).length, 2)
})

test('a model that is taken away: before, a sentence; once it is loaded, it is not missed', { timeout: 300_000 }, async context => {
	const { app, id, retry, closed, there, notice } = await gappy(context, { deeds: [slowly(6)] })
	// Described, but what it needs is not there: only the engine can tell.
	rmSync(join(app.modelsDir, 'other.json'))
	const said = notice()
	await retry()
	assert.equal((await said).code, 'model-missing')
	assert.equal(await app.told(id), UNTOUCHED)
	app.play({ deeds: [slowly(6)] }, 'other')
	const [up, filled] = [there(), closed()]
	await retry()
	await up
	rmSync(join(app.modelsDir, 'other'), { recursive: true })
	await filled
	await assert.rejects(retry(), /gap.retry: no-gap/)
	const id2 = await app.drop(8, 'second.wav')
	await app.over(id2)
	await assert.rejects(app.ask('gap.retry', { transcript: id2, from: GAP, model: 'other' }), /gap.retry: no-model/)
	assert.deepEqual([await app.told(id), (await app.ask('models.list', {})).map(model => model.id)], [words(0, 12), ['played']])
})

test('one that dies while it is loaded is given up after a few tries, with a sentence', { timeout: 300_000 }, async context => {
	const { app, id, retry, notice, closed } = await gappy(context, { deeds: [{ at: null, does: { kind: 'die', signal: 'SIGABRT' } }] })
	const said = notice()
	await retry()
	assert.deepEqual((await said).code, 'other-engine-gave-up')
	assert.deepEqual(
		[await app.told(id), (await app.deaths()).slice(2).map(death => death.name)],
		[UNTOUCHED, [1, 2, 3, 4].map(n => `${OTHER}#${n}`)]
	)
	// Mended, it is tried as if nothing had been.
	app.play({}, 'other')
	const filled = closed()
	await retry()
	await filled
	assert.equal(await app.told(id), words(0, 12))
	assert.equal((await app.deaths()).at(-1)?.restarted, null)
})

test('real speech at which a scripted engine dies is transcribed by the real one', { timeout: 300_000 }, async context => {
	const app = await appFor(context, { stepSeconds: 20, deeds: [killsAt(1)] })
	cpSync(MODELS, app.modelsDir, { recursive: true })
	const [, clip] = clips()
	assert.ok(clip)
	const folder = join(app.modelsDir, '..')
	const {
		added: [added]
	} = await app.ask('files.add-paths', { again: true, paths: [journalOf(folder, clip.audio, 'speech.wav')] })
	assert.ok(added)
	await app.over(added)
	assert.match(await app.told(added), /^\[0–[\d.]+ engine-died\]$/)
	const filled = closed(app)
	await app.ask('gap.retry', { transcript: added, from: 0, model: 'moonshine-tiny-en' })
	await filled
	const { segments, gaps } = await app.ask('transcript.get', { transcript: added })
	assert.deepEqual([gaps, [...new Set(segments.map(segment => segment.model))]], [[], ['Moonshine tiny']])
	assert.ok(wordErrorRate(clip.said, segments.map(segment => segment.text).join(' ')) <= 0.15)
})
