import assert from 'node:assert/strict'
import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { WAV_HEADER_BYTES, wavHeader } from '../../native-bridge/journal/wav-header.ts'
import { openLog } from '../../native-bridge/log/log.ts'
import type { CommandParams } from '../contract/commands.ts'
import type { AppEvent } from '../contract/events.ts'
import type { Interrupted } from '../contract/recorder.ts'
import { idOf, ledgerFor } from '../ledger/test-ledger.ts'
import { Transcripts } from '../ledger/transcripts.ts'
import { Recordings } from './recordings.ts'
import { Shelf } from './shelf.ts'

const [A, B] = [idOf(1), idOf(2)]
const [PAGE, OTHER_PAGE] = [1, 2]

/** Recordings on a real ledger and shelf; the job runner's part is played by the least that ends one. */
async function recordingsOn(context: TestContext) {
	const folder = folderFor(context)
	const db = ledgerFor(context, folder)
	const ledger = new Transcripts(db)
	const shelf = new Shelf(folder)
	const log = openLog(folder, 'main')
	context.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_800_000_000_000 })
	const told: unknown[][] = []
	const listener = {
		added: (id: string) => told.push(['added', id]),
		grew: (id: string, samples: number) => told.push(['grew', id, samples]),
		audioEnded: (id: string, samples: number) => {
			told.push(['ended', id, samples])
			ledger.saveJob(id, { state: 'transcribing', samples, ended: true })
		}
	}
	const emit = (event: AppEvent) => told.push([event.type, 'mark' in event ? event.mark : event])
	const make = (): Recordings =>
		new Recordings({
			shelf,
			ledger,
			listener,
			log,
			emit,
			changed: id => told.push(['changed', id, make.last.isAway(id)]),
			audioPlan: () => 'replace'
		})
	make.last = null as unknown as Recordings
	const fresh = () => {
		make.last = make()
		return make.last
	}
	const recordings = fresh()
	context.after(() => make.last.stopAll())
	const begin = (to: Recordings, client: number, recording: string, partOf: CommandParams<'recording.start'>['partOf'] = null) => {
		const asked = { recording, title: 'Meeting', device: 'Microphone', startedAt: 1_800_000_000_000, partOf }
		const result = to.start(client, asked)
		return result.ok ? result.value.samples : result.problem.code
	}
	return {
		db,
		ledger,
		shelf,
		folder,
		recordings,
		anotherMain: fresh,
		told: () => told.splice(0),
		start: (client = PAGE, to = recordings) => begin(to, client, A),
		/** What the machine plays, as a second channel. */
		startPart: (client = PAGE, to = recordings) => begin(to, client, B, { whole: A, channel: 'others', offset: 800 }),
		speak: (from: number, to: number, client = PAGE, id = A) =>
			recordings.frame(client, { recording: id, fromSample: from, samples: new Int16Array(to - from).fill(7) }),
		stop: (samples: number, id = A) => {
			const result = recordings.stop(id, samples)
			return result.ok ? 'stopped' : result.problem.code
		},
		pass: (ms: number) => context.mock.timers.tick(ms),
		notices: (id = A) => ledger.get(id)?.notices.map(notice => notice.text)
	}
}

test('begins a recording once, however often that is asked for, and says how much is safe', async context => {
	const { start, speak, told, ledger } = await recordingsOn(context)
	assert.equal(start(), 0)
	speak(0, 1_600)
	assert.deepEqual([start(), start(OTHER_PAGE)], [1_600, 1_600])
	assert.deepEqual(told(), [
		['added', A],
		['grew', A, 1_600]
	])
	const row = ledger.get(A)
	assert.deepEqual(
		[row?.kind, row?.state, row?.title, row?.device, row?.createdAt, ledger.list().length],
		['recording', 'recording', 'Meeting', 'Microphone', 1_800_000_000_000, 1]
	)
})

test('has each frame in the journal before it says so', async context => {
	const { start, speak, told, shelf } = await recordingsOn(context)
	start()
	told()
	assert.deepEqual(speak(0, 1_600), { kind: 'saved', samples: 1_600 })
	assert.deepEqual([shelf.samples(A), told()], [1_600, [['grew', A, 1_600]]])
	const refused = speak(3_200, 4_800)
	assert.deepEqual([refused.kind, told()], ['not-saved', []])
})

