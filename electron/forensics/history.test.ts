import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { WAV_HEADER_BYTES } from '../../native-bridge/journal/wav-header.ts'
import { JournalWriter } from '../../native-bridge/journal/writer.ts'
import { openLog } from '../../native-bridge/log/log.ts'
import type { AppEvent } from '../contract/events.ts'
import type { BundleChoice, ExitRecord, NativeCrash } from '../contract/exits.ts'
import { Exits } from '../ledger/exits.ts'
import { personalNames } from '../ledger/personal-names.ts'
import { exitOf, fileNamed, idOf, ledgerFor } from '../ledger/test-ledger.ts'
import { Transcripts } from '../ledger/transcripts.ts'
import { CrashHistory } from './history.ts'
import { MOST_DUMPS } from './kept-dumps.ts'
import { Spool } from './spool.ts'

const NOW = 1_700_000_000_000
const DAY = 24 * 3_600_000
const CRASH: NativeCrash = {
	origin: 'own',
	reason: 'SIGSEGV',
	text: 'It touched memory that is not there.',
	address: null,
	sentFromOutside: null,
	thread: { id: 1, name: null, frames: [] },
	threads: 1,
	module: null,
	modules: [],
	annotations: {},
	problems: ['cut off']
}
const PLAIN: BundleChoice = { dump: false, audio: false, redact: true }

/** A crash history on a real ledger, with logs, dumps, a journal and a spool in a folder. */
function historyIn(context: TestContext) {
	const dataDir = folderFor(context)
	const [logs, kept, pending, spool] = ['logs', 'kept', 'pending', 'spool'].map(name => {
		mkdirSync(join(dataDir, name))
		return join(dataDir, name)
	}) as [string, string, string, string]
	const db = ledgerFor(context, dataDir)
	const exits = new Exits(db)
	const events: AppEvent[] = []
	const make = () =>
		new CrashHistory({
			exits,
			spool: new Spool(spool),
			sources: {
				dataDir,
				logs,
				kept,
				journal: transcript => join(dataDir, `${transcript}.wav`),
				names: () => personalNames(db),
				about: () => ({ holdfast: '0.1.0', folder: dataDir })
			},
			unclaimedDumps: [pending],
			emit: event => events.push(event),
			log: openLog(folderFor(context), 'main')
		})
	return { dataDir, logs, kept, pending, spool, db, exits, events, history: make() }
}

/** A death in the middle of “Board meeting”, with all that belongs to it. */
function deathIn({ dataDir, logs, kept, db, exits }: ReturnType<typeof historyIn>): ExitRecord {
	new Transcripts(db).add(fileNamed(idOf(2), { title: 'Board meeting', sourceName: 'board.mp3', sourcePath: join(homedir(), 'board.mp3') }))
	const writer = JournalWriter.open(join(dataDir, `${idOf(2)}.wav`))
	assert.ok(writer.ok)
	writer.value.append(Int16Array.from({ length: 16_000 * 60 }, (_, n) => n % 30_000))
	writer.value.close()
	writeFileSync(join(kept, 'a.dmp'), Buffer.alloc(60_000, 'MDMP'))
	const line = (name: string, offset: number) =>
		`{"level":30,"time":"${new Date(NOW + offset).toISOString()}","process":"${name}","msg":"reading ${JSON.stringify(join(homedir(), 'board.mp3')).slice(1, -1)} of “Board meeting”"}\n`
	writeFileSync(join(logs, 'engine.1.log'), line('engine', -1_000) + line('engine', -500))
	writeFileSync(join(logs, 'main.1.log'), line('main', 10))
	const record = exitOf(idOf(1), {
		at: NOW,
		crumb: { activity: 'transcribing', job: idOf(2), from: 400_000, to: 480_000, at: NOW - 5, pid: 51, detail: 'tiny' },
		jobs: [{ transcript: idOf(2), title: 'Board meeting', cursor: 400_000, outcome: 'continued' }],
		explanation: { ...exitOf(idOf(1)).explanation, text: 'The engine crashed while transcribing 0:25–0:30 of “Board meeting”.' },
		stderr: [`can't open ${join(dataDir, 'x')}`, `${homedir()}/board.mp3: bad`],
		dump: 'a.dmp'
	})
	exits.record(record)
	return record
}

