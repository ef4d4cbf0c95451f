import assert from 'node:assert/strict'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ok, type Result } from '../../native-bridge/protocol/problem.ts'
import type { CommandParams } from '../contract/commands.ts'
import type { AppEvent } from '../contract/events.ts'
import type { Mark } from '../contract/records.ts'
import { DEFAULT_SETTINGS } from '../contract/settings.ts'
import { exitOf, fileNamed, idOf, segmentOf } from '../ledger/test-ledger.ts'
import { makeHandlers } from './handlers.ts'
import { handling } from './test-handling.ts'

test('adds files by their paths, in order, and says which can be none', async context => {
	const { ask, folder, ledger, events } = await handling(context)
	mkdirSync(join(folder, 'album'))
	const added = await ask('files.add-paths', { paths: [join(folder, 'a talk.v2.mp3'), '/missing.wav'] })
	assert.ok(added.ok)
	const made = added.value.added.map(id => ledger.get(id))
	assert.deepEqual(
		made.map(row => [row?.title, row?.sourceName, row?.state, row?.sourcePath]),
		[
			['a talk.v2', 'a talk.v2.mp3', 'decoding', join(folder, 'a talk.v2.mp3')],
			['missing', 'missing.wav', 'queued', '/missing.wav']
		]
	)
	assert.ok(events().includes('transcript'))
	for (const [path, text] of [
		['talk.mp3', '“talk.mp3” is not a complete path. It begins with /.'],
		[join(folder, 'album'), 'There is no sound or video file in “album”.']
	] as const) {
		const refused = await ask('files.add-paths', { paths: [path] })
		assert.equal(refused.ok ? refused.value.problems[0]?.text : '', text)
	}
})

test('adds uploads that have arrived, under the name that the page gives, without its folders', async context => {
	const { ask, shelf, ledger } = await handling(context)
	writeFileSync(shelf.upload(idOf(5)) ?? '', 'sound')
	const added = await ask('files.add-uploads', { uploads: [{ upload: idOf(5), name: '../music/talk.mp3' }] })
	assert.ok(added.ok)
	assert.deepEqual([ledger.list()[0]?.title, ledger.list()[0]?.sourcePath], ['talk', shelf.upload(idOf(5))])
	const missing = await ask('files.add-uploads', { uploads: [{ upload: idOf(6), name: 'b.mp3' }] })
	assert.deepEqual(missing.ok ? missing.value.problems[0]?.text : '', '“b.mp3” did not arrive completely. Drop it again.')
})

test('gives a transcript with its text, gaps and deaths', async context => {
	const { ask, ledger, exits } = await handling(context)
	ledger.add(fileNamed(idOf(1)))
	ledger.commitStep(idOf(1), { cursor: 100, segment: segmentOf(0, 90, 'one two'), gap: null }, 'tiny', 1)
	ledger.addGaps(idOf(1), [{ from: 90, to: 100, cause: 'damaged' }])
	exits.record(exitOf(idOf(2), { jobs: [{ transcript: idOf(1), title: '', cursor: 50, outcome: 'continued' }] }))
	const got = await ask('transcript.get', { transcript: idOf(1) })
	assert.ok(got.ok)
	const { transcript, segments, gaps, deaths } = got.value
	assert.deepEqual([transcript.id, segments.map(s => s.text), gaps.length, deaths.map(d => d.sample)], [idOf(1), ['one two'], 1, [50]])
})

test('puts a transcript into the trash and gives it back', async context => {
	const { ask, code, events, ledger } = await handling(context)
	const added = await ask('files.add-paths', { paths: ['/talk.mp3'] })
	const transcript = (added.ok && added.value.added[0]) || ''
	events()
	assert.equal(await code('transcripts.delete', { transcripts: [transcript] }), 'ok')
	assert.deepEqual(
		[events().slice(-2), (await ask('transcripts.list', {})).ok && ledger.list(), ledger.get(transcript)?.state],
		[['transcripts-removed', 'trash'], [], 'cancelled']
	)
	assert.equal(await code('transcript.restore', { transcript }), 'ok')
	assert.deepEqual([events(), ledger.list().length], [['transcript', 'trash'], 1])
	assert.equal(await code('transcript.retry', { transcript }), 'ok')
	assert.equal(ledger.get(transcript)?.state, 'decoding')
})