test('stops when all of it is in the journal, and not before', async context => {
	const { start, speak, stop, told, ledger, shelf } = await recordingsOn(context)
	start()
	speak(0, 1_600)
	told()
	assert.deepEqual([stop(3_200), told(), ledger.get(A)?.state], ['audio-missing', [], 'recording'])
	speak(1_600, 3_200)
	assert.deepEqual([stop(3_200), stop(3_200)], ['stopped', 'stopped'])
	assert.deepEqual(told(), [
		['grew', A, 3_200],
		['ended', A, 3_200]
	])
	// Playable, header and all.
	assert.deepEqual(new Uint8Array(readFileSync(shelf.journal(A)).subarray(0, WAV_HEADER_BYTES)), wavHeader(3_200))
	assert.equal(speak(3_200, 4_800).kind, 'unknown-recording')
})

test('refuses to go on with a recording that is closed, and knows none that never was', async context => {
	const { start, stop } = await recordingsOn(context)
	start()
	assert.deepEqual([stop(0), start(), stop(0, idOf(9))], ['stopped', 'recording-closed', 'no-transcript'])
})

test('waits for a window that is gone, then closes its recording with a sentence', async context => {
	const { recordings, start, speak, told, pass, notices, ledger } = await recordingsOn(context)
	start()
	speak(0, 16_000 * 65)
	told()
	recordings.clientGone(PAGE)
	recordings.clientGone(PAGE)
	assert.deepEqual(told(), [['changed', A, true]])
	pass(59_999)
	assert.deepEqual([told(), ledger.get(A)?.state], [[], 'recording'])
	pass(1)
	assert.deepEqual(told(), [['ended', A, 16_000 * 65]])
	assert.deepEqual(notices(), ['The recording was cut at 1:05: its window closed or the app ended. Everything up to there is kept.'])
	pass(60_000)
	assert.deepEqual(told(), [])
})

test('goes on when a window comes back for it in time, the same or another', async context => {
	const { recordings, start, speak, told, pass, notices } = await recordingsOn(context)
	start()
	speak(0, 1_600)
	recordings.clientGone(PAGE)
	pass(59_000)
	assert.equal(recordings.isAway(A), true)
	assert.equal(start(OTHER_PAGE), 1_600)
	assert.equal(recordings.isAway(A), false)
	// The old window's farewell comes late: it has nothing to say any more.
	recordings.clientGone(PAGE)
	pass(60_000)
	told()
	assert.deepEqual([speak(1_600, 3_200, OTHER_PAGE).kind, told(), notices()], ['saved', [['grew', A, 3_200]], []])
})

test('takes audio only from the window that makes it: two microphones would be spliced', async context => {
	const { recordings, start, speak, told, pass, notices } = await recordingsOn(context)
	start()
	speak(0, 1_600)
	start(OTHER_PAGE)
	told()
	const refused = speak(1_600, 3_200, PAGE)
	assert.deepEqual(refused.kind === 'not-saved' && [refused.samples, refused.problem.code], [1_600, 'recording-elsewhere'])
	// One that was left has nothing to say about it either.
	recordings.clientGone(PAGE)
	assert.equal(speak(1_600, 3_200, OTHER_PAGE).kind, 'saved')
	pass(120_000)
	assert.deepEqual([told(), notices()], [[['grew', A, 3_200]], []])
	recordings.clientGone(OTHER_PAGE)
	const late = speak(3_200, 4_800, OTHER_PAGE)
	assert.deepEqual(late.kind === 'not-saved' && [late.samples, late.problem.code], [3_200, 'page-gone'])
	pass(60_000)
	assert.deepEqual(told(), [
		['changed', A, true],
		['ended', A, 3_200]
	])
})

