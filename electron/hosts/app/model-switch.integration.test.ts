/** The engine gets another model while a recording and a file are at work: with real processes. */
import assert from 'node:assert/strict'
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { smallModels } from '../../../native-bridge/engines/test-small-models.ts'
import { clips, joined, journalOf, MODELS } from '../../../native-bridge/engines/test-speech.ts'
import { folderFor } from '../../../native-bridge/journal/test-folder.ts'
import { appFor, type Deed, type TestApp, wasNeverAway, words } from './test-app.ts'
import { heard } from './test-heard.ts'

/** Everything takes long on a busy machine. */
const PATIENCE_MS = 120_000
const WISHES = { language: 'en', hotwords: [], numbers: true }
const slowly = (...seconds: number[]): Deed[] => seconds.map(at => ({ at, does: { kind: 'dawdle', ms: 300 } }))
const everywhere = slowly(...Array.from({ length: 15 }, (_, n) => n * 2))

const choose = (app: TestApp, model: string) => app.ask('settings.set', { model: { en: model } })
const loaded = (app: TestApp) =>
	app.ask('models.list', {}).then(models => [models.find(model => model.loaded)?.id, models.find(model => model.next)?.id])
const firstSegment = (app: TestApp, id: string) =>
	app.wait(`text of ${id}`, event => event.type === 'segment' && event.segment.transcript === id, PATIENCE_MS)
const isUsed = (app: TestApp, name: string) =>
	app.wait(
		`${name} at work`,
		event => {
			if (event.type !== 'process' || event.process.name !== 'engine' || event.process.model !== name) return null
			return event.process.state === 'ready' || event.process.state === 'busy'
		},
		PATIENCE_MS
	)

/** Models in the order of the text. */
async function modelsOf(app: TestApp, id: string): Promise<string[]> {
	const { segments } = await app.ask('transcript.get', { transcript: id })
	return segments.map(segment => segment.model)
}

/** Both of a file and a recording are at work with `played`, and more is said. */
async function underLoad(context: TestContext, standby: 'on' | 'off' = 'off') {
	const app = await appFor(context, { deeds: everywhere }, standby, { byChoice: 'played' })
	await app.pid(standby === 'on' ? 'engine-standby' : 'engine')
	const file = await app.drop(30)
	const recording = await app.record()
	await recording.speak(6)
	await Promise.all([firstSegment(app, file), firstSegment(app, recording.id)])
	return { app, file, recording }
}

for (const standby of ['off', 'on'] as const) {
	test(`between two segments, without an engine at no moment and with no word lost (standby ${standby})`, {
		timeout: 300_000
	}, async context => {
		const { app, file, recording } = await underLoad(context, standby)
		app.play({ deeds: everywhere }, 'other')
		const before = await app.pid('engine')
		await choose(app, 'other')
		assert.deepEqual(await loaded(app), ['played', 'other'])
		const speaking = recording.speak(14)
		await isUsed(app, 'other')
		await speaking
		await recording.stop()
		for (const id of [file, recording.id]) await app.over(id, PATIENCE_MS)
		assert.deepEqual([await app.told(file), await app.told(recording.id)], [words(0, 30), words(0, 20)])
		for (const id of [file, recording.id])
			assert.match((await modelsOf(app, id)).join(' '), /^(played )+(other ?)+$/, 'each segment says which model it is of')
		wasNeverAway(app)
		assert.deepEqual([await loaded(app), await app.deaths()], [['other', undefined], []])
		assert.notEqual(await app.pid('engine'), before)
		assert.throws(() => process.kill(before, 0), { code: 'ESRCH' })
		if (standby === 'off') return
		await app.wait(
			'a standby with the new model',
			event => event.type === 'process' && event.process.name === 'engine-standby' && event.process.model === 'other',
			PATIENCE_MS
		)
	})
}

test('one that dies while it is loaded is refused with its reason; its deaths are recorded, and the old one goes on', {
	timeout: 300_000
}, async context => {
	const { app, file, recording } = await underLoad(context)
	app.play({ deeds: [{ at: null, does: { kind: 'die', signal: 'SIGSEGV' } }] }, 'other')
	const before = await app.pid('engine')
	const said = app.next('the notice', event => event.type === 'notice' && event.problem, PATIENCE_MS)
	await choose(app, 'other')
	const { code, facts } = await said
	assert.deepEqual([code, facts], ['model-kills', { model: 'other' }])
	await recording.stop()
	for (const id of [file, recording.id]) await app.over(id, PATIENCE_MS)
	assert.deepEqual([await app.told(file), await app.told(recording.id)], [words(0, 30), words(0, 6)])
	assert.deepEqual([await app.pid('engine'), await loaded(app)], [before, ['played', undefined]])
	const deaths = await app.deaths()
	assert.equal(deaths.length, 4)
	assert.ok(deaths.every(death => death.signal === 'SIGSEGV' && death.standby && death.jobs.length === 0))
	wasNeverAway(app)
	// What it would begin with the next time is what it works with.
	assert.deepEqual((await app.ask('settings.get', {})).model, { en: 'played' })
	// Mended and chosen again, it is used.
	app.play({}, 'other')
	await choose(app, 'other')
	await isUsed(app, 'other')
})