test('many transcripts go to the trash and come back at once, and leave it for ever only from there', async context => {
	const { ask, code, events, ledger, shelf } = await handling(context)
	const all = [idOf(1), idOf(2), idOf(3)]
	for (const id of all) {
		ledger.add(fileNamed(id, { state: 'done' }))
		writeFileSync(shelf.journal(id), 'sound')
	}
	events()
	assert.equal(await code('transcripts.delete', { transcripts: [idOf(1), idOf(2), idOf(9)] }), 'ok')
	assert.deepEqual([events(), ledger.list().map(({ id }) => id)], [['transcripts-removed', 'trash'], [idOf(3)]])
	const listed = await ask('trash.list', {})
	assert.deepEqual(listed.ok && listed.value.map(({ transcript, deletedAt, until }) => [transcript.id, (until - deletedAt) / 86_400_000]), [
		[idOf(2), 30],
		[idOf(1), 30]
	])
	assert.equal(await code('trash.erase', { transcripts: [idOf(1), idOf(3)] }), 'ok')
	assert.deepEqual(
		all.map(id => [ledger.get(id) !== null, existsSync(shelf.journal(id))]),
		[
			[false, false],
			[true, true],
			[true, true]
		]
	)
	assert.equal(await code('transcripts.restore', { transcripts: [idOf(1), idOf(2)] }), 'ok')
	assert.deepEqual(
		ledger
			.list()
			.map(({ id }) => id)
			.sort(),
		[idOf(2), idOf(3)]
	)
})

test('audio that was deleted is not listened to again; audio that something is done with stays', async context => {
	const { ask, code, ledger } = await handling(context)
	for (const n of [12, 13]) ledger.add(fileNamed(idOf(n), { state: 'done' }))
	const transcript = idOf(12)
	assert.deepEqual(
		[
			await code('transcript.again', { transcript, model: 'tiny' }),
			await code('gap.retry', { transcript, from: 0 }),
			await code('speakers.find', { transcript, count: null })
		],
		['audio-removed', 'audio-removed', 'audio-removed']
	)
	assert.deepEqual(await ask('audio.discard', { transcripts: [idOf(12), idOf(13)] }), ok({ kept: [idOf(13)] }))
	const weighed = await ask('storage.get', {})
	assert.ok(weighed.ok && weighed.value.text > 0)
})

test('favourites and tags are told to every window', async context => {
	const { ask, told, ledger } = await handling(context)
	for (const n of [1, 2]) ledger.add(fileNamed(idOf(n)))
	told()
	await ask('transcripts.organise', { transcripts: [idOf(1), idOf(2)], favourite: true, add: ['work'] })
	assert.deepEqual(
		told().flatMap(event => (event.type === 'transcript' ? [[event.transcript.favourite, event.transcript.tags]] : [])),
		[
			[true, ['work']],
			[true, ['work']]
		]
	)
})

test('leaves a job alone whose transcript can not be put into the trash now', async context => {
	const { ask, code, readOnly, ledger } = await handling(context)
	const added = await ask('files.add-paths', { paths: ['/talk.mp3'] })
	const transcript = (added.ok && added.value.added[0]) || ''
	readOnly(true)
	assert.equal(await code('transcripts.delete', { transcripts: [transcript] }), 'ledger-write')
	readOnly(false)
	assert.deepEqual([ledger.get(transcript)?.state, ledger.list().length], ['decoding', 1])
})

test('neither deletes nor cancels a recording while it is made', async context => {
	const { code, recordings } = await handling(context)
	const start = { recording: idOf(1), title: 'Meeting', device: null, startedAt: 1_800_000_000_000 }
	assert.equal(await code('recording.start', start), 'ok')
	assert.equal(await code('transcripts.delete', { transcripts: [idOf(1)] }), 'still-recording')
	assert.equal(await code('transcript.cancel', { transcript: idOf(1) }), 'still-recording')
	recordings.frame(1, { recording: idOf(1), fromSample: 0, samples: new Int16Array(1_600) })
	assert.equal(await code('recording.stop', { recording: idOf(1), samples: 3_200 }), 'audio-missing')
	assert.equal(await code('recording.stop', { recording: idOf(1), samples: 1_600 }), 'ok')
	assert.equal(await code('transcripts.delete', { transcripts: [idOf(1)] }), 'ok')
})

