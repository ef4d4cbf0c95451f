import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AudioEffect, type AudioInput, keepAudio, nothingHeard, type Unacknowledged, unsaved } from './unacknowledged.ts'

const diskFull = { code: 'disk-full', facts: {}, text: 'The disk is full.' }

function heard(length: number, value = 1): AudioInput {
	return { type: 'heard', samples: new Int16Array(length).fill(value) }
}

/** Runs the inputs; gives the last state and every effect, chunks as `from+length`. */
function run(inputs: AudioInput[], from: Unacknowledged = nothingHeard): { state: Unacknowledged; effects: string[] } {
	let state = from
	const effects: string[] = []
	for (const input of inputs) {
		const [next, done] = keepAudio(state, input)
		state = next
		effects.push(...done.map(show))
	}
	return { state, effects }
}

function show(effect: AudioEffect): string {
	if (effect.type === 'send') return `${effect.chunk.from}+${effect.chunk.samples.length}`
	return effect.type === 'begin-anew' ? `anew from ${effect.from}` : effect.type
}

const open: AudioInput[] = [{ type: 'line-up' }, { type: 'started', samples: 0, at: 1 }]

test('keeps what is heard before main has answered, and sends it in order then, joined', () => {
	const { state, effects } = run([heard(1600), { type: 'line-up' }, heard(1600), { type: 'started', samples: 0, at: 1 }, heard(1600)])
	assert.deepEqual(effects, ['ask', '0+3200', '3200+1600'])
	assert.equal(unsaved(state), 4800)
})

test('lets go of a chunk only when the journal holds all of it', () => {
	const { state } = run([...open, heard(1600), heard(1600), { type: 'saved', samples: 2000, at: 5 }])
	assert.deepEqual(
		state.chunks.map(chunk => [chunk.from, chunk.samples.length]),
		[[2000, 1200]]
	)
	assert.deepEqual([state.saved, state.savedAt, unsaved(state)], [2000, 5, 1200])
})

test('goes on recording while main is away, and sends from the sample that the new main asks for', () => {
	const { state, effects } = run([
		...open,
		heard(1600),
		heard(1600),
		{ type: 'saved', samples: 1600, at: 2 },
		{ type: 'line-lost' },
		heard(1600),
		heard(800),
		{ type: 'line-up' },
		{ type: 'started', samples: 1600, at: 9 }
	])
	assert.deepEqual(effects, ['ask', '0+1600', '1600+1600', 'ask', '1600+4000'])
	assert.equal(state.line, 'open')
})

test('does not send again what the journal got although its receipt was lost', () => {
	const { effects } = run([
		...open,
		heard(1600),
		heard(1600),
		{ type: 'line-lost' },
		{ type: 'line-up' },
		{ type: 'started', samples: 3200, at: 3 }
	])
	assert.deepEqual(effects.slice(3), ['ask'])
})

test('keeps and retries when the disk is full, once for a burst of refusals', () => {
	const refused: AudioInput = { type: 'not-saved', problem: diskFull }
	const { state, effects } = run([...open, heard(1600), heard(1600), refused, refused, heard(1600)])
	assert.deepEqual(effects, ['ask', '0+1600', '1600+1600', 'retry-later'])
	assert.equal(state.problem, diskFull)
	const after = run([{ type: 'retry' }, { type: 'started', samples: 0, at: 7 }], state)
	assert.deepEqual(after.effects, ['ask', '0+1600', '1600+3200'])
	assert.equal(after.state.problem, diskFull, 'that it can be saved is not known before it was')
	assert.equal(run([{ type: 'saved', samples: 1600, at: 8 }], after.state).state.problem, null)
})

const S = 16_000

test('a disk that stays full is sent a few seconds each time, however much is kept', () => {
	const ask: AudioInput[] = [{ type: 'retry' }, { type: 'started', samples: 0, at: 7 }]
	const full = run([...open, heard(800), { type: 'not-saved', problem: diskFull }, ...Array.from({ length: 12_000 }, () => heard(800))])
	for (let state = full.state, tries = 0; tries < 3; tries++) {
		const again = run(ask, state)
		assert.deepEqual(again.effects, ['ask', '0+16000', '16000+16000', '32000+16000', '48000+16000', '64000+16000'])
		// What is heard between the first frame and its refusal waits too.
		const refused = run(
			[heard(800), ...again.effects.slice(1).map((): AudioInput => ({ type: 'not-saved', problem: diskFull }))],
			again.state
		)
		assert.deepEqual(refused.effects, ['retry-later'])
		state = refused.state
	}
})

