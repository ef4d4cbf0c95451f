/** AVIs made on the spot, of sound as it is put into them. */

export interface AviLayout {
	/** WAVEFORMATEX: what the sound is. `blockAlign` is also the bytes of a count. */
	readonly tag: number
	readonly channels: number
	readonly rate: number
	readonly bytesPerSecond: number
	readonly blockAlign: number
	readonly bits: number
	/** Counts before its first. */
	readonly start?: number
	/** Pieces stand by as many in a `rec ` list; 0: in none. */
	readonly inLists?: number
	/** So many pieces in each RIFF part; left out: all in one. */
	readonly perPart?: number
	/** Between the pieces. */
	readonly between?: Buffer
}

/** One stream of sound, in these pieces. */
export function aviOf(pieces: readonly Buffer[], layout: AviLayout): Buffer {
	const { tag, channels, rate, bytesPerSecond, blockAlign, bits, start = 0, inLists = 0, perPart = pieces.length, between } = layout
	const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0)
	const strh = Buffer.alloc(56)
	strh.write('auds', 0, 'latin1')
	strh.writeUInt32LE(blockAlign, 20)
	strh.writeUInt32LE(bytesPerSecond, 24)
	strh.writeUInt32LE(start, 28)
	strh.writeUInt32LE(Math.floor(bytes / blockAlign), 32)
	strh.writeUInt32LE(blockAlign, 44)
	const strf = Buffer.alloc(18)
	strf.writeUInt16LE(tag, 0)
	strf.writeUInt16LE(channels, 2)
	strf.writeUInt32LE(rate, 4)
	strf.writeUInt32LE(bytesPerSecond, 8)
	strf.writeUInt16LE(blockAlign, 12)
	strf.writeUInt16LE(bits, 14)
	const avih = Buffer.alloc(56)
	avih.writeUInt32LE(1, 24)
	const head = listOf('hdrl', chunkOf('avih', avih), listOf('strl', chunkOf('strh', strh), chunkOf('strf', strf)))
	const parts: Buffer[] = []
	for (let from = 0; from < pieces.length; from += perPart) {
		const chunks = pieces.slice(from, from + perPart).flatMap(piece => [chunkOf('00wb', piece), ...(between ? [between] : [])])
		const lists: Buffer[] = []
		for (let n = 0; inLists > 0 && n < chunks.length; n += inLists) lists.push(listOf('rec ', ...chunks.slice(n, n + inLists)))
		const movi = listOf('movi', ...(inLists > 0 ? lists : chunks))
		parts.push(
			from === 0
				? chunkOf('RIFF', Buffer.concat([Buffer.from('AVI '), head, movi]))
				: chunkOf('RIFF', Buffer.concat([Buffer.from('AVIX'), movi]))
		)
	}
	return Buffer.concat(parts)
}

export function chunkOf(id: string, content: Buffer): Buffer {
	const head = Buffer.alloc(8)
	head.write(id, 0, 'latin1')
	head.writeUInt32LE(content.length, 4)
	return Buffer.concat([head, content, Buffer.alloc(content.length % 2)])
}

function listOf(type: string, ...chunks: Buffer[]): Buffer {
	return chunkOf('LIST', Buffer.concat([Buffer.from(type, 'latin1'), ...chunks]))
}
