import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

/** Read at once: hashing it takes main well under a millisecond. */
const PIECE_BYTES = 256 * 1024
/** A larger file is not read whole. */
export const WHOLE_BYTES = 64 * 1024 * 1024
const SAMPLES = 64
const SAMPLE_BYTES = WHOLE_BYTES / SAMPLES

/**
 * What tells a file's content from any other of its size: SHA-256 of all of it up to 64 MB (`sha256:`), which is nearly every recording of
 * speech that is compressed; above, of 64 pieces of 1 MB, the first, the last and those evenly between (`sha256-of-64:`). So a file of 10 GB
 * takes as long as one of 64 MB, and none is read twice from a slow disk. In a compressed file a change anywhere changes what follows; where two
 * of one size differ only between the samples, the one is said to be the other, and the user can say that it is not.
 * Null: it can't be read, or is not as long any more as `bytes`.
 */
export async function fingerprintOf(path: string, bytes: number, cancelled: () => boolean = () => false): Promise<string | null> {
	const whole = bytes <= WHOLE_BYTES
	const hash = createHash('sha256')
	try {
		await using file = await open(path, 'r')
		const buffer = Buffer.allocUnsafe(PIECE_BYTES)
		for (const { from, to } of whole ? [{ from: 0, to: bytes }] : samplesOf(bytes)) {
			for (let at = from; at < to; ) {
				if (cancelled()) return null
				const { bytesRead } = await file.read(buffer, 0, Math.min(PIECE_BYTES, to - at), at)
				if (bytesRead === 0) return null
				hash.update(buffer.subarray(0, bytesRead))
				at += bytesRead
			}
		}
	} catch {
		return null
	}
	return `${whole ? 'sha256' : `sha256-of-${SAMPLES}`}:${hash.digest('hex')}`
}

function samplesOf(bytes: number): { from: number; to: number }[] {
	return Array.from({ length: SAMPLES }, (_, n) => {
		const from = Math.floor(((bytes - SAMPLE_BYTES) * n) / (SAMPLES - 1))
		return { from, to: from + SAMPLE_BYTES }
	})
}
