import type { seeded } from '../protocol/test-random.ts'

type Random = ReturnType<typeof seeded>

/** Bytes at a file's beginning that hold most of what is said about it. */
const HEADER = 400
/** Numbers at which arithmetic goes wrong. */
const EXTREMES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff]

/** A media file with one to five injuries, as bad cables, full disks, lying programs and malice make them. Never more than a third longer. */
export function mutantOf(bytes: Uint8Array, random: Random): Buffer {
	let out: Buffer = Buffer.from(bytes)
	for (let n = 1 + random.below(5); n > 0; n--) out = injured(out, random)
	return out
}

function injured(bytes: Buffer, random: Random): Buffer {
	// Half of them in the header: there is little of it, and most can go wrong.
	const at = random.below(Math.max(1, random.below(2) === 0 ? Math.min(bytes.length, HEADER) : bytes.length))
	const length = 1 + random.below(1 << random.below(14))
	switch (random.below(9)) {
		case 0: {
			bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8))
			return bytes
		}
		case 1: {
			bytes[at] = random.below(256)
			return bytes
		}
		case 2: {
			const size = random.pick([1, 2, 4])
			if (at + size > bytes.length) return bytes
			const value = random.pick(EXTREMES) % 2 ** (8 * size)
			if (random.below(2) === 0) bytes.writeUIntLE(value, at, size)
			else bytes.writeUIntBE(value, at, size)
			return bytes
		}
		case 3:
			return bytes.fill(random.pick([0, 255]), at, Math.min(at + length, bytes.length))
		case 4: {
			for (let i = at; i < Math.min(at + length, bytes.length); i++) bytes[i] = random.below(256)
			return bytes
		}
		case 5:
			return bytes.subarray(0, at)
		case 6:
			return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
		case 7: {
			const again = bytes.subarray(at, at + Math.min(length, bytes.length >> 4))
			return Buffer.concat([bytes.subarray(0, at), again, bytes.subarray(at)])
		}
		default: {
			const from = random.below(Math.max(1, bytes.length - length))
			const block = Buffer.from(bytes.subarray(from, from + length))
			block.copy(bytes, at)
			return bytes
		}
	}
}
