import type { MemoryPiece } from './dump.ts'

/** Memory of the process that died, as far as the dump saved it. */
export interface Memory {
	/** 8 bytes at the address, little endian; undefined where nothing was saved. */
	word(address: bigint): bigint | undefined
	/** `size` bytes from the address on, within one saved piece. */
	bytes(address: bigint, size: number): Uint8Array | undefined
}

/**
 * Looks in `stack` first, where nearly every question is about, then in `pieces`.
 *
 * @param pieces sorted by start; where they overlap, the one that begins last is asked
 */
export function savedMemory(stack: MemoryPiece | null, pieces: readonly MemoryPiece[]): Memory {
	const find = (address: bigint, size: number): [Uint8Array, number] | undefined => {
		for (const piece of [stack, lastStartingBy(pieces, address)]) {
			if (!piece || address < piece.start) continue
			const at = Number(address - piece.start)
			if (at + size <= piece.bytes.length) return [piece.bytes, at]
		}
		return undefined
	}
	return {
		bytes(address, size) {
			const found = find(address, size)
			return found?.[0].subarray(found[1], found[1] + size)
		},
		word(address) {
			const [bytes, at] = find(address, 8) ?? []
			if (bytes === undefined || at === undefined) return undefined
			return new DataView(bytes.buffer, bytes.byteOffset + at, 8).getBigUint64(0, true)
		}
	}
}

/** The last of `sorted` that starts at or before the address. */
export function lastStartingBy<T extends { readonly start: bigint }>(sorted: readonly T[], address: bigint): T | undefined {
	let [low, high] = [0, sorted.length]
	while (low < high) {
		const middle = (low + high) >>> 1
		if ((sorted[middle] as T).start <= address) low = middle + 1
		else high = middle
	}
	return sorted[low - 1]
}