test('exports under a name that every system takes', async context => {
	const { ask, ledger } = await handling(context)
	const names: [title: string, name: string][] = [
		['Board meeting', 'Board meeting.srt'],
		['a/b\\c: "d" <e>|?*', 'a-b-c- -d- -e----.srt'],
		['the end...', 'the end.srt'],
		[' . ', 'transcript.srt'],
		['x'.repeat(300), `${'x'.repeat(200)}.srt`]
	]
	ledger.add(fileNamed(idOf(1)))
	ledger.commitStep(idOf(1), { cursor: 16_000, segment: segmentOf(0, 16_000, 'one'), gap: null }, 'tiny', 1)
	for (const [title, name] of names) {
		ledger.rename(idOf(1), title)
		const exported = await ask('transcript.export', { transcript: idOf(1), format: 'srt' })
		assert.deepEqual(exported.ok && exported.value, {
			name,
			mime: 'application/x-subrip',
			text: '1\n00:00:00,000 --> 00:00:01,000\none\n',
			encoding: 'utf8'
		})
	}
	const unknown = await ask('transcript.export', { transcript: idOf(1), format: 'pdf' })
	assert.equal(
		unknown.ok ? '' : unknown.problem.text,
		'There is no format “pdf”. There are: txt, md, docx, html, srt, vtt, lrc, csv, tsv, json.'
	)
	const formats = await ask('exports.formats', {})
	assert.deepEqual(formats.ok && formats.value.map(format => format.extension), [
		'txt',
		'md',
		'docx',
		'html',
		'srt',
		'vtt',
		'lrc',
		'csv',
		'tsv',
		'json'
	])
})

