import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { setImmediate as turnOfTheLoop } from 'node:timers/promises'
import { temporaryFolder } from '../engines/test-speech.ts'
import { Breadcrumbs, readCrumb } from './breadcrumbs.ts'
import { Whereabouts } from './whereabouts.ts'

test('the slot says what the thread is in, and again the decode when that has passed', async () => {
	using folder = temporaryFolder()
	const slot = join(folder.path, 'crumb')
	const whereabouts = new Whereabouts(new Breadcrumbs(slot), 'a model')
	const seen = () => {
		const crumb = readCrumb(slot)
		return crumb && [crumb.activity, crumb.job, crumb.from, crumb.detail]
	}
	whereabouts.decoding({ activity: 'transcribing', job: 'one', from: 10, to: 20 })
	assert.deepEqual(seen(), ['transcribing', 'one', 10, 'a model'])
	whereabouts.passing({ activity: 'detecting-speech', job: 'two', from: 30, to: 40 })
	assert.deepEqual(seen(), ['detecting-speech', 'two', 30, 'a model'])
	await turnOfTheLoop()
	assert.deepEqual(seen(), ['transcribing', 'one', 10, 'a model'])
	whereabouts.decoded()
	assert.deepEqual(seen(), ['idle', null, null, ''])
	whereabouts.passing({ activity: 'detecting-speech', job: 'two', from: 50, to: 60 })
	await turnOfTheLoop()
	assert.deepEqual(seen(), ['idle', null, null, ''])
})

test('a decode that others passed by began when it began: that is how one that never ends is seen', async context => {
	using folder = temporaryFolder()
	const slot = join(folder.path, 'crumb')
	const crumbs = new Breadcrumbs(slot)
	const whereabouts = new Whereabouts(crumbs, 'a model')
	context.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 })
	whereabouts.decoding({ activity: 'transcribing', job: 'one', from: 0, to: 16_000 })
	await new Promise(resolve => setTimeout(resolve, 30))
	context.mock.timers.setTime(1_800_000_005_000)
	whereabouts.passing({ activity: 'detecting-speech', job: 'two', from: 30, to: 40 })
	const step = () => crumbs.step
	assert.equal(step(), null)
	await turnOfTheLoop()
	assert.ok((step()?.forMs ?? 0) >= 25)
	assert.equal(readCrumb(slot)?.at, 1_800_000_000_000)
	whereabouts.decoded()
	assert.equal(step(), null)
})
