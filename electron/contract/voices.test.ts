import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Edit, linesOf } from './lines.ts'
import { isOfVoices } from './of-voices.ts'
import { voicedEdit, withVoices } from './voices.ts'

/** Each word takes 10 samples, from `from` on. */
function heard(from: number, text: string, words = text.split(' ')) {
	const timed = words.map((word, n) => ({ text: word, from: from + n * 10, to: from + n * 10 + 10 }))
	return { from, to: from + words.length * 10, text, words: timed, times: 'exact' as const }
}
const turn = (from: number, to: number, speaker: string) => ({ from, to, speaker })
const pieces = (edit: Edit | null) => edit?.pieces.map(({ speaker, text }) => `${speaker}: ${text}`) ?? null

test('a text is cut where another begins to speak', () => {
	const edit = voicedEdit(heard(100, 'how are you fine thank you'), [turn(0, 130, 's1'), turn(130, 300, 's2')])
	assert.deepEqual(pieces(edit), ['s1: how are you', 's2: fine thank you'])
	assert.ok(edit && isOfVoices(edit) && !isOfVoices(structuredClone(edit)))
})

test('of one speaker it is whole, and says who; without any it is as it was heard', () => {
	assert.deepEqual(pieces(voicedEdit(heard(0, 'all mine'), [turn(0, 500, 's1')])), ['s1: all mine'])
	assert.equal(voicedEdit(heard(0, 'all mine'), []), null)
	assert.equal(voicedEdit(heard(0, 'all mine'), [turn(300, 500, 's1')]), null)
})

test('a change near the end of a sentence is there', () => {
	const at = (change: number) => pieces(voicedEdit(heard(0, 'Is it late? Yes, it is.'), [turn(0, change, 's1'), turn(change, 90, 's2')]))
	for (const change of [10, 20, 30, 40, 50]) assert.deepEqual(at(change), ['s1: Is it late?', 's2: Yes, it is.'], `${change}`)
	assert.deepEqual(pieces(voicedEdit(heard(0, 'a b c d e f g. h'), [turn(0, 30, 's1'), turn(30, 90, 's2')])), [
		's1: a b c',
		's2: d e f g. h'
	])
})

test('text without spaces is cut between its characters', () => {
	const segment = heard(0, '你好吗？我很好。', ['你', '好', '吗？', '我', '很', '好。'])
	assert.deepEqual(pieces(voicedEdit(segment, [turn(0, 32, 's1'), turn(32, 60, 's2')])), ['s1: 你好吗？', 's2: 我很好。'])
})

test('where words do not stand in the text it is not cut, and is whose it mostly is', () => {
	const segment = heard(0, 'twenty two', ['20', '2'])
	assert.deepEqual(pieces(voicedEdit(segment, [turn(0, 5, 's1'), turn(5, 20, 's2')])), ['s2: twenty two'])
})

test('what the user made of a segment stands, and lines say whether anybody has written them', () => {
	const segments = [heard(0, 'one two'), heard(100, 'three four')]
	const own: Edit = { pieces: [{ text: 'my own', speaker: null }], joined: false }
	const turns = [turn(0, 10, 's1'), turn(10, 200, 's2')]
	const edits = new Map([[100, own]])
	const all = withVoices(segments, edits, turns)
	assert.deepEqual(
		linesOf(segments, all).map(({ text, from, to, written }) => [text, from, to, written?.speaker, written?.changed]),
		[
			['one', 0, 10, 's1', false],
			['two', 10, 20, 's2', false],
			['my own', 100, 120, 's2', true]
		]
	)
	assert.equal(withVoices(segments, edits, []), edits)
	assert.equal(withVoices(segments, edits, turns).get(100), all.get(100), 'the same object for whoever draws it')
	const named: Edit = { pieces: [own.pieces[0] ?? assert.fail(), { text: 'too', speaker: 'her' }], joined: false }
	assert.equal(withVoices(segments, new Map([[100, named]]), turns).get(100), named)
})

test('a voice that goes on below others is heard to its end; of a day of talk each segment looks at its own voices only', () => {
	const long = [
		turn(0, 1_000, 's1'),
		...Array.from({ length: 20 }, (_, n) => turn(10 + n * 10, 14 + n * 10, 's2')),
		turn(2_000, 2_100, 's3')
	]
	assert.deepEqual(pieces(voicedEdit(heard(800, 'still here'), long)), ['s1: still here'])
	const day = Array.from({ length: 20_000 }, (_, n) => turn(n * 100, n * 100 + 90, `s${n % 3}`))
	const segments = Array.from({ length: 10_000 }, (_, n) => heard(n * 200, 'a b c d e f g h i j k l m n o p q r'))
	const started = performance.now()
	const all = withVoices(segments, new Map(), day)
	const first = performance.now() - started
	assert.equal(all.get(200)?.pieces.length, 2)
	const again = performance.now()
	assert.equal(withVoices(segments, new Map([[0, all.get(0) ?? assert.fail()]]), day).get(200), all.get(200))
	assert.ok(performance.now() - again < first, 'what was made is not made again')
	assert.ok(first < 20_000, `${first} ms`)
})
