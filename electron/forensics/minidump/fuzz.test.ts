import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { seeded } from '../../../native-bridge/protocol/test-random.ts'
import { inspectDump } from './inspect.ts'
import { quickLook } from './quick-look.ts'
import { amd64Context, LINUX, pack, SynthDump, u32, u64, X86_64, zeros } from './test-synth.ts'

type Random = ReturnType<typeof seeded>

/** Numbers that break arithmetic rather than anything else. */
const NASTY = [0, 1, 4, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff]

/** Seed and how many: 50,000 in all. A seed that once failed stays here. */
const RUNS: readonly (readonly [seed: number, count: number, make: (random: Random, originals: readonly Uint8Array[]) => Uint8Array])[] = [
	[1, 30_000, mutated],
	[2, 8_000, cut],
	[3, 8_000, forged],
	[4, 4_000, random]
]

/** What one of them may take on this machine's slowest day, in ms; the budget of `inspectDump` is set to half of it. */
const MOST_MS = 1000
/** What all may add to the memory held, in bytes. */
const MOST_MEMORY = 300 * 1024 * 1024

const originals = [
	...readdirSync(join(import.meta.dirname, 'fixtures'))
		.filter(name => name.endsWith('.dmp'))
		.map(name => new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', name)))),
	// Small ones more often: there each injury meets something.
	...Array.from({ length: 6 }, synthetic)
]

for (const [seed, count, make] of RUNS) {
	test(`${count} ${make.name} dumps are read without an exception, in bounded time and memory (seed ${seed})`, t => {
		const random = seeded(seed)
		const before = process.memoryUsage().rss
		let slowest = 0
		for (let n = 0; n < count; n++) {
			const bytes = make(random, originals)
			const started = performance.now()
			try {
				look(bytes)
			} catch (error) {
				assert.fail(new Error(`dump ${n} of seed ${seed}`, { cause: error }))
			}
			slowest = Math.max(slowest, performance.now() - started)
		}
		t.diagnostic(`slowest ${slowest.toFixed(1)} ms`)
		assert.ok(slowest < MOST_MS, `the slowest took ${slowest} ms`)
		assert.ok(process.memoryUsage().rss - before < MOST_MEMORY)
	})
}

test('a large file whose every list is one and the same does not keep us busy', t => {
	const count = 690_000
	const entry = u32(64, 64)
	const list = new Uint8Array(8 * 1024 * 1024)
	new DataView(list.buffer).setUint32(0, count, true)
	for (let at = 4; at + 8 <= list.length; at += 8) list.set(entry, at)
	const synth = new SynthDump()
	// At 64: a text of 4 KB that every entry names.
	synth.place(pack(zeros(32), u32(4096), zeros(4100).fill(65)))
	const at = synth.place(list)
	for (const type of [3, 4, 5, 24]) synth.stream(type, pack(u32(count)))
	const bytes = synth.stream(0x43500001, pack(u32(1), zeros(32), u32(list.length, at, list.length, at))).bytes()
	const directory = new DataView(bytes.buffer)
	const table = directory.getUint32(12, true)
	for (let n = 0; n < 4; n++) {
		directory.setUint32(table + n * 12 + 4, list.length, true)
		directory.setUint32(table + n * 12 + 8, at, true)
	}
	const started = performance.now()
	const report = inspectDump(bytes, { files: false, budgetMs: MOST_MS / 2 })
	const took = performance.now() - started
	t.diagnostic(`took ${took.toFixed(1)} ms`)
	assert.ok(took < 2 * MOST_MS)
	assert.ok(report.problems.some(problem => problem.code === 'too-much'))
})

function look(bytes: Uint8Array): void {
	const report = inspectDump(bytes, { files: false, budgetMs: MOST_MS / 2 })
	quickLook(bytes)
	// What the database gets of it has to be writable, whatever it says.
	if (report.threads.length < 50) JSON.stringify(report)
}

/** One to eight injuries, half of them in the directory and the lists near the end and the beginning. */
function mutated(random: Random, from: readonly Uint8Array[]): Uint8Array {
	const bytes = random.pick(from).slice()
	const view = new DataView(bytes.buffer)
	for (let n = 1 + random.below(8); n > 0; n--) {
		const region = random.pick([64, 4096, bytes.length, bytes.length])
		const at = random.below(Math.min(region, bytes.length - 8)) & ~3
		switch (random.below(5)) {
			case 0:
				view.setUint32(at, random.pick(NASTY), true)
				break
			case 1:
				view.setUint32(at, random.below(bytes.length), true)
				break
			case 2:
				view.setUint32(at, view.getUint32(at, true) + random.below(9) - 4, true)
				break
			case 3:
				bytes[at] = random.below(256)
				break
			default:
				bytes.copyWithin(at, random.below(bytes.length), random.below(bytes.length))
		}
	}
	return bytes
}

function cut(random: Random, from: readonly Uint8Array[]): Uint8Array {
	const bytes = random.pick(from)
	return bytes.slice(0, random.below(2) === 0 ? random.below(4096) : random.below(bytes.length))
}

/** A right header, a directory of known kinds, and whatever behind it. */
function forged(random: Random): Uint8Array {
	const synth = new SynthDump()
	const kinds = [3, 4, 5, 6, 7, 9, 15, 16, 24, 0x43500001, 0x47670003, 0x47670004, 0x47670005, 0x47670009]
	for (let n = random.below(14); n > 0; n--) {
		const words = Array.from({ length: random.below(60) }, () =>
			random.below(3) === 0 ? random.pick(NASTY) : random.below(random.pick([16, 4096]))
		)
		synth.stream(random.pick(kinds), pack(u32(...words)))
	}
	if (random.below(2) === 0) synth.system(LINUX, random.pick([0, 9, 12, 12]))
	return synth.bytes()
}

function random(random: Random): Uint8Array {
	const bytes = Uint8Array.from({ length: random.below(2000) }, () => random.below(256))
	if (random.below(2) === 0) bytes.set(pack(u32(0x504d444d, 0xa793, random.below(40), 32)).subarray(0, bytes.length))
	return bytes
}

/** A small dump with something of everything, so that injuries meet it often. */
function synthetic(): Uint8Array {
	const stack = { start: 0x7000n, bytes: pack(u64(0x7010n, 0x40_0123n, 0x7020n, 0x40_0456n, ...zeros(60))) }
	const context = amd64Context({ rip: 0x40_0100n, rsp: 0x7000n, rbp: 0x7000n })
	return new SynthDump()
		.system(LINUX, X86_64, 'detail')
		.misc(1, 1)
		.exception({ threadId: 1, code: 11, flags: 1, context })
		.threads([
			{ id: 1, name: 'one', stack, context },
			{ id: 2, name: 'two', stack, context }
		])
		.modules([{ base: 0x40_0000n, size: 0x10000, path: '/opt/app' }])
		.memory([stack])
		.crashpad({ a: 'b' }, { c: 'd' }, { e__1: 'f', e__2: 'g' })
		.stream(0x47670009, Buffer.from('00400000-00410000 r-xp 00000000 00:00 0 /opt/app\n'))
		.bytes()
}