test('two windows record at once, each its own', async context => {
	const { recordings, start, speak, shelf } = await recordingsOn(context)
	start()
	assert.ok(recordings.start(OTHER_PAGE, { recording: B, title: 'Other', device: null, startedAt: 5 }).ok)
	for (let at = 0; at < 16_000; at += 1_600) {
		speak(at, at + 1_600)
		recordings.frame(OTHER_PAGE, { recording: B, fromSample: at, samples: new Int16Array(1_600).fill(9) })
		assert.equal(speak(at, at + 1_600, OTHER_PAGE).kind, 'not-saved')
	}
	for (const [id, said] of [
		[A, 7],
		[B, 9]
	] as const) {
		const body = readFileSync(shelf.journal(id)).subarray(WAV_HEADER_BYTES)
		assert.deepEqual([body.length, body.every((byte, n) => byte === (n % 2 ? 0 : said))], [32_000, true])
	}
})

test('is stopped while it waits for its window: closed once, without the sentence', async context => {
	const { recordings, start, speak, stop, told, pass, notices } = await recordingsOn(context)
	start()
	speak(0, 1_600)
	recordings.clientGone(PAGE)
	told()
	assert.equal(stop(1_600), 'stopped')
	pass(60_000)
	assert.deepEqual([told(), notices()], [[['ended', A, 1_600]], []])
})

test('is taken up by the next main, and closed when nobody comes back, torn sample mended', async context => {
	const { recordings, anotherMain, start, speak, told, pass, shelf, ledger } = await recordingsOn(context)
	start()
	speak(0, 1_600)
	recordings.stopAll()
	appendFileSync(shelf.journal(A), Buffer.of(1))
	const next = anotherMain()
	next.found(A)
	next.found(A)
	told()
	assert.equal(ledger.get(A)?.state, 'recording')
	pass(60_000)
	assert.deepEqual(told(), [['ended', A, 1_600]])
	assert.equal(readFileSync(shelf.journal(A)).length, WAV_HEADER_BYTES + 3_200)
})

test('goes on in the next main from what is on disk', async context => {
	const { recordings, anotherMain, start, speak, pass, notices } = await recordingsOn(context)
	start()
	speak(0, 1_600)
	recordings.stopAll()
	const next = anotherMain()
	next.found(A)
	assert.equal(start(PAGE, next), 1_600)
	pass(60_000)
	assert.deepEqual(notices(), [])
	next.stopAll()
})

test('leaves nothing open when the ledger does not take the recording', async context => {
	const { start, db, told, recordings, folder } = await recordingsOn(context)
	db.pragma('query_only = on')
	assert.equal(start(), 'ledger-write')
	assert.deepEqual(
		[recordings.frame(PAGE, { recording: A, fromSample: 0, samples: new Int16Array(1) }).kind, told()],
		['unknown-recording', []]
	)
	db.pragma('query_only = off')
	assert.equal(start(), 0)
	assert.deepEqual(readdirSync(join(folder, 'audio')), [`${A}.wav`])
})

test('no longer closes recordings when main ends', async context => {
	const { recordings, start, pass, told } = await recordingsOn(context)
	start()
	recordings.clientGone(PAGE)
	recordings.stopAll()
	told()
	pass(60_000)
	assert.deepEqual(told(), [])
})

test('tells a page that comes what waits for one, and where it stands', async context => {
	const { recordings, anotherMain, ledger, start, startPart, speak } = await recordingsOn(context)
	start()
	startPart()
	speak(0, 3_200)
	speak(0, 1_600, PAGE, B)
	assert.deepEqual(recordings.interrupted(), [])
	const facts = (all: Interrupted[]) => all.map(each => [each.recording, each.samples, each.stopping, each.pausedAt !== null, each.partOf])
	const part = { whole: A, channel: 'others', offset: 800 }
	recordings.clientGone(PAGE)
	assert.deepEqual(facts(recordings.interrupted()), [
		[A, 3_200, false, false, null],
		[B, 1_600, false, false, part]
	])
	// Paused, and then main ends too.
	ledger.setMark(A, { id: idOf(7), kind: 'pause', sample: 3_200, ms: null, note: '' })
	recordings.stopAll()
	const next = anotherMain()
	next.found(B)
	next.found(A)
	assert.deepEqual(facts(next.interrupted()), [
		[B, 1_600, false, true, part],
		[A, 3_200, false, true, null]
	])
	start(OTHER_PAGE, next)
	assert.deepEqual(facts(next.interrupted()), [[B, 1_600, false, true, part]])
})

