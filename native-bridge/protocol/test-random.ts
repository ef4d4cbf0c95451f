/** Numbers for seeded tests: the same seed gives the same run on every machine. Mulberry32, 2^32 states. */
export function seeded(seed: number): { below(n: number): number; pick<T>(from: readonly T[]): T } {
	let state = seed >>> 0
	const below = (n: number) => {
		state = (state + 0x6d2b79f5) >>> 0
		let t = state
		t = Math.imul(t ^ (t >>> 15), t | 1)
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
		return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n)
	}
	return { below, pick: from => from[below(from.length)] as (typeof from)[number] }
}

/** `bytes` with one to four small injuries: flipped, cut, longer, overwritten. */
export function mutant(bytes: Uint8Array, random: ReturnType<typeof seeded>): Uint8Array {
	let out = bytes.slice()
	for (let n = 1 + random.below(4); n > 0; n--) {
		const at = random.below(Math.max(1, out.length))
		switch (random.below(5)) {
			case 0:
				out[at] = (out[at] ?? 0) ^ (1 << random.below(8))
				break
			case 1:
				out = out.slice(0, at)
				break
			case 2:
				out = Uint8Array.from([...out, ...Array.from({ length: random.below(9) }, () => random.below(256))])
				break
			case 3:
				out.fill(random.pick([0, 255, 34, 123]), at, at + 1 + random.below(12))
				break
			default:
				out[at] = random.below(256)
		}
	}
	return out
}