/** A zip's files as the system's own tools see them; null when this machine has none. */
function unzipped(context: TestContext, zip: Buffer): Map<string, Buffer> | null {
	const path = join(folderFor(context), 'bundle.zip')
	writeFileSync(path, zip)
	try {
		const run = (program: string, ...args: string[]) => execFileSync(program, args, { maxBuffer: 1e8, stdio: ['ignore', 'pipe', 'ignore'] })
		try {
			assert.match(run('unzip', '-t', path).toString(), /No errors detected/)
			const names = run('unzip', '-Z1', path).toString().trim().split('\n')
			return new Map(names.map(name => [name, run('unzip', '-p', path, name)]))
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
			const script =
				'import json,sys,zipfile,base64\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(json.dumps([[n,base64.b64encode(z.read(n)).decode()] for n in z.namelist()]))'
			const files = JSON.parse(run('python3', '-c', script, path).toString()) as [string, string][]
			return new Map(files.map(([name, bytes]) => [name, Buffer.from(bytes, 'base64')]))
		}
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
		context.skip('There is neither unzip nor python3 here to open a zip with.')
		return null
	}
}

test('shows before what goes into a bundle, byte for byte, and makes a zip that every system opens', async context => {
	const room = historyIn(context)
	deathIn(room)
	for (const choice of [PLAIN, { dump: true, audio: true, redact: true }, { dump: true, audio: false, redact: false }]) {
		const preview = await room.history.preview(idOf(1), choice)
		// A log goes on after the user has read it.
		writeFileSync(join(room.logs, 'main.1.log'), `{"time":"${new Date(NOW + 20).toISOString()}","msg":"later"}\n`, { flag: 'a' })
		const bundle = await room.history.bundle(idOf(1), choice)
		assert.ok(preview.ok && bundle.ok)
		assert.equal(bundle.value.name, 'holdfast-crash-2023-11-14-engine.zip')
		const files = unzipped(context, Buffer.from(bundle.value.zip, 'base64'))
		if (files === null) return
		assert.deepEqual(
			preview.value.map(({ name, bytes, preview }) => [name, bytes, preview]),
			[...files].map(([name, bytes]) => [name, bytes.length, /\.(dmp|wav)$/.test(name) ? null : bytes.toString()])
		)
		assert.deepEqual(
			[...files.keys()],
			[
				'report.md',
				'record.json',
				'about.json',
				'logs/engine.log',
				'logs/main.log',
				...(choice.dump ? ['crash.dmp'] : []),
				...(choice.audio ? ['audio.wav'] : [])
			]
		)
		if (choice.dump) assert.deepEqual(files.get('crash.dmp'), readFileSync(join(room.kept, 'a.dmp')))
		const audio = files.get('audio.wav')
		if (audio) {
			// Ten seconds before and after 0:30.
			const samples = new Int16Array(new Uint8Array(audio.subarray(WAV_HEADER_BYTES)).buffer)
			assert.deepEqual([samples.length, samples[0], audio.readUInt32LE(40)], [320_000, 320_000 % 30_000, 640_000])
		}
	}
})

test('leaves nothing personal in a bundle’s texts, unless asked to', async context => {
	const room = historyIn(context)
	const record = deathIn(room)
	const texts = async (redact: boolean) => {
		const preview = await room.history.preview(idOf(1), { ...PLAIN, redact })
		assert.ok(preview.ok)
		return preview.value
	}
	const clean = await texts(true)
	for (const { name, preview, note } of clean) {
		for (const secret of ['Board meeting', 'board.mp3', room.dataDir, homedir() === '/' ? 'no home' : homedir()])
			assert.ok(!preview?.includes(secret), `${secret} in ${name}: ${preview}`)
		assert.match(note, /are replaced/)
	}
	const json = JSON.parse(clean.find(({ name }) => name === 'record.json')?.preview ?? '') as ExitRecord
	assert.deepEqual(
		[json.id, json.role, json.jobs[0]?.title, json.stderr, json.explanation.text],
		[
			record.id,
			'engine',
			'<title 1>',
			["can't open <data>/x", '<file 1>: bad'],
			'The engine crashed while transcribing 0:25–0:30 of “<title 1>”.'
		]
	)
	const log = clean.find(({ name }) => name === 'logs/engine.log')?.preview ?? ''
	assert.deepEqual(
		log
			.trim()
			.split('\n')
			.map(line => (JSON.parse(line) as { msg: string }).msg),
		['reading <file 1> of “<title 1>”', 'reading <file 1> of “<title 1>”']
	)
	const report = room.history.report(idOf(1))
	assert.ok(report.ok)
	assert.equal(report.value.markdown, clean[0]?.preview)

	const whole = await texts(false)
	assert.deepEqual(JSON.parse(whole[1]?.preview ?? ''), record)
	assert.ok(whole[0]?.preview?.includes('Board meeting') && whole[0].note.includes('as they are'))
})

