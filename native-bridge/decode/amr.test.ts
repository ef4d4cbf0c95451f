import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amrPause } from './amr.ts'

/** A frame of this mode, so many bytes long. */
const frame = (mode: number, bytes: number) => [(mode << 3) | 4, ...new Array<number>(bytes - 1).fill(0x55)]

test('tells pauses that a phone did not send from speech and from damage', () => {
	const cases: [name: string, codec: string | null, packet: number[], samples: number][] = [
		['speech', 'amr_nb', frame(7, 32), 0],
		['a pause', 'amr_nb', frame(8, 6), 320],
		['nothing sent', 'amr_nb', frame(15, 1), 320],
		['two frames of a pause', 'amr_nb', [...frame(8, 6), ...frame(15, 1)], 640],
		['a pause before speech', 'amr_nb', [...frame(8, 6), ...frame(7, 32)], 0],
		['a pause cut off', 'amr_nb', frame(8, 5), 0],
		['a mode that does not exist', 'amr_nb', frame(11, 6), 0],
		['a wide-band pause', 'amr_wb', frame(9, 6), 320],
		['wide-band speech', 'amr_wb', frame(8, 61), 0],
		['an empty packet', 'amr_wb', [], 0],
		['another codec', 'aac', frame(8, 6), 0],
		['no codec', null, frame(8, 6), 0]
	]
	for (const [name, codec, packet, samples] of cases) assert.equal(amrPause(codec, Uint8Array.from(packet)), samples, name)
})