test('all that was kept comes in order and once, and no more than a minute of it is under way', () => {
	const waiting = Array.from({ length: 6_000 }, (_, i) => heard(800, i))
	let { state, effects } = run([{ type: 'line-up' }, ...waiting, { type: 'started', samples: 0, at: 1 }])
	const underWay = effects.slice(1)
	const journal: number[] = []
	for (let i = 0; underWay.length > 0; i++) {
		const [from, length] = (underWay.shift() ?? '').split('+').map(Number)
		assert.equal(from, journal.length * 800)
		for (let sample = 0; sample < (length ?? 0); sample += 800) journal.push(journal.length)
		const next = run([...(i % 10 === 0 ? [heard(800)] : []), { type: 'saved', samples: journal.length * 800, at: 2 }], state)
		state = next.state
		underWay.push(...next.effects)
		assert.ok(state.sent - state.saved <= 61 * S, `${(state.sent - state.saved) / S} s`)
	}
	assert.deepEqual([state.chunks, unsaved(state)], [[], 0])
	assert.ok(journal.length > 6_000, 'also what was heard meanwhile')
})

test('a page that has heard less than main holds goes on behind that', () => {
	// Its page before this one sent more after main had told where it stands.
	const takenUp = { ...nothingHeard, heard: 1600, saved: 1600 }
	const { state, effects } = run([{ type: 'line-up' }, { type: 'started', samples: 2400, at: 1 }, heard(1600)], takenUp)
	assert.deepEqual(effects, ['ask', '1600+1600'])
	assert.equal(unsaved(run([{ type: 'saved', samples: 3200, at: 2 }], state).state), 0)
})

test('when main dies again before a receipt, what was under way is sent again', () => {
	const again: AudioInput[] = [{ type: 'line-lost' }, heard(800), { type: 'line-up' }, { type: 'started', samples: 0, at: 3 }]
	const { state, effects } = run([...open, heard(800), ...again, ...again])
	assert.deepEqual(effects, ['ask', '0+800', 'ask', '0+1600', 'ask', '0+2400'])
	// Late ones of an earlier main.
	const late = run([{ type: 'saved', samples: 800, at: 4 }, { type: 'saved', samples: 800, at: 4 }, heard(800)], state)
	assert.deepEqual([late.effects, unsaved(late.state)], [['2400+800'], 2400])
	assert.deepEqual(
		late.state.chunks.map(chunk => chunk.from),
		[800, 2400]
	)
})

test('asks again when main could not even begin the recording', () => {
	const { state, effects } = run([{ type: 'line-up' }, { type: 'start-refused', problem: diskFull }, heard(1600), { type: 'retry' }])
	assert.deepEqual(effects, ['ask', 'retry-later', 'ask'])
	assert.equal(unsaved(state), 1600)
})

test('goes on in a new recording when audio that was on disk is gone', () => {
	const { state, effects } = run([
		...open,
		heard(1600),
		{ type: 'saved', samples: 1600, at: 2 },
		{ type: 'line-lost' },
		heard(1600),
		{ type: 'line-up' },
		{ type: 'started', samples: 0, at: 3 },
		{ type: 'line-up' },
		{ type: 'started', samples: 0, at: 4 }
	])
	assert.deepEqual(effects, ['ask', '0+1600', 'ask', 'anew from 1600', 'ask', '0+1600'])
	assert.deepEqual([state.heard, unsaved(state)], [1600, 1600])
})

test('goes on in a new recording with what the closed one did not get', () => {
	const { state, effects } = run([
		...open,
		heard(1600),
		{ type: 'line-lost' },
		heard(1600),
		{ type: 'line-up' },
		{ type: 'closed', samples: 2000 },
		{ type: 'line-up' },
		{ type: 'started', samples: 0, at: 4 },
		heard(1600)
	])
	assert.deepEqual(effects, ['ask', '0+1600', 'ask', 'anew from 2000', 'ask', '0+1200', '1200+1600'])
	assert.equal(state.heard, 2800)
})

test('an old receipt changes nothing', () => {
	const before = run([...open, heard(1600), heard(1600), { type: 'saved', samples: 3200, at: 4 }]).state
	const [after] = keepAudio(before, { type: 'saved', samples: 1600, at: 3 })
	assert.deepEqual(after, before)
})
