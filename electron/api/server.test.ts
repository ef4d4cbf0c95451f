import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { openLog } from '../../native-bridge/log/log.ts'
import { fail, ok } from '../../native-bridge/protocol/problem.ts'
import { mutant, seeded } from '../../native-bridge/protocol/test-random.ts'
import { encodeAudioFrame } from '../contract/audio-frame.ts'
import { CONTRACT_VERSION, commandNames } from '../contract/commands.ts'
import type { AppEvent, ServerMessage, Snapshot } from '../contract/events.ts'
import { DEFAULT_SETTINGS } from '../contract/settings.ts'
import type { Receipt } from '../journal/microphone.ts'
import { idOf } from '../ledger/test-ledger.ts'
import { Feed } from './feed.ts'
import type { LostClient } from './lost-clients.ts'
import { ApiServer, type Handlers } from './server.ts'

const hello = { type: 'hello', contract: CONTRACT_VERSION, epoch: null, last: null, page: null }
const removed = (n: number): AppEvent => ({ type: 'transcripts-removed', transcripts: [String(n)] })
const snapshot: Snapshot = {
	transcripts: [],
	processes: [],
	exits: [],
	partials: [],
	settings: DEFAULT_SETTINGS,
	disk: null,
	drill: null,
	speeds: null,
	folder: null
}
const frame = encodeAudioFrame({ recording: idOf(1), fromSample: 0, samples: Int16Array.of(1, 2) })

/** A server whose handlers answer with what they were asked, except for two. */
async function serving(context: TestContext) {
	const log = openLog(folderFor(context), 'main')
	const feed = new Feed()
	const asked: unknown[] = []
	const gone: number[] = []
	const lost: LostClient[] = []
	let receipt: Receipt = { kind: 'saved', samples: 2 }
	const handlers: Handlers = {
		...(Object.fromEntries(
			commandNames.map(name => [name, (params: unknown, { id }: { id: number }) => asked.push([name, params, id]) && ok({})])
		) as unknown as Handlers),
		'exit.get': () => fail('no-exit', 'This record does not exist any more.'),
		'transcripts.list': async () => ok([])
	}
	const api = new ApiServer({
		feed,
		handlers,
		snapshot: () => snapshot,
		audio: (_frame, { id }) => {
			asked.push(['audio', id])
			return receipt
		},
		clientGone: ({ id }) => gone.push(id),
		clientLost: client => lost.push(client),
		app: { version: '0.1.0', host: 'browser', updates: null },
		log
	})
	const connect = () => {
		const heard: ServerMessage[] = []
		const cut: string[] = []
		let backlog = 0
		const session = api.connect({ send: message => heard.push(message), backlog: () => backlog, close: reason => cut.push(reason) })
		return {
			...session,
			heard: () => heard.splice(0),
			/** What was heard, shorter: numbers of events, types of the rest. */
			types: () => heard.splice(0).map(message => (message.type === 'event' ? message.n : message.type)),
			cut,
			slow: () => {
				backlog = 16_000_001
			}
		}
	}
	return { feed, asked: () => asked.splice(0), gone, lost, connect, receive: (next: Receipt) => (receipt = next) }
}

/** Answers are given in a later turn. */
const answered = () => new Promise<void>(resolve => setImmediate(resolve))

test('welcomes a window with a snapshot, then tells it every event', async context => {
	const { feed, connect } = await serving(context)
	feed.emit(removed(1))
	const page = connect()
	feed.emit(removed(2))
	assert.deepEqual(page.heard(), [])
	page.message(hello)
	feed.emit(removed(3))
	assert.deepEqual(page.heard(), [
		{
			type: 'welcome',
			contract: CONTRACT_VERSION,
			epoch: feed.epoch,
			last: 2,
			app: { version: '0.1.0', host: 'browser', updates: null },
			snapshot
		},
		{ type: 'event', n: 3, event: removed(3) }
	])
})

