import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seeded } from '../../../native-bridge/protocol/test-random.ts'
import { atAddress, readElf } from './elf.ts'
import { imageOf } from './image-source.ts'
import { savedMemory } from './memory.ts'
import { findSymbols } from './symbols.ts'
import { type SynthFunction, synthElf } from './test-elf.ts'
import { pack, u64 } from './test-synth.ts'
import { unwind } from './unwind.ts'

const NASTY = [0, 1, 4, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff]
const MOST_MS = 500

const STACK = 0x7000n
const memory = savedMemory({ start: STACK, bytes: pack(u64(...Array.from({ length: 64 }, (_, n) => STACK + BigInt(n * 8)))) }, [])
const general = Array.from({ length: 16 }, (_, n) => STACK + BigInt(n * 8))

/** Seed and number of files. A seed that once failed stays here. */
for (const [seed, count] of [
	[1, 10_000],
	[2, 5_000]
] as const) {
	test(`${count} damaged program files lead to no exception and to no endless search (seed ${seed})`, () => {
		const random = seeded(seed)
		let slowest = 0
		let callers = 0
		for (let n = 0; n < count; n++) {
			const functions = Array.from(
				{ length: 4 },
				(_, k): SynthFunction => ({
					at: 0x1000 + k * 64,
					size: 64,
					name: `f${k}`,
					// Instructions of every kind, most of them complete.
					unwind: Array.from({ length: random.below(24) }, () => random.pick([random.below(256), random.below(0x30), 7, 0x77, 8, 0x80]))
				})
			)
			const file = synthElf({ functions, augmentation: random.pick(['zR', 'zPLR', 'zRS']) })
			const view = new DataView(file.buffer)
			// Seed 2 leaves the file whole: there the instructions alone are odd.
			for (let k = seed === 2 ? 0 : random.below(6); k > 0; k--) {
				const at = random.pick([random.below(512), 0x2000 + random.below(file.length - 0x2000 - 4), random.below(file.length - 4)])
				if (random.below(2) === 0) view.setUint32(at & ~3, random.pick(NASTY), true)
				else file[at] = random.below(256)
			}
			const bytes = random.below(20) === 0 ? file.slice(0, random.below(file.length)) : file
			const started = performance.now()
			try {
				if (search(bytes)) callers++
			} catch (error) {
				assert.fail(new Error(`file ${n} of seed ${seed}`, { cause: error }))
			}
			slowest = Math.max(slowest, performance.now() - started)
		}
		assert.ok(slowest < MOST_MS, `the slowest took ${slowest} ms`)
		assert.ok(callers > count / 20, `only ${callers} files led anywhere: the injuries are too deep to test anything`)
	})
}

function search(bytes: Uint8Array): boolean {
	const elf = readElf(imageOf(bytes))
	if (elf === null) return false
	const asked = [0, 0x1001, 0x1041, 0x1082, 0x10ff, 0x2000]
	const callers = asked.map(at => unwind(elf, at, { cpu: 'x86_64', pc: BigInt(at), general }, memory))
	findSymbols(elf, asked, () => true)
	atAddress(elf, 0x1000, 7)
	return callers.some(caller => caller !== null)
}
