import { type FileHandle, open } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { AV_NOPTS_VALUE } from 'node-av/constants'
import { Codec, CodecContext, CodecParser, type IOContext, Packet } from 'node-av/lib'
import { type AviHead, type AviStream, aviHead, piecesOf } from './avi-chunks.ts'
import { saidSeconds } from './containers.ts'
import { FileWindow } from './file-window.ts'
import { LibavFile } from './libav-file.ts'
import { LONG_S } from './long-mp4.ts'
import type { MediaFile } from './media-file.ts'
import { patchedFile } from './mp4-beginning.ts'

/** Codecs whose pieces may begin and end in the middle of a frame: FFmpeg's parser cuts them. */
const PARSED: readonly (string | null)[] = ['mp3', 'mp2', 'ac3']
/** Those of which each piece can be decoded by itself. */
const WHOLE: readonly (string | null)[] = ['pcm_s16le', 'pcm_u8', 'pcm_s24le', 'pcm_alaw', 'pcm_mulaw']
/** Read at a time. */
const SOUND_BYTES = 262_144
/** Of a file FFmpeg looks at no more than 5 MB, to find out what is in it; pieces may be large. */
const SHOWN_BYTES = 8_000_000
/** Longest time the event loop waits for us, in ms. */
const TURN_MS = 20

/**
 * The sound of a long AVI, read chunk by chunk. FFmpeg's own demuxer keeps the place of every chunk, 4 MB for each hour. It is shown the file's
 * beginning here, says what is in it as of every other, and decodes. What is not understood here is read by FFmpeg alone.
 */
export class LongAvi implements MediaFile {
	readonly facts: MediaFile['facts']
	readonly said: number | null
	readonly isMp4 = false
	readonly isLocked = false
	readonly #beginning: LibavFile
	readonly #io: IOContext
	readonly #file: FileHandle
	readonly #window: FileWindow
	readonly #from: number
	readonly #start: number
	#readError: string | null = null
	#closed = false

	private constructor(
		beginning: LibavFile,
		io: IOContext,
		file: FileHandle,
		window: FileWindow,
		{ from, streams }: AviHead,
		stream: AviStream
	) {
		this.#beginning = beginning
		this.#io = io
		this.#file = file
		this.#window = window
		this.#from = from
		this.#start = stream.start
		// Of the beginning FFmpeg says how long that is.
		this.said = saidSeconds(secondsOf(stream))
		this.facts = { ...beginning.facts, duration: saidSeconds(Math.max(...streams.map(secondsOf))) }
	}

	/** Null: FFmpeg is to read it. `longer`: than so many seconds. Rejects with the system's error. */
	static async open(path: string, choice: number | null, longer: number = LONG_S): Promise<LongAvi | null> {
		const file = await open(path)
		const opened = await LongAvi.#read(path, file, choice, longer).catch(async error => {
			await file.close()
			throw error
		})
		if (opened === null) await file.close()
		return opened
	}

	static async #read(path: string, file: FileHandle, choice: number | null, longer: number): Promise<LongAvi | null> {
		const { size } = await file.stat()
		const window = new FileWindow(file, size, SOUND_BYTES)
		const head = await aviHead(window)
		if (head === null || !head.streams.some(stream => isLong(stream, longer))) return null
		const io = patchedFile(window, Math.min(size, head.from + SHOWN_BYTES), [])
		const opened = await LibavFile.open(path, choice, io)
		const stream = opened.ok ? head.streams[opened.value.stream.index] : undefined
		const codec = opened.ok ? opened.value.facts.codec : null
		if (!opened.ok || stream?.kind !== 'auds' || !isLong(stream, longer) || ![...PARSED, ...WHOLE].includes(codec)) {
			if (opened.ok) await opened.value.close()
			io.freeContext()
			return null
		}
		return new LongAvi(opened.value, io, file, window, head, stream)
	}

	get stream(): MediaFile['stream'] {
		return this.#beginning.stream
	}

	get startsAt(): number | null {
		return this.#beginning.startsAt
	}

	get readError(): string | null {
		return this.#readError
	}

	async *packets(): AsyncGenerator<Packet> {
		const packet = new Packet()
		packet.alloc()
		const parser = PARSED.includes(this.facts.codec) ? new FrameParser(this.stream) : null
		let stamp = BigInt(this.#start)
		let turn = performance.now()
		try {
			for await (const { at, bytes } of piecesOf(this.#window, this.#from, this.stream.index)) {
				if (this.#closed) return
				const data = this.#window.at(at, bytes) ?? (await this.#window.read(at, bytes))
				for (const piece of parser ? parser.frames(data, packet) : whole(data, packet)) {
					// Only the first has a stamp: what follows goes on where it ends.
					piece.pts = stamp
					piece.dts = stamp
					stamp = AV_NOPTS_VALUE
					yield piece
					piece.unref()
				}
				if (performance.now() - turn < TURN_MS) continue
				await setImmediate()
				turn = performance.now()
			}
			for (const piece of parser ? parser.frames(Buffer.alloc(0), packet) : []) {
				yield piece
				piece.unref()
			}
		} catch (error) {
			this.#readError = error instanceof Error ? error.message : String(error)
		} finally {
			parser?.close()
			packet.free()
		}
	}

	samplesAt(stamp: bigint): number | null {
		return this.#beginning.samplesAt(stamp)
	}

	async close(): Promise<void> {
		if (this.#closed) return
		this.#closed = true
		await this.#beginning.close()
		this.#io.freeContext()
		await this.#file.close()
	}
}

function isLong(stream: AviStream, longer: number): boolean {
	return stream.kind === 'auds' && secondsOf(stream) > longer
}

function secondsOf({ scale, rate, length }: AviStream): number {
	return rate > 0 ? (length * scale) / rate : 0
}

function* whole(data: Buffer, packet: Packet): Generator<Packet> {
	packet.data = data
	yield packet
}

/** Bytes to frames, by FFmpeg's parser. */
class FrameParser {
	readonly #parser = new CodecParser()
	readonly #codec = new CodecContext()

	constructor({ codecpar }: MediaFile['stream']) {
		this.#codec.allocContext3(Codec.findDecoder(codecpar.codecId))
		codecpar.toContext(this.#codec)
		this.#parser.init(codecpar.codecId)
	}

	/** Nothing: the end. */
	*frames(data: Buffer, packet: Packet): Generator<Packet> {
		let left = data
		do {
			const taken = this.#parser.parse2(this.#codec, packet, left, AV_NOPTS_VALUE, AV_NOPTS_VALUE, -1)
			if (taken < 0) return
			left = left.subarray(taken)
			if (packet.size > 0) yield packet
			else if (taken === 0) return
		} while (left.length > 0)
	}

	close(): void {
		this.#parser.close()
		this.#codec.freeContext()
	}
}