test('one that says why it can’t be loaded is refused in its words; one that is not here changes nothing', {
	timeout: 300_000
}, async context => {
	const app = await appFor(context, {}, 'off', { byChoice: 'played' })
	await app.pid('engine')
	app.play({ deeds: [{ at: null, does: { kind: 'refuse', text: 'Its tokens are missing.' } }] }, 'other')
	const said = app.next('the notice', event => event.type === 'notice' && event.problem, PATIENCE_MS)
	await choose(app, 'other')
	assert.match((await said).text, /tokens are missing/)
	assert.deepEqual([await loaded(app), await app.deaths()], [['played', undefined], []])
	await choose(app, 'gone')
	const id = await app.drop(4)
	await app.over(id)
	assert.deepEqual([await app.told(id), await loaded(app)], [words(0, 4), ['played', undefined]])
	await app.stop()
})

test('settings that name a model which is not here keep no engine from starting, and it is said once', {
	timeout: 300_000
}, async context => {
	const app = await appFor(context, {}, 'off', { byChoice: 'gone' })
	await app.pid('engine')
	assert.deepEqual(await loaded(app), ['played', undefined])
	const [said, ...more] = await app.ask('notices.take', {})
	assert.deepEqual([said?.code, said?.facts.now, more], ['model-gone', 'played', []])
	assert.deepEqual(await app.ask('notices.take', {}), [])
})

test('with real models the text is, byte for byte, the old one’s up to a segment and the new one’s from there on', {
	timeout: 600_000
}, async context => {
	const dataDir = join(folderFor(context), 'kept')
	const app = await appFor(context, {}, 'off', { byChoice: 'moonshine-tiny-en', dataDir })
	const small = smallModels()
	await app.stop()
	// Its models come before it starts.
	cpSync(MODELS, app.modelsDir, { recursive: true })
	cpSync(join(small.path, 'small-whisper'), join(app.modelsDir, 'small-whisper'), { recursive: true })
	rmSync(join(app.modelsDir, 'played'), { recursive: true })
	const again = await appFor(context, {}, 'off', { byChoice: 'moonshine-tiny-en', dataDir, modelsDir: app.modelsDir })
	await again.pid('engine')
	const speech = joined([...clips(), ...clips()], [0.3, 2.5, 1.2])
	const { added } = await again.ask('files.add-paths', { again: true, paths: [journalOf(dataDir, speech, 'speech.wav')] })
	const [file = ''] = added
	const recording = await again.record()
	const speaking = recording.speak(speech)
	await Promise.all([firstSegment(again, file), firstSegment(again, recording.id)])
	await choose(again, 'small-whisper')
	await speaking
	await recording.stop()
	for (const id of [file, recording.id]) await again.over(id, PATIENCE_MS)
	wasNeverAway(again)
	for (const [id, tuning] of [
		[file, 'file'],
		[recording.id, 'live']
	] as const) {
		const cursor = switchedAt(dataDir, id)
		const { segments, gaps } = await again.ask('transcript.get', { transcript: id })
		assert.deepEqual(gaps, [])
		const plain = segments.map(({ from, to, text, words, times, confidence, language, guards }) => {
			return { from, to, text, words, times, confidence, language, guards }
		})
		const before = plain.filter(segment => segment.to <= cursor)
		const after = plain.filter(segment => segment.to > cursor)
		assert.ok(before.length > 0 && after.length > 0, `${before.length} segments before, ${after.length} after`)
		const journal = join(dataDir, 'audio', `${id}.wav`)
		const old = await heard(app.modelsDir, 'moonshine-tiny-en', journal, 0, speech.length, tuning, WISHES, before.length)
		const fresh = await heard(app.modelsDir, 'small-whisper', journal, cursor, speech.length, tuning, WISHES)
		assert.equal(JSON.stringify(before), JSON.stringify(old))
		assert.equal(JSON.stringify(after), JSON.stringify(fresh))
	}
})

/** Where the second engine that had this job began, by main's log. */
function switchedAt(dataDir: string, job: string): number {
	const folder = join(dataDir, 'logs')
	const lines = readdirSync(folder)
		.filter(name => name.startsWith('main'))
		.flatMap(name => readFileSync(join(folder, name), 'utf8').split('\n'))
		.flatMap(line => (line === '' ? [] : [JSON.parse(line) as { msg: string; job?: string; cursor?: number }]))
	const begun = lines.filter(line => line.msg === 'transcribing' && line.job === job)
	assert.equal(begun.length, 2, 'one engine had it after the other')
	return begun[1]?.cursor ?? 0
}
