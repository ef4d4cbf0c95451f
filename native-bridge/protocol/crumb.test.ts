import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import { CRUMB_BYTES, Crumb, decodeCrumb, encodeCrumb } from './crumb.ts'
import { mutant, seeded } from './test-random.ts'

const crumb: Crumb = {
	activity: 'transcribing',
	job: '0b9f3a52-7f0e-4a7e-9a53-6f0f6f0d5c11',
	from: 496_000,
	to: 704_000,
	at: 1_800_000_000_000,
	pid: 4711,
	detail: 'moonshine-tiny-en'
}

test('is 512 bytes that give the crumb back', () => {
	const all: Crumb[] = [
		crumb,
		{ ...crumb, activity: 'idle', job: null, from: null, to: null, detail: '' },
		{ ...crumb, detail: 'Größe, 大きさ, 🎙️' },
		{ ...crumb, detail: 'a "quoted" \\ line\nwith a break' }
	]
	for (const one of all) {
		const slot = encodeCrumb(one)
		assert.deepEqual([slot.length, decodeCrumb(slot)], [CRUMB_BYTES, one])
	}
})

test('shortens the free text, never the facts', () => {
	const cases: [detail: string, kept: number][] = [
		['x'.repeat(160), 160],
		['x'.repeat(5_000), 160],
		// Three bytes each: 160 of them would not fit.
		['字'.repeat(160), 80],
		// A control character is six bytes of JSON.
		['\u0001'.repeat(160), 40]
	]
	for (const [detail, kept] of cases)
		assert.deepEqual(decodeCrumb(encodeCrumb({ ...crumb, detail })), { ...crumb, detail: detail.slice(0, kept) })
})

test('reads nothing from a slot that holds no whole crumb', () => {
	const slot = encodeCrumb(crumb)
	const other = encodeCrumb({ ...crumb, activity: 'idle', job: null, from: null, to: null, detail: '' })
	const json = new TextEncoder().encode('{"activity":"juggling"}')
	const unknown = Uint8Array.from([...slot.subarray(0, 4), json.length, 0, ...json])
	const cases: [name: string, slot: Uint8Array][] = [
		['no bytes', new Uint8Array(0)],
		['an empty slot', new Uint8Array(CRUMB_BYTES)],
		['only the mark', slot.subarray(0, 4)],
		['cut in the middle', slot.subarray(0, 60)],
		// Two writes of which the disk kept half each.
		['torn: new beginning, old end', Uint8Array.from([...other.subarray(0, 20), ...slot.subarray(20)])],
		['torn: old beginning, new end', Uint8Array.from([...slot.subarray(0, 20), ...other.subarray(20)])],
		['another mark', Uint8Array.from([...new TextEncoder().encode('HFC2'), ...slot.subarray(4)])],
		['an activity that we do not know', unknown]
	]
	for (const [name, bytes] of cases) assert.equal(decodeCrumb(bytes), null, name)
})

const SEED = 20_261
test(`gives a valid crumb or none for 10,000 injured slots, seed ${SEED}`, () => {
	const random = seeded(SEED)
	for (let n = 0; n < 10_000; n++) {
		const bytes = mutant(encodeCrumb({ ...crumb, detail: 'x'.repeat(random.below(60)) }), random)
		const read = decodeCrumb(bytes)
		if (read !== null) assert.ok(v.is(Crumb, read), `mutant ${n}: ${Buffer.from(bytes).toString('hex')}`)
	}
})
