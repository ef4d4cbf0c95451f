/** A wish that the engine dies of while it loads: with a real model, whose rules for numbers are damaged, and a real death. */
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { smallModels } from '../../../native-bridge/engines/test-small-models.ts'
import { folderFor } from '../../../native-bridge/journal/test-folder.ts'
import { parseModel } from '../../../native-bridge/protocol/model.ts'
import type { AppEvent } from '../../contract/events.ts'
import { appFor, type TestApp } from './test-app.ts'

const SMALL = smallModels()
const MODEL = 'small-streaming-zipformer-ctc'
const PATIENCE_MS = 120_000

/** Models with one whose rules end the process that reads them; a data folder whose settings say this besides. */
function deadly(context: TestContext, settings: object) {
	const folder = folderFor(context)
	const modelsDir = SMALL.copyTo(join(folder, 'small'))
	const at = join(modelsDir, MODEL, 'model.json')
	const model = parseModel(readFileSync(at, 'utf8'))
	assert.ok(model)
	writeFileSync(join(modelsDir, MODEL, 'rules.fst'), 'no rules at all')
	writeFileSync(at, JSON.stringify({ ...model, files: [...model.files, { role: 'rule-fst', name: 'rules.fst' }] }))
	const dataDir = join(folder, 'kept')
	mkdirSync(dataDir)
	writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ model: { en: MODEL }, ...settings }))
	return { modelsDir, dataDir, byChoice: MODEL }
}

const isAside = (event: AppEvent) => event.type === 'notice' && event.problem.code === 'wishes-aside' && event.problem
const aside = async (app: TestApp) => {
	const { numbers, wishesAside, model } = await app.ask('settings.get', {})
	assert.deepEqual([numbers, wishesAside?.numbers, model], [false, true, { en: MODEL }])
	assert.deepEqual(
		(await app.ask('models.list', {})).filter(model => model.loaded || model.next).map(({ id }) => id),
		[MODEL]
	)
}

test('a wish that the engine dies of is put aside, said, and not tried again, at the next start neither', {
	timeout: 300_000
}, async context => {
	const world = deadly(context, { numbers: false })
	const app = await appFor(context, {}, 'off', world)
	const pid = await app.pid('engine')
	const said = app.next('the notice', isAside, PATIENCE_MS)
	await app.ask('settings.set', { numbers: true })
	assert.deepEqual((await said).facts.numbers, 'yes')
	await aside(app)
	assert.equal(await app.pid('engine'), pid, 'the one that worked goes on')
	const deaths = await app.deaths()
	assert.ok(
		deaths.length > 0 && deaths.every(death => death.signal === 'SIGABRT'),
		JSON.stringify(deaths.map(({ signal, code }) => [signal, code]))
	)
	// Another choice does not bring it back.
	await app.ask('settings.set', { polish: true })
	await app.stop()

	const again = await appFor(context, {}, 'off', world)
	await again.pid('engine')
	await aside(again)
	assert.equal((await again.deaths()).length, deaths.length)
	await again.stop()
})

test('settings with such a wish hold an engine up, but keep nobody without one', { timeout: 300_000 }, async context => {
	const app = await appFor(context, {}, 'off', deadly(context, {}))
	await app.wait('the notice', isAside, PATIENCE_MS)
	await app.pid('engine')
	await aside(app)
})
