/** Models are measured: with real engines, real deaths, and a recording that begins in the middle. */
import assert from 'node:assert/strict'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { MODELS } from '../../../native-bridge/engines/test-speech.ts'
import { folderFor } from '../../../native-bridge/journal/test-folder.ts'
import type { SpeedTest } from '../../contract/speeds.ts'
import { samplePath } from '../installation.ts'
import { appFor, type Deed, type TestApp, words } from './test-app.ts'

/** Everything takes long on a busy machine. */
const PATIENCE_MS = 120_000
const ENGINE = 'engine-measured'
const LIBRARY_FAILS = '/shared/sherpa-onnx/csrc/offline-recognizer-moonshine-impl.h:DecodeStreams:123 Return an empty result'
const slowly: Deed = { at: 2, does: { kind: 'dawdle', ms: 2_000 } }

const sample = () => samplePath() ?? assert.fail('the sample is there')

/** An app with a model that is slow at a place, `slow`, beside the usual one. */
async function measurable(context: TestContext): Promise<TestApp> {
	const app = await appFor(context, {}, 'off', { samplePath: sample() })
	app.play({ deeds: [slowly] }, 'slow')
	await app.pid('engine')
	return app
}

const speeds = (app: TestApp, what: string, pick: (speeds: SpeedTest) => boolean) =>
	app.next(what, event => event.type === 'speeds' && pick(event.speeds) && event.speeds, PATIENCE_MS)
const atRest = (app: TestApp) => speeds(app, 'the end of it', ({ now }) => now === null)
const measuring = (app: TestApp, model: string) =>
	speeds(app, `${model} being measured`, ({ now }) => now?.model === model && now.phase !== 'loading')
const gone = (app: TestApp) =>
	app.next(
		'its process gone',
		event => event.type === 'process' && event.process.name === ENGINE && event.process.state === 'stopped',
		PATIENCE_MS
	)

test('the real model is measured: its speed, its memory and how long it loads; the next start knows it', {
	timeout: 300_000
}, async context => {
	const dataDir = join(folderFor(context), 'data')
	const app = await appFor(context, {}, 'off', { samplePath: sample(), dataDir })
	for (const id of ['moonshine-tiny-en', 'silero-vad']) cpSync(join(MODELS, id), join(app.modelsDir, id), { recursive: true })
	await app.pid('engine')
	const [over, away] = [speeds(app, 'both figures', ({ measured }) => measured.length === 2), gone(app)]
	await app.ask('speeds.measure', { models: null })
	const { measured, failed } = await over
	const real = measured.find(({ model }) => model === 'moonshine-tiny-en') ?? assert.fail('it is measured')
	assert.deepEqual([failed, real.holdfast, real.threads, real.seconds], [[], 'test', 1, 21])
	assert.ok(real.speed > 0.5 && real.speed < 500, `${real.speed} × real time`)
	assert.ok(real.loadMs > 50 && real.memory !== null && real.memory > 100_000_000 && real.memory < 2_000_000_000, JSON.stringify(real))
	context.diagnostic(`${real.speed} × real time, loaded in ${real.loadMs} ms, ${Math.round((real.memory ?? 0) / 1e6)} MB`)
	await away
	assert.deepEqual([await app.deaths(), (await app.ask('transcripts.list', {})).length], [[], 0])
	await app.stop()
	const next = await appFor(context, {}, 'off', { samplePath: sample(), dataDir, modelsDir: app.modelsDir })
	await next.pid('engine')
	const known = speeds(next, 'what is known', () => true)
	await next.ask('speeds.measure', { models: ['played'] })
	assert.ok((await known).measured.some(({ model, at }) => model === real.model && at === real.at))
})

test('an engine that is killed while it is measured, and a model that can’t be loaded, hears nothing or fails silently, are sentences; the next one has its turn', {
	timeout: 300_000
}, async context => {
	const app = await measurable(context)
	app.play({ deeds: [{ at: null, does: { kind: 'refuse', text: 'It is damaged.' } }] }, 'refused')
	app.play({ silentEvery: 1 }, 'deaf')
	app.play({ deeds: [{ at: 0, stderr: LIBRARY_FAILS, does: { kind: 'dawdle', ms: 1 } }] }, 'failing')
	const [under, over] = [measuring(app, 'slow'), speeds(app, 'the end', ({ now, measured }) => now === null && measured.length === 1)]
	await app.ask('speeds.measure', { models: ['slow', 'refused', 'deaf', 'failing', 'played'] })
	await under
	process.kill(await app.pid(ENGINE), 'SIGKILL')
	const { measured, failed } = await over
	assert.deepEqual(
		[measured.map(({ model }) => model), failed.map(({ model, problem }) => [model, problem.code])],
		[
			['played'],
			[
				['slow', 'speed-died'],
				['refused', 'model-refused'],
				['deaf', 'speed-no-words'],
				['failing', 'speed-silent']
			]
		]
	)
	const [death, ...others] = await app.deaths()
	assert.deepEqual([death?.name, death?.signal, death?.jobs, others], [`${ENGINE}#1`, 'SIGKILL', [], []])
	assert.match(death?.explanation.text ?? '', /^The engine that was measured /)
})

test('a recording that begins ends it at once, and nobody begins beside one; the recording hears every word', {
	timeout: 300_000
}, async context => {
	const app = await measurable(context)
	const under = measuring(app, 'slow')
	await app.ask('speeds.measure', { models: null })
	await under
	const [stopped, away] = [atRest(app), gone(app)]
	const recording = await app.record()
	const { stopped: why, measured } = await stopped
	assert.deepEqual([why?.code, measured.map(({ model }) => model)], ['speed-stopped-recording', ['played']])
	await away
	await assert.rejects(app.ask('speeds.measure', { models: null }), /speed-recording/)
	await recording.speak(7)
	await recording.stop()
	await app.over(recording.id)
	assert.equal(await app.told(recording.id), words(0, 7))
	await app.wait(
		'its speed at recordings',
		event => event.type === 'process' && typeof event.process.speeds?.live === 'number' && event.process.speeds.file === null
	)
	const again = speeds(
		app,
		'the figure',
		({ now, stopped: none, failed }) => now?.phase === 'measuring' && none === null && failed.length === 0
	)
	await app.ask('speeds.measure', { models: ['slow'] })
	await again
	const end = atRest(app)
	await app.ask('speeds.stop', {})
	assert.equal((await end).stopped, null)
})