test('gives a window that was away what it missed, once and in order', async context => {
	const { feed, connect } = await serving(context)
	const first = connect()
	first.message(hello)
	for (const n of [1, 2]) feed.emit(removed(n))
	assert.deepEqual(first.types(), ['welcome', 1, 2])
	first.closed('lost')
	for (const n of [3, 4]) feed.emit(removed(n))
	const again = connect()
	again.message({ ...hello, epoch: feed.epoch, last: 2 })
	feed.emit(removed(5))
	const [welcome] = again.heard().slice(0, 1)
	assert.deepEqual(welcome?.type === 'welcome' && [welcome.snapshot, welcome.last], [null, 2])
	const third = connect()
	third.message({ ...hello, epoch: feed.epoch, last: 2 })
	feed.emit(removed(6))
	assert.deepEqual([third.types(), again.types(), first.types()], [['welcome', 3, 4, 5, 6], [6], []])
})

test('gives a snapshot when what was missed is no longer kept, or of another life of main', async context => {
	const { feed, connect } = await serving(context)
	for (let n = 1; n <= 5_010; n++) feed.emit(removed(n))
	const cases = [
		{ epoch: feed.epoch, last: 5 },
		{ epoch: 'another', last: 5_010 },
		{ epoch: feed.epoch, last: 6_000 }
	]
	for (const known of cases) {
		const page = connect()
		page.message({ ...hello, ...known })
		const [welcome, ...rest] = page.heard()
		assert.deepEqual([welcome?.type === 'welcome' && [welcome.snapshot, welcome.last], rest], [[snapshot, 5_010], []])
	}
})

test('tells each event once to a window that says hello twice', async context => {
	const { feed, connect } = await serving(context)
	const page = connect()
	page.message(hello)
	page.message({ ...hello, epoch: feed.epoch, last: 0 })
	feed.emit(removed(1))
	assert.deepEqual(page.types(), ['welcome', 'welcome', 1])
})

