import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Finding, recognise, type Stretch } from './recognise.ts'

const SECOND = 16_000

type Expected = Exclude<Finding, { kind: 'text' }> | Omit<Extract<Finding, { kind: 'text' }>, 'parts'>

/** Audio whose only quiet place is at `pause` (seconds), all of it speech. */
function stretch(seconds: number, pause: number): Stretch {
	const from = 5 * SECOND
	const audio = Int16Array.from({ length: seconds * SECOND }, (_, i) => (Math.abs(i - pause * SECOND) < 800 ? 0 : i % 2 ? 3000 : -3000))
	return { from, to: from + audio.length, audio, islands: [{ from, to: from + audio.length }] }
}

/** An engine that answers by how many seconds it is given; what it was asked is checked by the answers it has. */
async function check(of: Stretch, answers: Readonly<Record<string, string>>, surely: boolean, expected: Expected): Promise<void> {
	const decode = async (audio: Int16Array) => {
		const text = answers[(audio.length / SECOND).toFixed(1)]
		assert.notEqual(text, undefined, `was not to be asked about ${audio.length / SECOND} s`)
		if (text === 'LOOP') return { text: '4444', tokens: Array(400).fill('4') as string[] }
		const words = (text ?? '').split(' ').filter(word => word !== '')
		return { text: text ?? '', tokens: words.map(word => ` ${word}`) }
	}
	const finding = await recognise(of, decode, () => surely, 15)
	const { parts, ...rest } = finding.kind === 'text' ? finding : { ...finding, parts: [] }
	assert.deepEqual(rest, expected)
	// Each part is told with where its audio began, or times in it would mean nothing.
	for (const { at, heard } of parts) assert.ok(at >= of.from - SECOND / 10 && at < of.to && heard.text !== '', String(at))
}

const at = (seconds: number) => (5 + seconds) * SECOND

test('a good result is taken at once', () =>
	check(stretch(10, 4), { '10.0': 'all well' }, true, { kind: 'text', to: at(10), text: 'all well', guards: [] }))

test('a loop is decoded again in halves, cut at the quietest place', () =>
	check(stretch(10, 4), { '10.0': 'LOOP', '4.0': 'one', '6.0': 'two' }, true, {
		kind: 'text',
		to: at(10),
		text: 'one two',
		guards: ['loop']
	}))

test('when a half loops too, the whole is shifted by a tenth of a second', () =>
	check(stretch(10, 4), { '10.0': 'LOOP', '4.0': 'LOOP', '6.0': 'two', '10.1': 'shifted' }, true, {
		kind: 'text',
		to: at(10),
		text: 'shifted',
		guards: ['loop']
	}))

test('a good first half is kept, the second is left to the next step', () =>
	check(stretch(10, 4), { '10.0': 'LOOP', '4.0': 'one', '6.0': 'LOOP', '10.1': 'LOOP' }, true, {
		kind: 'text',
		to: at(4),
		text: 'one',
		guards: ['loop']
	}))

test('a bad first half becomes a gap, no longer than it is', () =>
	check(stretch(10, 4), { '10.0': 'LOOP', '4.0': 'LOOP', '6.0': 'two', '10.1': 'LOOP' }, true, {
		kind: 'gap',
		to: at(4),
		suspicion: 'loop'
	}))

test('what is too short for halves is only shifted', async () => {
	const short = stretch(1.5, 0.7)
	await check(short, { '1.5': 'LOOP', '1.6': 'yes' }, true, { kind: 'text', to: at(1.5), text: 'yes', guards: ['loop'] })
	await check(short, { '1.5': 'LOOP', '1.6': 'LOOP' }, true, { kind: 'gap', to: at(1.5), suspicion: 'loop' })
})

test('speech about which the engine says nothing at all is a gap, noise is silence', async () => {
	const nothing = { '10.0': '', '4.0': '', '6.0': '', '10.1': '' }
	await check(stretch(10, 4), nothing, true, { kind: 'gap', to: at(10), suspicion: 'no-words' })
	await check(stretch(10, 4), nothing, false, { kind: 'nothing', to: at(10) })
})

test('an engine that fails only on long audio is heard on short', () =>
	check(stretch(10, 4), { '10.0': '', '4.0': 'one', '6.0': 'two' }, true, {
		kind: 'text',
		to: at(10),
		text: 'one two',
		guards: ['no-words']
	}))

test('words in the second half are not lost to an empty first', () =>
	check(stretch(10, 4), { '10.0': '', '4.0': '', '6.0': 'two', '10.1': '' }, true, { kind: 'gap', to: at(4), suspicion: 'no-words' }))

test('a detected sound too short to be doubted is silence', () => {
	const { from, to, audio } = stretch(3, 1)
	return check({ from, to, audio, islands: [{ from, to: from + 8000 }] }, { '3.0': '' }, true, { kind: 'nothing', to: at(3) })
})
