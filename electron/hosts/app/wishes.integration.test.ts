/** A recording and files are heard with another model than the settings say: with real processes. */
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { smallModels } from '../../../native-bridge/engines/test-small-models.ts'
import { clips, joined, journalOf, MODELS } from '../../../native-bridge/engines/test-speech.ts'
import { folderFor } from '../../../native-bridge/journal/test-folder.ts'
import { appFor, type Deed, type TestApp, wasNeverAway, words } from './test-app.ts'
import { heard } from './test-heard.ts'

/** Everything takes long on a busy machine. */
const PATIENCE_MS = 120_000
const OTHER = { model: 'other', language: null }
const slowly: Deed[] = Array.from({ length: 15 }, (_, n) => ({ at: n * 2, does: { kind: 'dawdle', ms: 300 } }))

const loaded = (app: TestApp) => app.ask('models.list', {}).then(models => models.find(model => model.loaded)?.id)
const firstSegment = (app: TestApp, id: string) =>
	app.wait(`text of ${id}`, event => event.type === 'segment' && event.segment.transcript === id, PATIENCE_MS)
const isUsed = (app: TestApp, name: string) =>
	app.next(
		`${name} at work`,
		event =>
			event.type === 'process' && event.process.name === 'engine' && event.process.model === name && event.process.state !== 'starting',
		PATIENCE_MS
	)

async function modelsOf(app: TestApp, id: string): Promise<string> {
	const { segments } = await app.ask('transcript.get', { transcript: id })
	return segments.map(segment => segment.model).join(' ')
}

test('a recording gets the engine with its model between two segments, and the settings’ model is back when it is over; a file has that all the while', {
	timeout: 300_000
}, async context => {
	const app = await appFor(context, { deeds: slowly }, 'off', { byChoice: 'played' })
	app.play({ deeds: slowly }, 'other')
	await app.pid('engine')
	const file = await app.drop(30)
	await firstSegment(app, file)
	const taken = isUsed(app, 'other')
	const recording = await app.record(OTHER)
	const speaking = recording.speak(20)
	await taken
	assert.equal(await loaded(app), 'other')
	await speaking
	const back = isUsed(app, 'played')
	await recording.stop()
	await app.over(recording.id, PATIENCE_MS)
	await back
	await app.over(file, PATIENCE_MS)
	assert.deepEqual([await app.told(file), await app.told(recording.id)], [words(0, 30), words(0, 20)])
	assert.match(await modelsOf(app, recording.id), /^(played )*(other ?)+$/)
	assert.match(await modelsOf(app, file), /^(played ?)+$/)
	wasNeverAway(app)
	assert.deepEqual([await loaded(app), await app.deaths()], ['played', []])
	assert.deepEqual((await app.ask('settings.get', {})).model, { en: 'played' })
})

test('a model that dies while it is loaded costs a recording no word: the settings’ goes on, and its reason is in the transcript', {
	timeout: 300_000
}, async context => {
	const app = await appFor(context, {}, 'off', { byChoice: 'played' })
	app.play({ deeds: [{ at: null, does: { kind: 'die', signal: 'SIGSEGV' } }] }, 'other')
	const usual = await app.pid('engine')
	const said = app.next('the notice', event => event.type === 'notice' && event.problem, PATIENCE_MS)
	const recording = await app.record(OTHER)
	await recording.speak(6)
	assert.equal((await said).code, 'model-kills')
	await recording.speak(4)
	await recording.stop()
	const { notices } = await app.over(recording.id, PATIENCE_MS)
	assert.deepEqual([await app.told(recording.id), notices.map(({ code }) => code)], [words(0, 10), ['model-kills', 'as-settings']])
	assert.deepEqual([await app.pid('engine'), (await app.ask('settings.get', {})).model], [usual, { en: 'played' }])
	wasNeverAway(app)
})

test('real models: of a folder that is wished so, and of a file heard again in another language, each text is what its model gives, byte for byte', {
	timeout: 600_000
}, async context => {
	const folder = folderFor(context)
	const [dataDir, modelsDir] = [join(folder, 'kept'), join(folder, 'both')]
	mkdirSync(modelsDir)
	cpSync(MODELS, modelsDir, { recursive: true })
	cpSync(join(smallModels().path, 'small-whisper'), join(modelsDir, 'small-whisper'), { recursive: true })
	const app = await appFor(context, {}, 'off', { byChoice: 'moonshine-tiny-en', dataDir, modelsDir })
	rmSync(join(app.modelsDir, 'played'), { recursive: true, force: true })
	await app.pid('engine')
	const dropped = join(folder, 'dropped')
	mkdirSync(dropped)
	const speech = joined(clips(), [0.3, 2.5])
	for (const name of ['a.wav', 'b.wav']) journalOf(dropped, speech, name)
	const { added } = await app.ask('files.add-paths', { again: true, paths: [dropped], wish: { model: 'small-whisper', language: null } })
	const usual = await app.ask('files.add-paths', { again: true, paths: [join(dropped, 'a.wav')] })
	for (const id of [...added, ...usual.added]) await app.over(id, PATIENCE_MS)
	const text = async (id: string) => {
		const { segments } = await app.ask('transcript.get', { transcript: id })
		return JSON.stringify(
			segments.map(({ from, to, text, words, times, confidence, language, guards }) => ({
				...{ from, to, text, words, times, confidence, language, guards }
			}))
		)
	}
	const [first = '', second = '', third = ''] = [...added, ...usual.added]
	const of = (id: string, model: string, language: string | null) =>
		heard(modelsDir, model, join(dataDir, 'audio', `${id}.wav`), 0, speech.length, 'file', { language, hotwords: [], numbers: true })
	for (const id of [first, second]) assert.equal(await text(id), JSON.stringify(await of(id, 'small-whisper', 'en')))
	assert.equal(await text(third), JSON.stringify(await of(third, 'moonshine-tiny-en', 'en')))
	const replaced = app.next('the new text', event => event.type === 'text-replaced' && event.transcript === first, PATIENCE_MS)
	await app.ask('transcript.again', { transcript: first, model: 'small-whisper', language: 'detect' })
	await replaced
	assert.equal(await text(first), JSON.stringify(await of(first, 'small-whisper', null)))
	const { versions } = await app.ask('transcript.get', { transcript: first })
	assert.equal(versions.length, 1)
	await app.stop()
})

test('an engine that can’t be had any more with the model of a recording gets the settings’ one back, and nothing is lost', {
	timeout: 300_000
}, async context => {
	const app = await appFor(context, {}, 'off', { byChoice: 'played' })
	app.play({}, 'other')
	await app.pid('engine')
	const taken = isUsed(app, 'other')
	const recording = await app.record(OTHER)
	await recording.speak(4)
	await taken
	app.play({ deeds: [{ at: null, does: { kind: 'die', signal: 'SIGSEGV' } }] }, 'other')
	const back = isUsed(app, 'played')
	process.kill(await app.pid('engine'), 'SIGKILL')
	await recording.speak(6)
	await back
	await recording.speak(2)
	await recording.stop()
	const { notices } = await app.over(recording.id, PATIENCE_MS)
	assert.deepEqual([await app.told(recording.id), notices.map(({ code }) => code)], [words(0, 12), ['model-kills', 'as-settings']])
	assert.deepEqual([await loaded(app), (await app.ask('settings.get', {})).model], ['played', { en: 'played' }])
})
