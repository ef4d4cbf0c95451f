import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { openLog } from '../../native-bridge/log/log.ts'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import { ModelSwitch } from './model-switch.ts'
import { type ChosenModel, Models } from './models.ts'

function switching(context: TestContext) {
	const a: ChosenModel = { id: 'a', engine: 'x' }
	const folder = folderFor(context)
	const models = new Models(folder, a)
	const said: string[] = []
	const state = { wanted: a, usual: a, room: ok(null) as Result<unknown> | null }
	const modelSwitch = new ModelSwitch({
		models,
		wanted: () => state.wanted,
		engine: {
			changeOver: () => said.push(`load ${models.next?.id}`),
			keep: () => said.push('keep'),
			beginAnew: () => said.push(`restart with ${models.chosen.id}`)
		},
		roomFor: () => state.room,
		refused: (model, stays, problem) => {
			said.push(`no ${model.id}: ${problem.code}`)
			state.wanted = model.lent === undefined ? stays : state.usual
		},
		withoutRisk: model => (model.wishes?.hotwords.length ? { ...model, wishes: { ...model.wishes, hotwords: [] } } : null),
		putAside: ({ wishes }, stays) => {
			const words = (wishes?.hotwords ?? []).filter(word => !stays.wishes?.hotwords.includes(word))
			if (words.length > 0) said.push(`aside ${words}`)
			return words.length > 0
		},
		changed: () => {},
		log: openLog(folder, 'main')
	})
	const want = (id: string) => {
		state.wanted = { id, engine: 'x' }
		modelSwitch.look()
		return said.splice(0)
	}
	return { models, modelSwitch, state, said, want }
}

test('what is wanted is loaded once, and used when it is', context => {
	const { models, modelSwitch, want } = switching(context)
	assert.deepEqual([want('a'), want('b'), want('b')], [[], ['load b'], []])
	assert.equal(models.chosen.id, 'a')
	modelSwitch.done()
	assert.deepEqual([models.chosen.id, models.next, want('b')], ['b', null, []])
})

test('wanting another meanwhile loads that, and wanting what is used again ends it', context => {
	const { models, want } = switching(context)
	assert.deepEqual([want('b'), want('c'), want('a')], [['load b'], ['load c'], ['keep']])
	assert.deepEqual([models.chosen.id, models.next], ['a', null])
})

test('one that can’t be loaded is refused with its reason, and what is used stays', context => {
	const { models, modelSwitch, state, said, want } = switching(context)
	want('b')
	modelSwitch.failed(fail('model-missing', '').problem)
	want('c')
	modelSwitch.failed(null)
	assert.deepEqual(said, ['no c: model-kills'])
	assert.deepEqual([models.chosen.id, models.next, state.wanted.id], ['a', null, 'a'])
	// What comes late changes nothing.
	modelSwitch.failed(null)
	modelSwitch.done()
	assert.equal(models.chosen.id, 'a')
})

test('where memory is short nothing is loaded, and what was being loaded is let go of first', context => {
	const { modelSwitch, state, said, want } = switching(context)
	want('b')
	state.room = fail('no-memory-for-model', '')
	assert.deepEqual(want('c'), ['keep'])
	modelSwitch.memoryFreed()
	assert.deepEqual(said, ['no c: no-memory-for-model'])
})

test('the same model with other wishes is loaded anew', context => {
	const { models, modelSwitch, state, said } = switching(context)
	state.wanted = { ...models.chosen, wishes: { language: null, hotwords: ['Holdfast'], numbers: true } }
	modelSwitch.look()
	modelSwitch.done()
	modelSwitch.look()
	assert.deepEqual([said, models.chosen.wishes?.hotwords], [['load a'], ['Holdfast']])
})

const wishing: ChosenModel = { id: 'a', engine: 'x', wishes: { language: null, hotwords: ['Holdfast'], numbers: true } }

test('wishes that the same model can’t be loaded with are put aside, and nothing is said of the model', context => {
	const { models, modelSwitch, state, said } = switching(context)
	state.wanted = wishing
	modelSwitch.look()
	modelSwitch.failed(null)
	assert.deepEqual([said, models.chosen.wishes, models.next], [['load a', 'aside Holdfast'], undefined, null])
})

test('an engine that can’t be had is tried without wishes, which are put aside when that is how it can be', context => {
	const { models, modelSwitch, state, said } = switching(context)
	models.chosen = wishing
	state.wanted = wishing
	assert.equal(modelSwitch.gaveUp(null), true)
	assert.deepEqual([said.splice(0), models.chosen.wishes?.hotwords], [['restart with a'], []])
	// Meanwhile nobody brings them back.
	modelSwitch.look()
	modelSwitch.ready()
	modelSwitch.ready()
	assert.deepEqual(said, ['aside Holdfast'])
})

test('wishes without which it can’t be had either are left as they were', context => {
	const { models, modelSwitch, said } = switching(context)
	models.chosen = wishing
	assert.deepEqual([modelSwitch.gaveUp(null), modelSwitch.gaveUp(null)], [true, false])
	modelSwitch.ready()
	assert.deepEqual([said, models.chosen], [['restart with a'], wishing])
})

