/** Longest call instruction of x86-64 without prefixes. */
export const CALL_BYTES = { x86_64: 7, arm64: 4 } as const

/**
 * Whether the bytes end in a call instruction: then the address behind them can be a return address.
 *
 * @param before at least `CALL_BYTES` of code in front of the address
 */
export function endsInCall(before: Uint8Array, cpu: 'x86_64' | 'arm64'): boolean {
	return cpu === 'x86_64' ? endsInX86Call(before) : endsInArmCall(before)
}

function endsInX86Call(before: Uint8Array): boolean {
	const end = before.length
	// call rel32
	if (before[end - 5] === 0xe8) return true
	// call r/m64: FF /2, whose length its addressing byte tells.
	for (let length = 2; length <= 7; length++) {
		if (before[end - length] !== 0xff) continue
		const addressing = before[end - length + 1] ?? 0
		if (((addressing >> 3) & 7) === 2 && lengthOf(addressing, before[end - length + 2] ?? 0) === length) return true
	}
	return false
}

function lengthOf(addressing: number, scaled: number): number {
	const mode = addressing >> 6
	if (mode === 3) return 2
	const hasScale = (addressing & 7) === 4
	const displacement = mode === 1 ? 1 : mode === 2 || (addressing & 7) === 5 || (hasScale && (scaled & 7) === 5) ? 4 : 0
	return 2 + (hasScale ? 1 : 0) + displacement
}

/** BL, and BLR with or without a pointer signature. */
function endsInArmCall(before: Uint8Array): boolean {
	const view = new DataView(before.buffer, before.byteOffset + before.length - 4, 4)
	const word = view.getUint32(0, true)
	return word >>> 26 === 0x25 || (word & 0xfefff000) >>> 0 === 0xd63f0000
}