test('answers each request under its number, with its result or the reason why not', async context => {
	const { connect, asked } = await serving(context)
	const page = connect()
	page.message({ type: 'request', id: 7, name: 'transcript.rename', params: { transcript: idOf(1), title: ' Talk ' } })
	page.message({ type: 'request', id: 8, name: 'exit.get', params: { exit: idOf(2) } })
	page.message({ type: 'request', id: 9, name: 'transcripts.list', params: {} })
	page.message({ type: 'request', id: 10, name: 'transcript.get', params: { transcript: 'nonsense' } })
	await answered()
	const problem = { code: 'no-exit', facts: {}, text: 'This record does not exist any more.' }
	const answers = page.heard().sort((a, b) => ('id' in a && 'id' in b ? a.id - b.id : 0))
	assert.deepEqual(answers.slice(0, 3), [
		{ type: 'response', id: 7, ok: true, result: {} },
		{ type: 'response', id: 8, ok: false, problem },
		{ type: 'response', id: 9, ok: true, result: [] }
	])
	const bad = answers[3]
	assert.ok(bad?.type === 'response' && !bad.ok)
	assert.deepEqual([bad.id, bad.problem.code, bad.problem.facts], [10, 'bad-request', { name: 'transcript.get' }])
	assert.match(bad.problem.text, /^The request “transcript.get” can't be understood: .*must be an id/)
	assert.deepEqual([asked(), page.cut], [[['transcript.rename', { transcript: idOf(1), title: 'Talk' }, 1]], []])
})

test('cuts off a window that breaks the contract, and obeys nothing that comes after', async context => {
	const { feed, connect, asked, gone } = await serving(context)
	const cases: [name: string, say: (page: ReturnType<typeof connect>) => void, reason: RegExp][] = [
		['another version', page => page.message({ ...hello, contract: 1 }), /^the page speaks version 1, this app \d+: reload it$/],
		['no JSON', page => page.message(undefined), /^protocol violation/],
		['a message that nobody knows', page => page.message({ type: 'goodbye' }), /^protocol violation/],
		[
			'a command that nobody knows',
			page => page.message({ type: 'request', id: 1, name: 'format.disk', params: {} }),
			/^protocol violation/
		],
		['bytes that are no audio', page => page.audio(Buffer.from('no audio at all')), /^protocol violation: not an audio frame$/],
		['no bytes', page => page.audio(new Uint8Array(0)), /^protocol violation: not an audio frame$/]
	]
	for (const [name, say, reason] of cases) {
		const page = connect()
		page.message(hello)
		page.heard()
		say(page)
		assert.match(page.cut.join(), reason, name)
		page.message({ type: 'request', id: 1, name: 'transcript.get', params: { transcript: idOf(1) } })
		page.message(hello)
		page.audio(frame)
		feed.emit(removed(1))
		page.closed('lost')
		await answered()
		assert.deepEqual([page.heard(), asked(), page.cut.length, gone.splice(0).length], [[], [], 1, 1], name)
	}
})

test('gives a receipt for each audio frame', async context => {
	const { connect, receive } = await serving(context)
	const page = connect()
	const problem = { code: 'disk-full', facts: {}, text: 'The disk is full.' }
	const about = { recording: idOf(1) }
	page.audio(frame)
	receive({ kind: 'not-saved', samples: 5, problem })
	page.audio(frame)
	receive({ kind: 'unknown-recording' })
	page.audio(frame)
	const [saved, ...refused] = page.heard()
	assert.deepEqual([saved?.type === 'saved' && [saved.recording, saved.samples], page.cut], [[idOf(1), 2], []])
	assert.deepEqual(refused, [
		{ type: 'not-saved', ...about, samples: 5, problem },
		{
			type: 'not-saved',
			...about,
			samples: 0,
			problem: {
				code: 'recording-closed',
				facts: {},
				text: 'This recording is closed. Its audio is kept; what came after goes into a new one.'
			}
		}
	])
})

test('cuts off a window that takes nothing, and does not listen for it any more', async context => {
	const { feed, connect, gone } = await serving(context)
	const [slow, quick] = [connect(), connect()]
	slow.message(hello)
	quick.message(hello)
	slow.heard()
	quick.heard()
	slow.slow()
	feed.emit(removed(1))
	feed.emit(removed(2))
	assert.deepEqual([slow.cut, slow.types(), quick.types(), gone], [['too slow'], [], [1, 2], [1]])
	const late = connect()
	late.slow()
	late.message(hello)
	feed.emit(removed(3))
	assert.deepEqual([late.cut, late.types()], [['too slow'], []])
})

test('says once that a window is gone', async context => {
	const { connect, gone, feed } = await serving(context)
	const page = connect()
	page.message(hello)
	page.message({ type: 'request', id: 1, name: 'transcripts.list', params: {} })
	page.closed('goodbye')
	page.closed('lost')
	feed.emit(removed(1))
	await answered()
	assert.deepEqual([gone, page.types()], [[1], ['welcome']])
})

test('tells of a window that broke away in the middle of its recording and stayed away; not of one that said goodbye, came back or is no page', async context => {
	context.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 5_000 })
	const { connect, lost, gone } = await serving(context)
	const open = (page: number | null) => {
		const window = connect()
		window.message({ ...hello, page: page === null ? null : idOf(page) })
		return window
	}
	const [crashed, left, reconnects, client, stopped] = [open(1), open(2), open(3), open(null), open(4)]
	crashed.audio(frame)
	stopped.audio(frame)
	stopped.message({ type: 'request', id: 1, name: 'recording.stop', params: { recording: idOf(1), samples: 2 } })
	for (const window of [crashed, reconnects, client, stopped]) window.closed('lost')
	left.closed('goodbye')
	assert.equal(gone.length, 5, 'recordings are told at once')
	open(3)
	context.mock.timers.tick(10_000)
	assert.deepEqual(lost, [
		{ page: idOf(1), since: 5_000, at: 5_000, recording: { id: idOf(1), samples: 2 } },
		{ page: idOf(4), since: 5_000, at: 5_000, recording: null }
	])
})

const SEED = 99
test(`survives 2,000 injured messages and frames, seed ${SEED}`, async context => {
	const { connect, asked } = await serving(context)
	const random = seeded(SEED)
	const messages = [hello, { type: 'request', id: 1, name: 'recording.stop', params: { recording: idOf(1), samples: 5 } }].map(message =>
		new TextEncoder().encode(JSON.stringify(message))
	)
	for (let n = 0; n < 2_000; n++) {
		const page = connect()
		const text = new TextDecoder().decode(mutant(random.pick(messages), random))
		try {
			page.message(JSON.parse(text))
		} catch (error) {
			// What the host does with it.
			assert.ok(error instanceof SyntaxError, `${n}: ${text}`)
		}
		connect().audio(mutant(frame, random))
	}
	await answered()
	assert.ok(asked().length > 0)
})