const lent: ChosenModel = { id: 'b', engine: 'x', lent: 'recording' }

test('what is lent to a recording goes back when that is over, whatever memory there is', context => {
	const { models, modelSwitch, state, said } = switching(context)
	state.wanted = lent
	modelSwitch.look()
	modelSwitch.done()
	assert.deepEqual(models.chosen, lent)
	state.room = fail('no-memory-for-model', '')
	state.wanted = { id: 'a', engine: 'x' }
	modelSwitch.look()
	modelSwitch.done()
	assert.deepEqual([said, models.chosen], [['load b', 'load a'], { id: 'a', engine: 'x' }])
})

test('what is lent and then wanted by the settings too stays, and is lent no more', context => {
	const { models, modelSwitch, state, said, want } = switching(context)
	state.wanted = lent
	modelSwitch.look()
	modelSwitch.done()
	said.splice(0)
	assert.deepEqual([want('b'), models.chosen], [[], { id: 'b', engine: 'x' }])
})

test('an engine that can’t be had with what is lent gets the usual one back, and the recording is told why', context => {
	const { models, modelSwitch, state, said } = switching(context)
	state.wanted = lent
	modelSwitch.look()
	modelSwitch.done()
	said.splice(0)
	assert.deepEqual([modelSwitch.gaveUp(null), said, models.next?.id], [true, ['no b: model-kills', 'load a'], 'a'])
	modelSwitch.done()
	assert.deepEqual([modelSwitch.gaveUp(null), models.chosen.id], [false, 'a'])
})

test('where the usual one can’t be loaded any more, the engine begins with it anew and says so itself', context => {
	const { modelSwitch, state, said, models } = switching(context)
	state.wanted = lent
	modelSwitch.look()
	modelSwitch.done()
	state.wanted = { id: 'a', engine: 'x' }
	modelSwitch.look()
	said.splice(0)
	modelSwitch.failed(fail('model-missing', '').problem)
	assert.deepEqual([said, models.chosen.id], [['restart with a'], 'a'])
})

test('what is loaded for one recording, and is wanted for another by then, is for that one', context => {
	const { models, modelSwitch, state, said } = switching(context)
	state.wanted = lent
	modelSwitch.look()
	state.wanted = { ...lent, lent: 'another' }
	modelSwitch.look()
	modelSwitch.done()
	assert.deepEqual([said, models.chosen.lent], [['load b'], 'another'])
})

test('an engine that can’t be had with what was lent, and what the settings say too by then, is held', context => {
	const { models, modelSwitch, state, said } = switching(context)
	state.wanted = lent
	modelSwitch.look()
	modelSwitch.done()
	said.splice(0)
	state.usual = { id: 'b', engine: 'x' }
	assert.deepEqual([modelSwitch.gaveUp(null), said, models.next], [false, ['no b: model-kills'], null])
})

test('where the way back fails and what was lent is wanted again, the engine stays with that', context => {
	const { models, modelSwitch, state, said } = switching(context)
	state.wanted = lent
	modelSwitch.look()
	modelSwitch.done()
	state.wanted = { id: 'a', engine: 'x' }
	modelSwitch.look()
	state.wanted = { ...lent, lent: 'another' }
	said.splice(0)
	modelSwitch.failed(null)
	assert.deepEqual([said, models.chosen], [[], { ...lent, lent: 'another' }])
})

test('a model that was chosen while another was lent, and can’t be loaded, is refused, and the way back is to the one before', context => {
	const { models, modelSwitch, state, said, want } = switching(context)
	state.wanted = lent
	modelSwitch.look()
	modelSwitch.done()
	want('c')
	modelSwitch.failed(null)
	assert.deepEqual([said, models.chosen.id, models.next?.id], [['no c: model-kills', 'load a'], 'b', 'a'])
})

test('another model that can’t be loaded, or the same that is gone, is not the fault of a new term, which is still wanted', context => {
	const { models, modelSwitch, state, said } = switching(context)
	const term = { language: null, hotwords: ['Holdfast'], numbers: true }
	state.wanted = { id: 'b', engine: 'x', wishes: term }
	modelSwitch.look()
	said.splice(0)
	modelSwitch.failed(null)
	assert.deepEqual([said.splice(0), models.next], [['no b: model-kills'], null])
	state.wanted = wishing
	modelSwitch.look()
	modelSwitch.failed(fail('model-missing', '').problem)
	assert.deepEqual(said, ['load a', 'no a: model-missing'])
})

test('where memory is just being given back it is loaded when it is free, and nothing is refused', context => {
	const { modelSwitch, state, said, want } = switching(context)
	state.room = null
	assert.deepEqual(want('b'), [])
	state.room = ok(null)
	modelSwitch.memoryFreed()
	modelSwitch.memoryFreed()
	assert.deepEqual(said, ['load b'])
})