test('a channel begins only in a recording that is under way', async context => {
	const { start, startPart, stop, ledger } = await recordingsOn(context)
	assert.equal(startPart(), 'no-whole')
	start()
	assert.equal(startPart(), 0)
	const row = ledger.get(B)
	assert.deepEqual([row?.partOf, row?.channel, row?.offset], [A, 'others', 800])
	stop(0, B)
	stop(0)
	assert.equal(startPart(), 'recording-closed')
})

test('a channel whose recording has ended takes its last chunks, and ends by itself if nobody ends it', async context => {
	const { start, startPart, speak, stop, told, pass, notices } = await recordingsOn(context)
	start()
	startPart()
	speak(0, 1_600)
	assert.equal(stop(1_600), 'stopped')
	told()
	assert.equal(speak(0, 1_600, PAGE, B).kind, 'saved')
	// Its page lost its line, and is back.
	assert.equal(startPart(OTHER_PAGE), 1_600)
	assert.equal(speak(1_600, 3_200, OTHER_PAGE, B).kind, 'saved')
	pass(10_000)
	assert.deepEqual(
		[told(), notices(B)],
		[
			[
				['grew', B, 1_600],
				['grew', B, 3_200],
				['ended', B, 3_200]
			],
			[]
		]
	)
})

test('a channel that is ended with its recording is ended once', async context => {
	const { start, startPart, stop, told, pass } = await recordingsOn(context)
	start()
	startPart()
	told()
	assert.deepEqual([stop(0), stop(0, B)], ['stopped', 'stopped'])
	pass(120_000)
	assert.deepEqual(told(), [
		['ended', A, 0],
		['ended', B, 0]
	])
})

test('a recording that is cut takes its channels with it, and says so once', async context => {
	const { recordings, anotherMain, start, startPart, speak, told, pass, notices } = await recordingsOn(context)
	start()
	startPart()
	speak(0, 1_600)
	recordings.stopAll()
	const next = anotherMain()
	// In either order.
	next.found(B)
	next.found(A)
	told()
	pass(60_000)
	assert.deepEqual(told(), [
		['ended', B, 0],
		['ended', A, 1_600]
	])
	assert.deepEqual([notices()?.length, notices(B)], [1, []])
})

test('a channel that no page goes on with is closed with a sentence, and the recording goes on', async context => {
	const { recordings, start, startPart, speak, told, pass, notices } = await recordingsOn(context)
	start()
	startPart()
	speak(0, 16_000, PAGE, B)
	recordings.clientGone(PAGE)
	start(OTHER_PAGE)
	told()
	pass(60_000)
	assert.deepEqual(told(), [['ended', B, 16_000]])
	assert.deepEqual(
		[notices(B), notices()],
		[['The machine’s own sound was recorded up to 0:01 only: nothing came of it afterwards. The recording itself went on.'], []]
	)
})

test('what still lasts when a recording ends has ended with it, and windows are told', async context => {
	const { recordings, ledger, start, speak, stop, told, pass } = await recordingsOn(context)
	start()
	speak(0, 16_000)
	ledger.setMark(A, { id: idOf(7), kind: 'mute', sample: 8_000, ms: null, note: '' })
	ledger.setMark(A, { id: idOf(8), kind: 'mark', sample: 9_000, ms: 0, note: 'here' })
	told()
	pass(5_000)
	recordings.clientGone(PAGE)
	pass(30_000)
	stop(16_000)
	const closed = { id: idOf(7), kind: 'mute', sample: 8_000, ms: 500, note: '' }
	assert.deepEqual(told(), [
		['changed', A, true],
		['mark', closed],
		['ended', A, 16_000]
	])
	assert.deepEqual(ledger.marks(A)[0], closed)
})

test('what a closed recording could not take is heard as that one is by now, not as its page knew', async context => {
	const { recordings, ledger, start, stop, speak } = await recordingsOn(context)
	start()
	speak(0, 800)
	stop(800)
	const now = { model: 'large', language: null }
	ledger.setWish(A, now)
	const asked = { recording: B, title: 'Meeting', device: null, startedAt: 1_800_000_000_000, wish: { model: 'old', language: null } }
	assert.equal(recordings.start(PAGE, { ...asked, continues: A }).ok, true)
	assert.deepEqual(ledger.get(B)?.wish, now)
})
