/** Text without spaces, all the way: from a real Chinese kind of model to lines, search, subtitles and speakers. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smallModels } from '../../../native-bridge/engines/test-small-models.ts'
import { clips, joined, journalOf } from '../../../native-bridge/engines/test-speech.ts'
import { folderFor } from '../../../native-bridge/journal/test-folder.ts'
import { voiced } from '../../../native-bridge/speakers/test-voices.ts'
import { appFor } from './test-app.ts'

const SMALL = smallModels()
const PATIENCE_MS = 120_000
const [, , bright, , dark] = clips()
assert.ok(bright && dark)

test('Chinese is joined by its script, cut into words, found by two characters, exported by characters, and parted between speakers', {
	timeout: 300_000
}, async context => {
	const app = await appFor(context, {}, 'off', { modelsDir: SMALL.path, engine: { id: 'sherpa-offline', model: 'small-sense-voice' } })
	const audio = joined(
		[voiced(bright.audio, 'bright'), voiced(dark.audio, 'dark'), bright.audio].map(piece => ({ audio: piece })),
		[0.6]
	)
	const { added } = await app.ask('files.add-paths', { paths: [journalOf(folderFor(context), audio, '会议.wav')] })
	const id = added[0] ?? assert.fail('not added')
	const done = await app.over(id, PATIENCE_MS)
	assert.deepEqual([done.state, done.problem, done.title], ['done', null, '会议'])

	const { segments } = await app.ask('transcript.get', { transcript: id })
	const all = segments.map(({ text }) => text).join('')
	assert.match(all, /^\p{Script=Han}{20,}$/u, 'no space, no Latin letter')
	for (const { text, words } of segments) assert.equal(words.map(word => word.text).join(''), text)
	assert.ok(
		segments.some(({ words }) => words.some(({ text }) => text.length > 1)),
		'words of more than one character'
	)
	assert.equal(done.words, segments.flatMap(({ words }) => words).length)

	// Two characters out of the middle, wherever a border of words may be.
	const segment = segments[0] ?? assert.fail('nothing was heard')
	const pair = segment.text.slice(3, 5)
	const { transcripts } = await app.ask('transcripts.search', { query: pair })
	const places = transcripts.flatMap(found => found.places)
	assert.ok(
		places.some(place => place.is === 'said' && place.hits.some(([from, to]) => place.text.slice(from, to) === pair)),
		JSON.stringify(places.slice(0, 3))
	)

	const exported = async (format: string) => (await app.ask('transcript.export', { transcript: id, format })).text
	assert.equal((await exported('txt')).replace(/\n/g, ''), all)
	const lines = (await exported('srt')).split('\n').filter(line => /\p{Script=Han}/u.test(line))
	assert.equal(lines.join(''), all)
	assert.ok(
		lines.every(line => line.length <= 16),
		`the longest line has ${Math.max(...lines.map(line => line.length))} characters`
	)

	const found = app.next('speakers', event => event.type === 'text-replaced', PATIENCE_MS)
	await app.ask('speakers.find', { transcript: id, count: 2, called: '说话人 #' })
	await found
	const parted = await exported('txt')
	assert.deepEqual([...new Set(parted.match(/说话人 \d/g))].sort(), ['说话人 1', '说话人 2'])
	assert.equal(parted.replace(/说话人 \d[:：]\s?|\n/g, ''), all, 'nothing of it is lost')
})
