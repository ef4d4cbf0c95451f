import assert from 'node:assert/strict'
import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { WAV_HEADER_BYTES, wavHeader } from '../../native-bridge/journal/wav-header.ts'
import { openLog } from '../../native-bridge/log/log.ts'
import { idOf, ledgerFor } from '../ledger/test-ledger.ts'
import { Transcripts } from '../ledger/transcripts.ts'
import { Recordings } from './recordings.ts'
import { Shelf } from './shelf.ts'

const A = idOf(1)
const [PAGE, OTHER_PAGE] = [1, 2]

/** Recordings on a real ledger and shelf; the job runner's part is played by the least that ends one. */
async function recordingsOn(context: TestContext) {
	const folder = folderFor(context)
	const db = ledgerFor(context, folder)
	const ledger = new Transcripts(db)
	const shelf = new Shelf(folder)
	const log = openLog(folder, 'main')
	context.mock.timers.enable({ apis: ['setTimeout'] })
	const told: unknown[][] = []
	const listener = {
		added: (id: string) => told.push(['added', id]),
		grew: (id: string, samples: number) => told.push(['grew', id, samples]),
		audioEnded: (id: string, samples: number) => {
			told.push(['ended', id, samples])
			ledger.saveJob(id, { state: 'transcribing', samples, ended: true })
		}
	}
	const make = () => new Recordings({ shelf, ledger, listener, log })
	const recordings = make()
	context.after(() => recordings.stopAll())
	return {
		db,
		ledger,
		shelf,
		folder,
		recordings,
		anotherMain: make,
		told: () => told.splice(0),
		start: (client = PAGE, to = recordings) => {
			const result = to.start(client, { recording: A, title: 'Meeting', device: 'Microphone', startedAt: 1_800_000_000_000 })
			return result.ok ? result.value.samples : result.problem.code
		},
		speak: (from: number, to: number, client = PAGE) =>
			recordings.frame(client, { recording: A, fromSample: from, samples: new Int16Array(to - from).fill(7) }),
		stop: (samples: number, id = A) => {
			const result = recordings.stop(id, samples)
			return result.ok ? 'stopped' : result.problem.code
		},
		pass: (ms: number) => context.mock.timers.tick(ms),
		notices: () => ledger.get(A)?.notices.map(notice => notice.text)
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
	pass(19_999)
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
	pass(19_000)
	assert.equal(start(OTHER_PAGE), 1_600)
	// The old window's farewell comes late: it has nothing to say any more.
	recordings.clientGone(PAGE)
	pass(60_000)
	told()
	assert.deepEqual([speak(1_600, 3_200, OTHER_PAGE).kind, told(), notices()], ['saved', [['grew', A, 3_200]], []])
})

test('is not closed while audio comes, even if the last frame of a window that left came after another’s', async context => {
	const { recordings, start, speak, told, pass, notices } = await recordingsOn(context)
	start()
	speak(0, 1_600)
	start(OTHER_PAGE)
	speak(1_600, 3_200, PAGE)
	recordings.clientGone(PAGE)
	speak(3_200, 4_800, OTHER_PAGE)
	told()
	pass(60_000)
	assert.deepEqual([told(), notices()], [[], []])
	// And it is this window's now.
	recordings.clientGone(OTHER_PAGE)
	pass(20_000)
	assert.deepEqual(told(), [['ended', A, 4_800]])
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
	next.orphan(A)
	next.orphan(A)
	told()
	assert.equal(ledger.get(A)?.state, 'recording')
	pass(20_000)
	assert.deepEqual(told(), [['ended', A, 1_600]])
	assert.equal(readFileSync(shelf.journal(A)).length, WAV_HEADER_BYTES + 3_200)
})

test('goes on in the next main from what is on disk', async context => {
	const { recordings, anotherMain, start, speak, pass, notices } = await recordingsOn(context)
	start()
	speak(0, 1_600)
	recordings.stopAll()
	const next = anotherMain()
	next.orphan(A)
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
