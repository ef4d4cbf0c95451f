/** MP4 files made by hand, as tests of their reader need them: with real packets, or with tables that lie. */
import { readFileSync } from 'node:fs'
import { FIXTURES } from './test-media.ts'

export interface Sample {
	readonly data: Uint8Array
	readonly lasts: number
}

export interface Layout {
	/** Samples one after another, then the next ones elsewhere. */
	readonly perChunk: number
	/** Before the samples, or behind them. */
	readonly indexFirst?: boolean
	/** Sizes and places as numbers of 64 bits. */
	readonly wide?: boolean
	/** Its sound begins so many units later than the film. */
	readonly later?: number
	/** No edit list, but iTunes' note of so many samples before the first that is to be heard. */
	readonly noted?: number
	/** No tables, but so many samples in each fragment, whose places count from there. */
	readonly fragments?: { readonly samples: number; readonly base: 'start' | 'absolute' | 'behind' }
}

export const box = (type: string, ...parts: readonly (Uint8Array | number)[]): Buffer => {
	const body = Buffer.concat(parts.map(part => (typeof part === 'number' ? u32(part) : part)))
	return Buffer.concat([u32(body.length + 8), Buffer.from(type, 'latin1'), body])
}

/** `samples` as a file of one track that calls itself what the fixture's sound is (AAC, 44.1 kHz). `edits`: from which unit on it is played. */
export function mp4Of(samples: readonly Sample[], layout: Layout, edits = 1_024): Buffer {
	const fixture = readFileSync(FIXTURES.m4a)
	const stsdAt = fixture.indexOf('stsd') - 4
	const stsd = fixture.subarray(stsdAt, stsdAt + fixture.readUInt32BE(stsdAt))
	const total = samples.reduce((sum, { lasts }) => sum + lasts, 0)
	const ftyp = box('ftyp', Buffer.from('M4A '), 512, Buffer.from('isomiso2'))
	const inFragments = layout.fragments !== undefined
	const later = layout.later === undefined ? [] : [[layout.later, 0xffff_ffff, 0x10000]]

	const moov = (offsets: readonly number[]) => {
		const listed = inFragments ? [] : samples
		const last = listed.length % layout.perChunk
		const chunks = inFragments
			? []
			: last && listed.length > last
				? [
						[1, layout.perChunk],
						[offsets.length, last]
					]
				: [[1, last || layout.perChunk]]
		const tables = [
			stsd,
			box('stts', 0, listed.length, ...listed.flatMap(({ lasts }) => [1, lasts])),
			box('stsc', 0, chunks.length, ...chunks.flatMap(([first = 0, count = 0]) => [first, count, 1])),
			box('stsz', 0, 0, listed.length, ...listed.map(({ data }) => data.length)),
			layout.wide ? box('co64', 0, offsets.length, ...offsets.flatMap(at => [0, at])) : box('stco', 0, offsets.length, ...offsets)
		]
		const rest = inFragments ? 0 : total
		const track = [
			box('tkhd', 3, 0, 0, 1, 0, rest, ...new Array<number>(15).fill(0)),
			...(layout.noted === undefined
				? [box('edts', box('elst', 0, later.length + 1, ...later.flat(), inFragments ? 0 : total - edits, edits, 0x10000))]
				: []),
			box(
				'mdia',
				box('mdhd', 0, 0, 0, 44_100, rest, 0x55c4_0000),
				box('hdlr', 0, 0, Buffer.from('soun'), 0, 0, 0, Buffer.from([0])),
				box('minf', box('smhd', 0, 0), box('dinf', box('dref', 0, 1, box('url ', 1))), box('stbl', ...tables))
			)
		]
		const mvex = inFragments ? [box('mvex', box('trex', 0, 1, 1, samples[0]?.lasts ?? 0, samples[0]?.data.length ?? 0, 0))] : []
		return box(
			'moov',
			box('mvhd', 0, 0, 0, 44_100, rest, 0x10000, ...new Array<number>(19).fill(0)),
			box('trak', ...track),
			...mvex,
			...(layout.noted === undefined ? [] : [noteOf(layout.noted)])
		)
	}
	if (layout.fragments) return Buffer.concat([ftyp, moov([]), ...fragmentsOf(samples, layout.fragments, ftyp.length + moov([]).length)])

	const pieces: Buffer[] = []
	for (let n = 0; n < samples.length; n += layout.perChunk) {
		// Something else lies between the chunks, as in a film.
		pieces.push(Buffer.concat([...samples.slice(n, n + layout.perChunk).map(({ data }) => data), Buffer.alloc(100, 0x77)]))
	}
	const body = Buffer.concat(pieces)
	const mdat = layout.wide ? Buffer.concat([u32(1), Buffer.from('mdat'), u32(0), u32(body.length + 16), body]) : box('mdat', body)
	const before = ftyp.length + (layout.indexFirst ? moov(pieces.map(() => 0)).length : 0) + mdat.length - body.length
	const offsets = pieces.map((_, n) => before + pieces.slice(0, n).reduce((sum, { length }) => sum + length, 0))
	return Buffer.concat(layout.indexFirst ? [ftyp, moov(offsets), mdat] : [ftyp, mdat, moov(offsets)])
}

function fragmentsOf(samples: readonly Sample[], { samples: each, base }: NonNullable<Layout['fragments']>, from: number): Buffer[] {
	const fragments: Buffer[] = []
	let at = from
	let time = 0
	for (let n = 0; n < samples.length; n += each) {
		const some = samples.slice(n, n + each)
		const rows = some.flatMap(({ data, lasts }) => [lasts, data.length])
		const moofOf = (offset: number) => {
			const head = base === 'start' ? [0x020000, 1] : base === 'absolute' ? [1, 1, 0, at] : [0, 1]
			const traf = [box('tfhd', ...head), box('tfdt', 0, time), box('trun', 0x301, some.length, offset, ...rows)]
			return box('moof', box('mfhd', 0, n + 1), box('traf', ...traf))
		}
		const moof = moofOf(moofOf(0).length + 8)
		const mdat = box('mdat', ...some.map(({ data }) => data))
		fragments.push(moof, mdat)
		at += moof.length + mdat.length
		time += some.reduce((sum, { lasts }) => sum + lasts, 0)
	}
	return fragments
}

function noteOf(delay: number): Buffer {
	const hex = (value: number, digits = 8) => value.toString(16).toUpperCase().padStart(digits, '0')
	const text = Buffer.from(` ${[hex(0), hex(delay), hex(0), hex(100_000, 16), ...new Array<string>(8).fill(hex(0))].join(' ')}`)
	const names = [box('mean', 0, Buffer.from('com.apple.iTunes')), box('name', 0, Buffer.from('iTunSMPB')), box('data', 1, 0, text)]
	const hdlr = box('hdlr', 0, 0, Buffer.from('mdirappl'), 0, 0, Buffer.from([0]))
	return box('udta', box('meta', 0, hdlr, box('ilst', box('----', ...names))))
}

function u32(value: number): Buffer {
	const bytes = Buffer.alloc(4)
	bytes.writeUInt32BE(value)
	return bytes
}
