/**
 * One block of sound in which all of a channel comes before the next channel, as blocks of at most `most` bytes in the same order of time.
 * Bytes of the last, incomplete sample of all channels are left out.
 */
export function* cutPlanes(block: Uint8Array, channels: number, most: number): Generator<Buffer> {
	const plane = Math.floor(block.length / channels)
	const step = Math.max(1, Math.floor(most / channels))
	for (let from = 0; from < plane; from += step) {
		const to = Math.min(plane, from + step)
		yield Buffer.concat(Array.from({ length: channels }, (_, c) => block.subarray(c * plane + from, c * plane + to)))
	}
}
