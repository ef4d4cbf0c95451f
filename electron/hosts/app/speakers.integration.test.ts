/** Speakers are told apart by a process of its own, with real networks; it dies, and main dies. */
import assert from 'node:assert/strict'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { smallModels } from '../../../native-bridge/engines/test-small-models.ts'
import { clips, joined, journalOf } from '../../../native-bridge/engines/test-speech.ts'
import { folderFor } from '../../../native-bridge/journal/test-folder.ts'
import { voiced } from '../../../native-bridge/speakers/test-voices.ts'
import { appFor, type TestApp } from './test-app.ts'

const SMALL = smallModels()
const NAME = 'speakers'
/** It lets all others go first: on a busy machine everything of it takes long. */
const PATIENCE_MS = 120_000
const [, , bright, , dark] = clips()
assert.ok(bright && dark)
/** Two by turns, each about five seconds. */
const PAIR = joined([{ audio: voiced(bright.audio, 'bright') }, { audio: voiced(dark.audio, 'dark') }], [0.8])

async function talking(context: TestContext, pairs: number, dataDir: string = folderFor(context)) {
	cpSync(join(SMALL.path, 'small-speakers'), join(dataDir, 'models/small-speakers'), { recursive: true })
	const app = await appFor(context, {}, 'off', { dataDir })
	return {
		app,
		talk: async () => {
			const audio = joined(
				Array.from({ length: pairs }, () => ({ audio: PAIR })),
				[0]
			)
			const path = journalOf(folderFor(context), audio, 'talk.wav')
			const { added } = await app.ask('files.add-paths', { paths: [path] })
			const id = added[0] ?? assert.fail('not added')
			await app.over(id)
			return id
		},
		found: (id: string) => app.next('speakers', event => event.type === 'text-replaced' && event.transcript === id, PATIENCE_MS),
		turns: async (id: string) => (await app.ask('transcript.get', { transcript: id })).turns
	}
}

const ids = (turns: readonly { readonly speaker: string }[]) => [...new Set(turns.map(({ speaker }) => speaker))].sort()
/** That it has listened to so much. */
const heard = (app: TestApp, samples: number) =>
	app.next('it at work', event => event.type === 'transcript' && (event.transcript.findingSpeakers ?? 0) >= samples, PATIENCE_MS)

test('two who speak by turns are told apart, and the text is as it was; asked again they keep their ids, and undo takes that back', {
	timeout: 300_000
}, async context => {
	const { app, talk, found, turns } = await talking(context, 3)
	const id = await talk()
	const said = await app.told(id)
	assert.deepEqual(await turns(id), [])
	const done = found(id)
	const asked = await app.ask('speakers.find', { transcript: id, count: null })
	assert.equal(asked.findingSpeakers, 0)
	await done
	const first = await turns(id)
	assert.deepEqual(ids(first), ['s1', 's2'])
	const { transcript } = await app.ask('transcript.get', { transcript: id })
	assert.deepEqual([transcript.findingSpeakers, transcript.notices, await app.told(id)], [null, [], said])
	const again = found(id)
	await app.ask('speakers.find', { transcript: id, count: 1 })
	await again
	assert.equal(ids(await turns(id)).length, 1)
	await app.ask('speakers.undo', { transcript: id })
	assert.deepEqual(await turns(id), first)
})

test('it is killed at work: that is explained, it begins anew, and the engine hears nothing of it', { timeout: 300_000 }, async context => {
	const { app, talk, found, turns } = await talking(context, 40)
	const id = await talk()
	const engine = await app.pid('engine')
	const [up, at, done] = [app.pid(NAME), heard(app, 320_000), found(id)]
	await app.ask('speakers.find', { transcript: id, count: 2 })
	await at
	process.kill(await up, 'SIGKILL')
	await done
	assert.deepEqual(ids(await turns(id)), ['s1', 's2'])
	const [death, ...more] = await app.deaths()
	assert.deepEqual(
		[more.length, death?.crumb?.activity, death?.crumb?.job, death?.jobs[0]?.outcome],
		[0, 'telling-speakers', id, 'continued']
	)
	assert.match(death?.explanation.text ?? '', /^The listener for speakers was ended from outside while telling speakers apart in \d+:\d\d–/)
	assert.equal(await app.pid('engine'), engine)
})

test('cancelled it says nothing more; asked for before main ended it is done by the next one', { timeout: 300_000 }, async context => {
	const dataDir = folderFor(context)
	const first = await talking(context, 40, dataDir)
	const id = await first.talk()
	const at = heard(first.app, 160_000)
	await first.app.ask('speakers.find', { transcript: id, count: null })
	await at
	assert.equal((await first.app.ask('speakers.cancel', { transcript: id })).findingSpeakers, null)
	assert.deepEqual(await first.turns(id), [])
	const again = heard(first.app, 160_000)
	await first.app.ask('speakers.find', { transcript: id, count: null })
	await again
	await first.app.stop()
	const second = await talking(context, 0, dataDir)
	await second.app.wait('speakers', event => event.type === 'text-replaced' && event.transcript === id, PATIENCE_MS)
	assert.deepEqual(ids(await second.turns(id)), ['s1', 's2'])
})
