import { type FileHandle, open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AV_NOPTS_VALUE } from 'node-av/constants'
import type { Packet } from 'node-av/lib'
import { samplesOf } from '../protocol/units.ts'
import { type AviHead, aviHead } from './avi-head.ts'
import { saidSeconds } from './containers.ts'
import { LibavFile, type Shown } from './libav-file.ts'
import type { MediaFile } from './media-file.ts'

/** Longer ones are read in pieces, in seconds: up to then FFmpeg's index takes 8 MB. */
const LONG_S = 7_200
/** Seconds of sound: what FFmpeg notes of so many takes 2 MB. */
const PIECE_S = 1_800
/** A place that does not suit is left for one so much later, in samples. */
const AGAIN = samplesOf(1)
/** Bytes before the sound of a piece of an AVI: its four letters and its length. */
const LABEL_BYTES = 8

interface Piece {
	readonly file: LibavFile
	readonly packets: AsyncGenerator<Packet>
	/** The packet it begins with; null: it has not been asked for yet. */
	readonly first: Packet | null
	/** Where it begins in the file, and what is added to its time stamps. */
	readonly from: number
	readonly later: bigint
	/** Nothing follows it. */
	readonly isLast: boolean
}

/**
 * A long AVI, piece by piece. FFmpeg keeps the place of each packet of an AVI that it has seen, and reads an index of all when it opens one: 4 MB for
 * each hour. So it is shown the file's head and what is behind some place in it, without the index, for a while; then the same with a later place,
 * where a packet of the sound begins that both read alike. Where there is no such place, it reads on.
 */
export class LongAvi implements MediaFile {
	readonly facts: MediaFile['facts']
	readonly said: number | null
	readonly isMp4 = false
	readonly #path: string
	readonly #head: AviHead
	readonly #file: FileHandle
	readonly #pieceSamples: number
	readonly #first: LibavFile
	#piece: Piece
	/** In samples of this piece: no next one is tried sooner. */
	#notBefore = 0
	#closed = false

	private constructor(path: string, head: AviHead, file: FileHandle, pieceS: number, first: LibavFile) {
		this.#path = path
		this.#head = head
		this.#file = file
		this.#pieceSamples = samplesOf(pieceS)
		this.#first = first
		this.#piece = { file: first, packets: first.packets(), first: null, from: head.body, later: 0n, isLast: false }
		// FFmpeg takes what it is not shown for missing, and the file for so much shorter.
		const sound = head.sounds[first.facts.track ?? 0] ?? 0
		this.said = first.said === null ? null : saidSeconds(sound)
		this.facts = { ...first.facts, duration: saidSeconds(head.longest) }
	}

	/** Null: FFmpeg is to read it. `longer`: than so many seconds. Rejects with the system's error. */
	static async open(path: string, choice: number | null, longer = LONG_S, pieceS = PIECE_S): Promise<LongAvi | null> {
		const head = await aviHead(path)
		// `concat` has its own use for a bar in a name.
		if (head === null || !head.sounds.some(seconds => seconds > longer) || resolve(path).includes('|')) return null
		const first = await LibavFile.open(path, choice, shown(path, head, head.body))
		return first.ok ? new LongAvi(path, head, await open(path), pieceS, first.value) : null
	}

	get stream(): MediaFile['stream'] {
		return this.#first.stream
	}

	get startsAt(): number | null {
		return this.#first.startsAt
	}

	get readError(): string | null {
		return this.#piece.file.readError
	}

	get isLocked(): boolean {
		return this.#piece.file.isLocked
	}

	async *packets(): AsyncGenerator<Packet> {
		try {
			for (let packet = await this.#read(); packet !== null; packet = await this.#read()) {
				const next = await this.#nextAt(packet)
				if (next?.first) {
					await this.#leave()
					this.#piece = next
					packet = next.first
				}
				if (packet.pts !== AV_NOPTS_VALUE) packet.pts += this.#piece.later
				yield packet
			}
		} finally {
			await this.#piece.packets.return(undefined)
		}
	}

	samplesAt(stamp: bigint): number | null {
		return this.#first.samplesAt(stamp)
	}

	async close(): Promise<void> {
		if (this.#closed) return
		this.#closed = true
		await this.#leave()
		await this.#first.close()
		await this.#file.close()
	}

	async #read(): Promise<Packet | null> {
		if (this.#closed) return null
		const { value } = await this.#piece.packets.next()
		return value ?? null
	}

	/** The one that is read now. What is told of the file is asked of the first all along. */
	async #leave(): Promise<void> {
		const { packets, file } = this.#piece
		await packets.return(undefined)
		if (file !== this.#first) await file.close()
	}

	/** A piece that begins with this packet; null: it is not time for one, or not the place. */
	async #nextAt(packet: Packet): Promise<Piece | null> {
		const { from, isLast } = this.#piece
		const { body, bytes, end } = this.#head
		const into = Number(packet.pos) - body - LABEL_BYTES
		const played = this.samplesAt(packet.pts)
		if (isLast || packet.pos < 0n || played === null) return null
		const isDue = played >= this.#pieceSamples || into > bytes / 2
		if (isDue && played >= this.#notBefore && (await this.#beginsAt(from + into, packet.data))) {
			const next = await this.#open(packet, shown(this.#path, this.#head, from + into), from + into)
			this.#notBefore = next ? 0 : played + AGAIN
			if (next) return next
		}
		// What is shown ends soon, and no such place was found: FFmpeg finds the rest by itself.
		return into > bytes * 0.9 && from + bytes < end ? await this.#open(packet, null, from) : null
	}

	/** Null: FFmpeg, too, must find the packet there. */
	async #open(packet: Packet, part: Shown | null, from: number): Promise<Piece | null> {
		const opened = await LibavFile.open(this.#path, this.facts.track, part)
		if (!opened.ok) return null
		const file = opened.value
		const packets = file.packets()
		const stamp = packet.pts + this.#piece.later
		let first = (await packets.next()).value
		while (part === null && first && first.pts < stamp) first = (await packets.next()).value
		if (first && first.pts !== AV_NOPTS_VALUE && isSame(first.data, packet.data)) {
			return { file, packets, first, from, later: stamp - first.pts, isLast: part === null }
		}
		await packets.return(undefined)
		await file.close()
		return null
	}

	/** Whether this sound is the first in a piece of the file: it may also be the rest of one, or lie across two of them. */
	async #beginsAt(at: number, data: Buffer | null): Promise<boolean> {
		const { buffer, bytesRead } = await this.#file.read(Buffer.alloc(LABEL_BYTES + (data?.length ?? 0)), { position: at })
		return /^\d\dwb$/.test(buffer.toString('latin1', 0, 4)) && isSame(data, buffer.subarray(LABEL_BYTES, bytesRead))
	}
}

function isSame(one: Buffer | null, other: Buffer | null): boolean {
	return one !== null && other?.equals(one) === true
}

/**
 * The head and what is behind `at`, as FFmpeg's own protocols have it (`concat`, `subfile`). It ends where the list would end by the head, so that no
 * index is found behind it; nor those among its pieces (OpenDML).
 */
function shown(path: string, { body, bytes }: AviHead, at: number): Shown {
	const file = `file:${resolve(path)}`
	const parts = [`subfile,,start,0,end,${body},,:${file}`, `subfile,,start,${at},end,${at + bytes},,:${file}`]
	const address = `concat:${parts.join('|')}`
	return { address, skipped: at - body, options: { use_odml: '0' } }
}
