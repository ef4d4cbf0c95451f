import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import type { ClientTransport } from '../client.ts'
import { CHANNELS } from './channels.ts'
import { connectWindow } from './ipc.ts'

const ours = { url: 'app://holdfast/', origin: 'app://holdfast' }

/** A window, and everything that happened at either end of the line. */
function connected() {
	const seen: string[] = []
	const transports: ClientTransport[] = []
	const contents = Object.assign(new EventEmitter(), {
		ipc: new EventEmitter(),
		mainFrame: ours,
		isDestroyed: () => false,
		isCrashed: (): boolean => false,
		send: (channel: string, ...args: unknown[]) => seen.push(`to page: ${channel} ${JSON.stringify(args)}`)
	})
	connectWindow(
		contents,
		transport => {
			const n = transports.push(transport)
			seen.push(`${n} connected`)
			return {
				message: raw => seen.push(`${n} says ${JSON.stringify(raw)}`),
				audio: bytes => seen.push(`${n} sends ${bytes.length} bytes`),
				closed: () => seen.push(`${n} gone`)
			}
		},
		{
			refused: (channel, from) => seen.push(`refused ${channel} of ${from}`),
			cutOff: reason => seen.push(`cut off: ${reason}`),
			opened: () => seen.push('opened'),
			beat: () => seen.push('beat'),
			recorder: message => {
				if (message === 'nonsense') return 'not understood'
				seen.push(`to the other: ${message}`)
				return null
			},
			desktop: message => {
				if (message === 'nonsense') return 'not understood'
				seen.push(`about the desktop: ${message}`)
				return null
			}
		}
	)
	const from = (senderFrame: typeof ours | null, channel: string, ...args: unknown[]) =>
		contents.ipc.emit(channel, { senderFrame }, ...args)
	return { seen, transports, contents, from, page: (channel: string, ...args: unknown[]) => from(ours, channel, ...args) }
}

test('a page is a client, and the next page in the same window another', () => {
	const { seen, page, contents } = connected()
	page(CHANNELS.opened)
	page(CHANNELS.message, { type: 'hello' })
	page(CHANNELS.audio, new Uint8Array(3))
	page(CHANNELS.opened)
	page(CHANNELS.message, 'x')
	contents.emit('render-process-gone', {}, { reason: 'crashed' })
	contents.emit('destroyed')
	assert.deepEqual(seen, [
		'opened',
		'1 connected',
		'1 says {"type":"hello"}',
		'1 sends 3 bytes',
		'1 gone',
		'opened',
		'2 connected',
		'2 says "x"',
		'2 gone'
	])
})

test('what the app says goes to the page, and nowhere when the page has died', () => {
	const { seen, page, transports, contents } = connected()
	page(CHANNELS.opened)
	const message = { type: 'saved', recording: 'r', samples: 1, at: 2 } as const
	transports[0]?.send(message)
	contents.isCrashed = () => true
	transports[0]?.send(message)
	assert.deepEqual(seen, ['opened', '1 connected', `to page: ${CHANNELS.message} ${JSON.stringify([message])}`])
})

const strangers: readonly [who: string, frame: typeof ours | null, from: string][] = [
	['another frame that shows our page', { ...ours }, 'app://holdfast/'],
	['a frame that is gone', null, 'a frame that is gone']
]
for (const [who, frame, shown] of strangers) {
	test(`${who} is not heard`, () => {
		const { seen, from } = connected()
		for (const channel of Object.values(CHANNELS)) from(frame, channel, 'x')
		assert.deepEqual(
			seen,
			Object.values(CHANNELS).map(channel => `refused ${channel} of ${shown}`)
		)
	})
}

const places: readonly [where: string, frame: typeof ours][] = [
	['at another address', { url: 'https://example.org/', origin: 'https://example.org' }],
	['at an address like ours', { url: 'app://holdfast.example/', origin: 'app://holdfast.example' }],
	['at our address, but in a sandbox', { url: 'app://holdfast/', origin: 'null' }],
	['with our origin, but a document of its own', { url: 'about:blank', origin: 'app://holdfast' }]
]
for (const [where, frame] of places) {
	test(`the window itself ${where} is not heard`, () => {
		const { seen, from, contents } = connected()
		contents.mainFrame = frame
		from(frame, CHANNELS.message, 'x')
		assert.deepEqual(seen, [`refused ${CHANNELS.message} of ${frame.url}`])
	})
}

test('a page that broke the contract is not heard until it is loaded anew', () => {
	const { seen, page, transports } = connected()
	page(CHANNELS.opened)
	transports[0]?.close('protocol violation')
	page(CHANNELS.message, 'x')
	page(CHANNELS.audio, new Uint8Array(1))
	page(CHANNELS.opened)
	assert.deepEqual(seen, ['opened', '1 connected', 'cut off: protocol violation', 'opened', '2 connected'])
})

test('audio that is not bytes reaches the contract as an empty frame', () => {
	const { seen, page } = connected()
	page(CHANNELS.audio, { length: 3 })
	assert.deepEqual(seen, ['1 connected', '1 sends 0 bytes'])
})

test('a sign of life is one, and what is meant for the other page or for the desktop is passed on', () => {
	const { seen, page } = connected()
	page(CHANNELS.opened)
	page(CHANNELS.beat, 1)
	page(CHANNELS.recorder, 'look')
	page(CHANNELS.desktop, 'language')
	assert.deepEqual(seen, ['opened', '1 connected', 'beat', 'to the other: look', 'about the desktop: language'])
})

for (const channel of [CHANNELS.recorder, CHANNELS.desktop]) {
	test(`nonsense on ${channel} is a breach: nothing more is heard`, () => {
		const { seen, page } = connected()
		page(CHANNELS.opened)
		page(channel, 'nonsense')
		page(CHANNELS.recorder, 'look')
		page(CHANNELS.desktop, 'language')
		page(CHANNELS.message, 'x')
		assert.deepEqual(seen, ['opened', '1 connected', '1 gone', 'cut off: protocol violation: not understood'])
	})
}