test('says what was ticked and is not there, instead of failing', async context => {
	const room = historyIn(context)
	const cases: [record: Partial<ExitRecord>, dump: string, audio: string][] = [
		[{}, 'There is no dump of this death.', 'The process was not working on any audio.'],
		[
			{ crash: CRASH },
			'The dump of this death has been deleted. What it said is in the record.',
			'The process was not working on any audio.'
		],
		[
			{ dump: '../../outside.dmp', jobs: [{ transcript: idOf(5), title: 'Gone', cursor: 0, outcome: 'failed' }] },
			'The dump of this death can’t be read (ENOENT). What it said is in the record.',
			'The audio is not there any more: it was deleted, its file was only read and not kept, or only a compressed copy of it is.'
		],
		[
			{ dump: 'large.dmp', jobs: [{ transcript: idOf(6), title: 'Short', cursor: 900_000, outcome: 'failed' }] },
			'The dump of this death is too large for a bundle (17 MB). What it said is in the record.',
			'The audio around the death is not there: it ends before.'
		]
	]
	writeFileSync(join(room.dataDir, 'outside.dmp'), 'secret')
	writeFileSync(join(room.kept, 'large.dmp'), Buffer.alloc(17_000_000))
	const writer = JournalWriter.open(join(room.dataDir, `${idOf(6)}.wav`))
	assert.ok(writer.ok)
	writer.value.close()
	for (const [more, dump, audio] of cases) {
		room.exits.record(exitOf(idOf(1), more))
		const preview = await room.history.preview(idOf(1), { dump: true, audio: true, redact: true })
		assert.ok(preview.ok)
		assert.deepEqual(
			preview.value.slice(-2).map(({ name, preview: text }) => [name, text]),
			[
				['dump-missing.txt', `${dump}\n`],
				['audio-missing.txt', `${audio}\n`]
			]
		)
	}
	for (const answer of [
		await room.history.preview(idOf(9), PLAIN),
		await room.history.bundle(idOf(9), PLAIN),
		room.history.report(idOf(9))
	])
		assert.equal(answer.ok ? 'made' : answer.problem.code, 'no-exit')
})

test('packs a dump of eight megabytes without holding up anything else', async context => {
	const room = historyIn(context)
	deathIn(room)
	// As incompressible as memory gets.
	writeFileSync(join(room.kept, 'a.dmp'), readFileSync(process.execPath).subarray(0, 8_000_000))
	let [worst, last] = [0, performance.now()]
	const timer = setInterval(() => {
		worst = Math.max(worst, performance.now() - last)
		last = performance.now()
	}, 1)
	const bundle = await room.history.bundle(idOf(1), { dump: true, audio: true, redact: true })
	clearInterval(timer)
	context.diagnostic(`longest pause ${Math.round(worst)} ms`)
	assert.ok(bundle.ok && bundle.value.zip.length > 1_000_000)
	assert.ok(worst < 300, `${worst} ms`)
})

test('deletes a death with its dump and its spooled state, so that it does not come back', context => {
	const room = historyIn(context)
	const record = deathIn(room)
	const other = exitOf(idOf(3), { dump: 'b.dmp' })
	room.exits.record(other)
	writeFileSync(join(room.kept, 'b.dmp'), '')
	const spool = new Spool(room.spool)
	for (const each of [record, other]) spool.leave(each)
	assert.deepEqual(room.history.remove([record.id, idOf(9)]), { ok: true, value: null })
	assert.deepEqual([readdirSync(room.kept), readdirSync(room.spool), room.exits.list(9)], [['b.dmp'], [`${idOf(3)}.json`], [other]])
	spool.takeIn(each => room.exits.record(each).ok)
	assert.equal(room.exits.get(record.id), null)
})

test('deletes all, also dumps and notes that no record names', context => {
	const room = historyIn(context)
	deathIn(room)
	for (const folder of [room.kept, room.pending]) writeFileSync(join(folder, 'orphan.dmp'), '')
	writeFileSync(join(room.pending, 'settings.dat'), '')
	writeFileSync(join(room.spool, 'torn.json.unreadable'), '')
	room.history.remove(null)
	assert.deepEqual(
		[room.exits.list(9), ...[room.kept, room.pending, room.spool].map(folder => readdirSync(folder))],
		[[], [], ['settings.dat'], []]
	)
	assert.ok(existsSync(room.dataDir))
})

test('keeps everything while the ledger takes nothing', context => {
	const room = historyIn(context)
	deathIn(room)
	room.db.pragma('query_only = on')
	const refused = room.history.remove(null)
	room.history.expire(NOW + 100 * DAY, 1)
	assert.deepEqual([refused.ok, room.exits.list(9).length, readdirSync(room.kept), room.events], [false, 1, ['a.dmp'], []])
})

