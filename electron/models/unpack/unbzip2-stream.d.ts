/** Of unbzip2-stream only what decompresses a block; the stream around it can't be held back. */
declare module 'unbzip2-stream/lib/bzip2.js' {
	type Bits = (count: number | null) => number
	const bzip2: {
		/** The block size of a stream that begins here, in 100,000 bytes; throws when none does. */
		header(bits: Bits): number
		/** Gives a block's bytes one by one; then the sum so far, or null at the stream's end. Throws when it is damaged. */
		decompress(bits: Bits, take: (byte: number) => void, buffer: Int32Array, size: number, sum: number): number | null
	}
	export default bzip2
}
declare module 'unbzip2-stream/lib/bit_iterator.js' {
	/** Throws when `next` has no more. */
	export default function bitIterator(
		next: () => Uint8Array | undefined
	): ((count: number | null) => number) & { readonly bytesRead: number }
}
