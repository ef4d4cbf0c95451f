import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CONTRACT_VERSION } from '../../electron/contract/commands.ts'
import type { AppEvent, Snapshot } from '../../electron/contract/events.ts'
import { type FeedEffect, type FeedInput, followFeed, noFeed } from './feed.ts'

const snapshot: Snapshot = { transcripts: [], processes: [], exits: [], partials: [] }
const app = { version: '1', host: 'browser' as const }

function welcome(epoch: string, last: number, full = true, contract = CONTRACT_VERSION): FeedInput {
	return { type: 'welcome', contract, epoch, last, app, snapshot: full ? snapshot : null }
}

function event(n: number): FeedInput {
	const removed: AppEvent = { type: 'transcripts-removed', transcripts: [String(n)] }
	return { type: 'event', n, event: removed }
}

function show(effect: FeedEffect): string {
	switch (effect.type) {
		case 'hello':
			return effect.message.type === 'hello' ? `hello ${effect.message.epoch} ${effect.message.last}` : 'not a hello'
		case 'event':
			return effect.event.type === 'transcripts-removed' ? effect.event.transcripts.join() : effect.event.type
		case 'welcomed':
			return effect.newLife ? 'welcomed by a new main' : 'welcomed back'
		case 'snapshot':
		case 'outdated':
			return effect.type
		default:
			return effect satisfies never
	}
}

function check(inputs: FeedInput[], expected: string[]): void {
	let state = noFeed
	const seen: string[] = []
	for (const input of inputs) {
		const [next, effects] = followFeed(state, input)
		state = next
		seen.push(...effects.map(show))
	}
	assert.deepEqual(seen, expected)
}

test('begins with a snapshot and follows the numbers', () => {
	check([{ type: 'opened' }, welcome('a', 7), event(8), event(9)], ['hello null null', 'snapshot', 'welcomed by a new main', '8', '9'])
})

test('gets what it missed when main still has it', () => {
	check(
		[{ type: 'opened' }, welcome('a', 7), event(8), { type: 'lost' }, { type: 'opened' }, welcome('a', 10, false), event(9), event(10)],
		['hello null null', 'snapshot', 'welcomed by a new main', '8', 'hello a 8', 'welcomed back', '9', '10']
	)
})

test('says hello again when a number is missing, and ignores the rest until it is welcomed', () => {
	check(
		[{ type: 'opened' }, welcome('a', 7), event(9), event(10), welcome('a', 10, false), event(8), event(9), event(10), event(11)],
		['hello null null', 'snapshot', 'welcomed by a new main', 'hello a 7', 'welcomed back', '8', '9', '10', '11']
	)
})

test('starts over with the snapshot of a main that was started anew', () => {
	check(
		[{ type: 'opened' }, welcome('a', 7), { type: 'lost' }, { type: 'opened' }, welcome('b', 2), event(3)],
		['hello null null', 'snapshot', 'welcomed by a new main', 'hello a 7', 'snapshot', 'welcomed by a new main', '3']
	)
})

test('applies nothing twice', () => {
	check([{ type: 'opened' }, welcome('a', 7), event(8), event(8), event(7)], ['hello null null', 'snapshot', 'welcomed by a new main', '8'])
})

test('does not follow a main of another contract', () => {
	check([{ type: 'opened' }, welcome('a', 7, true, CONTRACT_VERSION + 1), event(8)], ['hello null null', 'outdated'])
})
