import assert from 'node:assert/strict'
import { test } from 'node:test'
import { samplesOf } from '../protocol/units.ts'
import { tellApart } from './tell-apart.ts'
import { unit, type Voice } from './voice.ts'

let at = 0
/** A voice in a direction of the plane, by its angle in degrees; null: too short for a print. */
function voice(degrees: number | null, seconds = 4): Voice {
	const from = at
	at += samplesOf(seconds)
	const angle = ((degrees ?? 0) / 180) * Math.PI
	return { ranges: [{ from, to: at }], print: degrees === null ? null : Float32Array.of(Math.cos(angle), Math.sin(angle)) }
}

const check = (what: string, voices: readonly Voice[], count: number | null, expected: number[]) =>
	test(what, () => assert.deepEqual(tellApart(voices, count), expected))

check('nobody speaks: nobody is told', [], null, [])
check('one voice is one person', [voice(10), voice(12), voice(8)], null, [0, 0, 0])
check('unlike voices are two persons, numbered as they come', [voice(90), voice(5), voice(80), voice(0), voice(100)], null, [0, 1, 0, 1, 0])
check('as many as there are', [voice(0), voice(120), voice(240), voice(4), voice(118), voice(245)], null, [0, 1, 2, 0, 1, 2])
check('two are asked for, so the two most alike are one', [voice(0), voice(120), voice(200), voice(2)], 2, [0, 1, 1, 0])
check('one is asked for', [voice(0), voice(180), voice(90)], 1, [0, 0, 0])
check(
	'three are asked for of voices that are alike: they are told apart all the same',
	[voice(0), voice(20), voice(40), voice(1)],
	3,
	[0, 1, 2, 0]
)
check('more are asked for than there are voices', [voice(0), voice(90)], 5, [0, 1])
check('a remark too short to be sure of is the nearest person’s', [voice(0), voice(100), voice(55, 1), voice(70, 0.5)], null, [0, 1, 1, 1])
check('one without a print is whose turn it is', [voice(0), voice(null, 0.2), voice(100), voice(null, 0.2)], null, [0, 0, 1, 1])
check('before anybody was sure it is the first who was', [voice(null, 0.2), voice(100), voice(0)], null, [0, 0, 1])
check('who says a word and a half is no third person', [voice(0), voice(100), voice(200, 2), voice(0)], null, [0, 1, 1, 0])
check('unless there are to be three', [voice(0), voice(100), voice(200, 2), voice(0)], 3, [0, 1, 2, 0])
check(
	'where all are short, they are compared all the same',
	[voice(0, 1), voice(100, 1), voice(3, 1), voice(98, 1), voice(1, 1), voice(100, 1)],
	null,
	[0, 1, 0, 1, 0, 1]
)
check('without any print there is one person', [voice(null), voice(null)], null, [0, 0])

test('of many hours it takes no longer than it must, and there are never more than twenty', { timeout: 60_000 }, () => {
	const random = (n: number) => Float32Array.from({ length: 64 }, (_, i) => (Math.sin((n + 1) * (i + 1) * 12.9898) * 43_758.5453) % 1)
	const noise = Array.from(
		{ length: 2_000 },
		(_, n): Voice => ({ ranges: [{ from: n * 80_000, to: n * 80_000 + 70_000 }], print: unit(random(n)) })
	)
	const told = tellApart(noise, null)
	assert.equal(told.length, 2_000)
	assert.ok(new Set(told).size <= 20, `${new Set(told).size} speakers`)
})

test('the same voices give the same speakers', () => {
	const voices = Array.from({ length: 60 }, (_, n) => voice((n * 77) % 360, 2 + (n % 5)))
	assert.deepEqual(tellApart(voices, null), tellApart(voices, null))
})