test('tells of deaths and lives', async context => {
	const { ask, exits } = await handling(context)
	exits.born({ id: idOf(15), role: 'engine', name: 'engine#1', pid: 51, startedAt: 1_000 })
	const record = exitOf(idOf(2))
	exits.record(record)
	assert.deepEqual(await ask('exits.list', { limit: 10 }), { ok: true, value: [record] })
	assert.deepEqual(await ask('exit.get', { exit: idOf(2) }), { ok: true, value: record })
	const report = await ask('exit.report', { exit: idOf(2) })
	assert.match(report.ok ? report.value.markdown : '', /^# The engine crashed\.\n/)
	const lives = await ask('lives.list', { since: 0 })
	assert.deepEqual(lives.ok && lives.value.map(life => [life.name, life.exit]), [['engine#1', idOf(2)]])
})

test('groups deaths, sums them up and makes a bundle of one', async context => {
	const { ask, exits } = await handling(context)
	for (const n of [1, 2, 3]) exits.record(exitOf(idOf(n), { at: n * 1_000, signature: n === 2 ? 'rare' : 'often', wordsLost: n }))
	const groups = await ask('exits.groups', {})
	assert.deepEqual(groups.ok && groups.value.map(group => [group.signature, group.count, group.newest]), [
		['often', 2, idOf(3)],
		['rare', 1, idOf(2)]
	])
	const stats = await ask('exits.stats', {})
	assert.deepEqual(stats.ok && [stats.value.deaths, stats.value.wordsLost], [3, 6])
	const older = await ask('exits.list', { limit: 10, before: 2_999, signature: 'often' })
	assert.deepEqual(older.ok && older.value.map(exit => exit.id), [idOf(1)])
	const choice = { dump: true, audio: false, redact: true }
	const preview = await ask('exit.bundle-preview', { exit: idOf(1), choice })
	assert.deepEqual(preview.ok && preview.value.map(entry => entry.name), ['report.md', 'record.json', 'about.json', 'dump-missing.txt'])
	const bundle = await ask('exit.bundle', { exit: idOf(1), choice })
	assert.equal(bundle.ok && Buffer.from(bundle.value.zip, 'base64').toString('latin1', 0, 2), 'PK')
})

test('deletes one death or all, and every window hears of it', async context => {
	const { ask, exits, asked, rooms } = await handling(context)
	const heard: AppEvent[] = []
	const handlers = makeHandlers({ ...rooms, emit: event => heard.push(event) })
	for (const n of [1, 2, 3]) exits.record(exitOf(idOf(n)))
	await handlers['exit.delete']({ exit: idOf(1) }, { id: 1 })
	assert.deepEqual(
		exits
			.list(9)
			.map(exit => exit.id)
			.sort(),
		[idOf(2), idOf(3)]
	)
	await handlers['exits.delete-all']({}, { id: 1 })
	assert.deepEqual(await ask('exits.list', { limit: 10 }), { ok: true, value: [] })
	assert.deepEqual(heard, [
		{ type: 'exits-removed', exits: [idOf(1)] },
		{ type: 'exits-removed', exits: null }
	])
	assert.deepEqual(asked, [
		['forget', [idOf(1)]],
		['forget', null]
	])
})

test('keeps settings, and tells of them', async context => {
	const { ask, asked } = await handling(context)
	const changed = await ask('settings.set', { keepCrashesDays: 30 })
	assert.deepEqual(
		[changed, await ask('settings.get', {}), asked],
		[{ ok: true, value: { ...DEFAULT_SETTINGS, keepCrashesDays: 30 } }, changed, ['settings changed']]
	)
	assert.deepEqual(await ask('process.log', { name: 'engine' }), { ok: true, value: ['log of engine'] })
})

test('restarts processes that can be, and adds the sample where there is one', async context => {
	const { ask, code, rooms } = await handling(context)
	assert.deepEqual(
		[await code('process.restart', { name: 'engine' }), await code('process.restart', { name: 'main' })],
		['ok', 'no-process']
	)
	const sample = await ask('sample.add', {})
	assert.deepEqual(sample.ok && sample.value.title, 'speech')
	const bare = await makeHandlers({ ...rooms, samplePath: null })['sample.add']({}, { id: 1 })
	assert.equal(bare.ok ? 'ok' : bare.problem.code, 'no-sample')
})

test('says of what does not exist that it does not', async context => {
	const { code } = await handling(context)
	const transcript = idOf(9)
	const codes = [
		await code('transcript.get', { transcript }),
		await code('transcript.rename', { transcript, title: 'x' }),
		await code('transcript.cancel', { transcript }),
		await code('transcript.retry', { transcript }),
		await code('transcript.restore', { transcript }),
		await code('transcript.export', { transcript, format: 'txt' }),
		await code('recording.stop', { recording: transcript, samples: 0 }),
		await code('exit.get', { exit: transcript }),
		await code('exit.report', { exit: transcript }),
		await code('exit.bundle-preview', { exit: transcript, choice: { dump: false, audio: false, redact: true } }),
		await code('exit.bundle', { exit: transcript, choice: { dump: false, audio: false, redact: true } })
	]
	assert.deepEqual(codes, [...Array.from({ length: 7 }, () => 'no-transcript'), ...Array.from({ length: 4 }, () => 'no-exit')])
})

test('a recording goes to the trash with its other channels, and comes back with them', async context => {
	const { ask, told, ledger } = await handling(context)
	const start = (recording: string, partOf: CommandParams<'recording.start'>['partOf']) =>
		ask('recording.start', { recording, title: 'Call', device: null, startedAt: 5, partOf })
	const [whole, part] = [idOf(1), idOf(2)]
	await start(whole, null)
	await start(part, { whole, channel: 'others', offset: 160 })
	const refused = await ask('transcripts.delete', { transcripts: [whole] })
	assert.equal(!refused.ok && refused.problem.code, 'still-recording')
	await ask('recording.stop', { recording: whole, samples: 0 })
	assert.equal((await ask('transcripts.delete', { transcripts: [whole] })).ok, false, 'its other channel still comes')
	await ask('recording.stop', { recording: part, samples: 0 })
	told()
	await ask('transcripts.delete', { transcripts: [whole] })
	assert.deepEqual(
		[told().filter(event => event.type === 'transcripts-removed'), ledger.list()],
		[[{ type: 'transcripts-removed', transcripts: [whole, part] }], []]
	)
	told()
	await ask('transcript.restore', { transcript: whole })
	const back = told().flatMap(event => (event.type === 'transcript' ? [[event.transcript.id, event.transcript.partOf]] : []))
	assert.deepEqual(back, [
		[whole, null],
		[part, whole]
	])
})

test('marks are set, changed and removed; gaps are told once each; wishes go to whoever records', async context => {
	const { ask, told } = await handling(context)
	const id = idOf(1)
	const mark: Mark = { id: idOf(5), kind: 'mark', sample: 1_600, ms: 0, note: 'here' }
	const refused = async (asked: Promise<Result<unknown>>) => {
		const result = await asked
		return result.ok ? 'done' : result.problem.code
	}
	assert.equal(await refused(ask('mark.set', { transcript: id, mark })), 'no-transcript')
	await ask('recording.start', { recording: id, title: 'Call', device: null, startedAt: 5 })
	told()
	await ask('mark.set', { transcript: id, mark })
	await ask('mark.set', { transcript: id, mark: { ...mark, note: 'there' } })
	const pause: Mark = { id: idOf(6), kind: 'pause', sample: 0, ms: null, note: '' }
	await ask('mark.set', { transcript: id, mark: pause })
	const found = await ask('transcript.get', { transcript: id })
	assert.deepEqual(found.ok && found.value.marks, [pause, { ...mark, note: 'there' }])
	await ask('mark.remove', { transcript: id, mark: mark.id })
	await ask('mark.remove', { transcript: id, mark: mark.id })
	assert.deepEqual(
		told().map(event => event.type),
		['mark', 'transcript', 'mark', 'mark', 'mark-removed', 'transcript', 'mark-removed']
	)
	told()
	const gap = { recording: id, from: 0, to: 800, cause: 'device-lost' } as const
	await ask('recording.gap', gap)
	await ask('recording.gap', gap)
	assert.equal(await refused(ask('recording.gap', { ...gap, to: 0 })), 'bad-request')
	const after = await ask('transcript.get', { transcript: id })
	assert.deepEqual(after.ok && [after.value.gaps, after.value.transcript.gaps], [
		[{ from: 0, to: 800, cause: 'device-lost', transcript: id }],
		1
	])
	assert.equal(await refused(ask('recording.ask', { recording: id, ask: { type: 'pause' } })), 'done')
	assert.deepEqual(told().at(-1), { type: 'recording-asked', recording: id, ask: { type: 'pause' } })
	await ask('recording.stop', { recording: id, samples: 0 })
	assert.equal(await refused(ask('recording.ask', { recording: id, ask: { type: 'stop' } })), 'not-recording')
})

test('what is written, and who speaks, is told to every window, with the words as they are now', async context => {
	const { ask, code, told, ledger } = await handling(context)
	const transcript = idOf(1)
	const edit = { pieces: [{ text: 'one two three', speaker: 's1' }], joined: false }
	assert.equal(await code('edits.set', { transcript, edits: [{ from: 0, edit }] }), 'no-transcript')
	assert.equal(await code('speakers.set', { transcript, speakers: [] }), 'no-transcript')
	ledger.add(fileNamed(transcript))
	ledger.commitStep(transcript, { cursor: 100, segment: segmentOf(0, 90, 'one two'), gap: null }, 'tiny', 1)
	told()
	const edits = [
		{ from: 0, to: 90, edit },
		{ from: 50, edit }
	]
	assert.deepEqual(await ask('edits.set', { transcript, edits }), { ok: true, value: { gone: [50] } })
	const [event, words, ...more] = told()
	assert.deepEqual(event, { type: 'edits', transcript, edits: [{ from: 0, edit }] })
	assert.deepEqual([words?.type === 'transcript' && words.transcript.words, more.length], [3, 0])
	const speakers = [{ id: 's1', name: 'Anna' }]
	await ask('speakers.set', { transcript, speakers })
	assert.deepEqual(told(), [{ type: 'speakers', transcript, speakers }])
	const got = await ask('transcript.get', { transcript })
	assert.deepEqual(got.ok && [got.value.edits, got.value.speakers], [[{ from: 0, edit }], speakers])
})
