/** AVI files made by hand, as tests of their reader need them: with real sound, in the many ways in which programs lay it out. */

export interface AviLayout {
	/** Of its sound: a codec's number, whether its units are bytes of this size or whole pieces (0), how many in a second, and how long each lasts. */
	readonly codec: number
	readonly unitBytes: number
	readonly rate: number
	readonly scale: number
	/** Pieces of sound, and bytes of a picture before each. */
	readonly pieces: readonly Uint8Array[]
	readonly picture?: number
	/** Sound and picture in lists of their own. */
	readonly inLists?: boolean
	readonly withIndex?: boolean
	/** So many of its pieces are in the first list, the rest in another file behind it (OpenDML). */
	readonly inFirst?: number
}

export function aviOf({
	codec,
	unitBytes,
	rate,
	scale,
	pieces,
	picture = 100,
	inLists,
	withIndex = true,
	inFirst = pieces.length
}: AviLayout): Buffer {
	const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0)
	const units = unitBytes ? bytes / unitBytes : pieces.length
	const pictures = Math.round((units * scale * 25) / rate)
	const strh = (kind: string, scale: number, rate: number, length: number, unit: number) =>
		chunk('strh', Buffer.from(kind), u32(0, 0, 0, 0, scale, rate, 0, length, 65_536, 0xffff_ffff, unit, 0, 0))
	const wave = Buffer.alloc(30)
	wave.writeUInt16LE(codec, 0)
	wave.writeUInt16LE(1, 2)
	wave.writeUInt32LE(16_000, 4)
	wave.writeUInt32LE(codec === 1 ? 32_000 : 4_000, 8)
	wave.writeUInt16LE(codec === 1 ? 2 : scale, 12)
	wave.writeUInt16LE(codec === 1 ? 16 : 0, 14)
	wave.writeUInt16LE(12, 16)
	const format = codec === 1 ? wave.subarray(0, 16) : wave
	const bitmap = Buffer.concat([u32(40, 16, 16), Buffer.from([1, 0, 24, 0]), Buffer.from('MJPG'), u32(768, 0, 0, 0, 0)])
	const hdrl = list(
		'hdrl',
		chunk('avih', u32(40_000, 0, 0, 0x10, pictures, 0, 2, 0, 16, 16, 0, 0, 0, 0)),
		list('strl', strh('vids', 1, 25, pictures, 0), chunk('strf', bitmap)),
		list('strl', strh('auds', scale, rate, units, unitBytes), chunk('strf', format))
	)
	const index: Buffer[] = []
	let at = 4
	const put = (name: string, part: Buffer): Buffer => {
		index.push(Buffer.concat([Buffer.from(name), u32(0x10, at, part.readUInt32LE(4))]))
		at += part.length
		return part
	}
	const shot = chunk('00dc', Buffer.alloc(picture, 0x41))
	const both = (sound: Buffer) => (picture > 0 ? [put('00dc', shot), put('01wb', sound)] : [put('01wb', sound)])
	const laid = (piece: Uint8Array) => (inLists ? [put('rec ', list('rec ', shot, chunk('01wb', piece)))] : both(chunk('01wb', piece)))
	const parts = pieces.slice(0, inFirst).flatMap(laid)
	const body = [hdrl, list('movi', ...parts), ...(withIndex ? [chunk('idx1', ...index)] : [])]
	const rest = pieces.slice(inFirst).flatMap(laid)
	const more = rest.length > 0 ? [chunk('RIFF', Buffer.from('AVIX'), list('movi', ...rest))] : []
	return Buffer.concat([chunk('RIFF', Buffer.from('AVI '), ...body), ...more])
}

function chunk(name: string, ...parts: readonly Uint8Array[]): Buffer {
	const body = Buffer.concat(parts)
	return Buffer.concat([Buffer.from(name), u32(body.length), body, Buffer.alloc(body.length % 2)])
}

function list(name: string, ...parts: readonly Uint8Array[]): Buffer {
	return chunk('LIST', Buffer.from(name), ...parts)
}

function u32(...values: readonly number[]): Buffer {
	const bytes = Buffer.alloc(values.length * 4)
	for (const [n, value] of values.entries()) bytes.writeUInt32LE(value, n * 4)
	return bytes
}
