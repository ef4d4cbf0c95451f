import { crc32, deflateSync } from 'node:zlib'

/** A picture of `size` × `size` pixels as a PNG file: four bytes each, red, green, blue and opacity. PNG, third edition. */
export function encodePng(size: number, rgba: Uint8Array): Buffer {
	const header = Buffer.alloc(13)
	header.writeUInt32BE(size, 0)
	header.writeUInt32BE(size, 4)
	// Eight bits a channel, colour with opacity.
	header.set([8, 6, 0, 0, 0], 8)
	// Each row begins with the number of its filter: none.
	const rows = Buffer.alloc(size * (size * 4 + 1))
	for (let y = 0; y < size; y++) rows.set(rgba.subarray(y * size * 4, (y + 1) * size * 4), y * (size * 4 + 1) + 1)
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(rows)),
		chunk('IEND', Buffer.alloc(0))
	])
}

function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
	const around = Buffer.alloc(8)
	around.writeUInt32BE(data.length, 0)
	around.writeUInt32BE(crc32(body), 4)
	return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)])
}
