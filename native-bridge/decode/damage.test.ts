import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explainDamage, type Outcome } from './damage.ts'

const WHOLE: Outcome = {
	samples: 16_000 * 90,
	lead: 0,
	said: 90,
	packets: { all: 4_500, bad: 0, tail: 0 },
	readError: null,
	jumps: 0,
	unlisted: 0,
	bytes: null,
	cutOff: false
}

function check(difference: Partial<Outcome>, codes: readonly string[]): void {
	const problems = explainDamage({ ...WHOLE, ...difference })
	assert.deepEqual(
		problems.map(problem => problem.code),
		codes
	)
	for (const { text } of problems) assert.match(text, /^The file.*[.?]$/)
}

test('a whole file has nothing to tell', () => {
	check({}, [])
	check({ said: null }, [])
	check({ said: 90.1 }, [])
	check({ bytes: { file: 1_000_000, audio: 990_000 } }, [])
})

test('each kind of damage has its sentence', () => {
	check({ packets: { all: 4_500, bad: 3, tail: 0 } }, ['packets-damaged'])
	check({ readError: 'Input/output error' }, ['read-stopped'])
	check({ said: 200 }, ['shorter-than-said'])
	check({ cutOff: true }, ['cut-off'])
	check({ packets: { all: 4_500, bad: 0, tail: 1 } }, ['cut-off'])
	check({ bytes: { file: 10_000_000, audio: 2_000 } }, ['unread-bytes'])
	check({ jumps: 2 }, ['clock-jumps'])
	check({ unlisted: 7 }, ['more-gaps'])
})

test('a file that is cut off is told once, by its length where that is known', () => {
	check({ said: 200, cutOff: true, packets: { all: 4_500, bad: 0, tail: 1 } }, ['shorter-than-said'])
})

test('silence before the first sound does not count as sound', () => {
	check({ said: 90, lead: 16_000 * 2 }, ['shorter-than-said'])
})

test('lengths are written as people read them', () => {
	const [problem] = explainDamage({ ...WHOLE, said: 7_280 })
	assert.equal(
		problem?.text,
		'The file says its sound lasts 2:01:20, but it ends after 1:30. Was it cut off while being copied or recorded?'
	)
})