test('forgets deaths, dumps, lives and unreadable notes after the days that were set, and says so', async context => {
	const room = historyIn(context)
	const days = [100, 91, 89, 0]
	for (const [n, ago] of days.entries()) {
		room.exits.born({ id: idOf(10 + n), role: 'engine', name: 'engine', pid: n, startedAt: NOW - ago * DAY - 5 })
		room.exits.record(exitOf(idOf(n), { at: NOW - ago * DAY, life: idOf(10 + n), dump: `${n}.dmp` }))
		writeFileSync(join(room.kept, `${n}.dmp`), '')
	}
	room.exits.born({ id: idOf(4), role: 'main', name: 'main', pid: 1, startedAt: NOW - 200 * DAY })
	for (const [name, ago] of [
		['old.json.unreadable', 91],
		['new.json.unreadable', 1]
	] as const) {
		writeFileSync(join(room.spool, name), '')
		utimesSync(join(room.spool, name), (NOW - ago * DAY) / 1000, (NOW - ago * DAY) / 1000)
	}
	const left = () => [
		room.exits.list(9).map(exit => exit.id),
		readdirSync(room.kept),
		room.exits.lives(0).map(life => life.id),
		readdirSync(room.spool)
	]
	room.history.expire(NOW, null)
	assert.equal(left()[0]?.length, 4)
	room.history.expire(NOW, 90)
	assert.deepEqual(left(), [[idOf(3), idOf(2)], ['2.dmp', '3.dmp'], [idOf(4), idOf(12), idOf(13)], ['new.json.unreadable']])
	assert.deepEqual(room.events, [{ type: 'exits-removed', exits: [idOf(0), idOf(1)] }])
})

test('forgets thousands a piece at a time', async context => {
	const room = historyIn(context)
	room.db.transaction(() => {
		for (let n = 0; n < 1_000; n++) room.exits.record(exitOf(`exit-${n}`, { at: n, log: ['x'.repeat(20_000)] }))
	})()
	const begun = performance.now()
	room.history.expire(NOW, 90)
	const took = performance.now() - begun
	context.diagnostic(`first piece ${Math.round(took)} ms`)
	assert.equal(room.exits.list(1_000).length, 950)
	while (room.exits.list(1).length > 0) await new Promise(resolve => setImmediate(resolve))
	assert.deepEqual(
		room.events.map(event => event.type === 'exits-removed' && event.exits?.length),
		new Array(20).fill(50)
	)
})

test('deletes the oldest dumps when there are too many, and dumps of nobody after a day', context => {
	const room = historyIn(context)
	const count = MOST_DUMPS + 2
	for (let n = 0; n < count; n++) {
		room.exits.record(exitOf(`exit-${n}`, { at: NOW + n, dump: `${n}.dmp`, crash: n === 1 ? CRASH : null }))
		writeFileSync(join(room.kept, `${n}.dmp`), 'x')
	}
	// Deleted by hand: it counts for nothing.
	room.exits.record(exitOf('missing', { at: NOW + 1_000, dump: 'missing.dmp' }))
	for (const folder of [room.kept, room.pending])
		for (const [name, ago] of [
			['lost.dmp', 2],
			['fresh.dmp', 0.5]
		] as const) {
			writeFileSync(join(folder, name), '')
			utimesSync(join(folder, name), (NOW - ago * DAY) / 1000, (NOW - ago * DAY) / 1000)
		}
	room.history.expire(NOW, 90)
	const there = readdirSync(room.kept)
	assert.deepEqual(
		[there.length, there.includes('0.dmp'), there.includes('1.dmp'), there.includes('2.dmp')],
		[MOST_DUMPS + 1, false, false, true]
	)
	assert.deepEqual([there.includes('lost.dmp'), there.includes('fresh.dmp'), readdirSync(room.pending)], [false, true, ['fresh.dmp']])
	const oldest = room.exits.get('exit-0')
	assert.deepEqual([oldest?.dump, oldest?.explanation.evidence], [null, ['The dump itself was deleted to make room for newer ones.']])
	assert.deepEqual(room.exits.get('exit-1')?.crash?.problems, ['cut off', 'The dump itself was deleted to make room for newer ones.'])
	assert.deepEqual(
		room.events.map(event => event.type === 'exit' && event.exit.id),
		['exit-1', 'exit-0']
	)
	assert.equal(room.exits.get('exit-2')?.dump, '2.dmp')
})
