import { fail, type Problem } from '../../native-bridge/protocol/problem.ts'
import { SAMPLE_RATE } from '../../native-bridge/protocol/units.ts'

/** After a disk has filled: with less than so much it would be full again at once, bytes. */
const LEAST_BYTES = 5_000_000

/** Bytes that the sound of a file still takes, when it is so many seconds long and so many samples of it are there; 0 when nobody knows how long. */
export function roomFor(seconds: number | null, samples: number): number {
	return seconds === null ? 0 : Math.max(0, Math.ceil(seconds * SAMPLE_RATE) - samples) * 2
}

/** The same when the disk has just been full. */
export function roomAfterFull(seconds: number | null, samples: number): number {
	return Math.max(LEAST_BYTES, roomFor(seconds, samples))
}

/** Why a file waits: `missing` bytes. */
export function noRoom(missing: number): Problem {
	const megabytes = Math.max(1, Math.ceil(missing / 1e6))
	return fail(
		'no-room',
		`There is not enough room on the disk for the sound of this file: ${megabytes} MB are missing. It waits, and goes on by itself when there is room.`,
		{ megabytes }
	).problem
}
