import { type FileHandle, open } from 'node:fs/promises'
import { SAMPLE_RATE } from '../protocol/units.ts'

/** Samples in a packet: 20 ms, what Opus is made for. */
const FRAME = SAMPLE_RATE / 50
/**
 * Bits a second. Speech at 24,000 is hard to tell from the original, and an hour is 11 MB. Heard again by the engine it gives the same
 * words (see the test).
 */
const BITRATE = 24_000
/** Samples that the encoder is behind (libopus: 2.5 ms of its own and 4 ms to even out its two codecs); a player throws them away. */
const DELAY = SAMPLE_RATE / 400 + SAMPLE_RATE / 250
/** Ogg counts Opus in samples of 48 kHz, whatever went in (RFC 7845 §4). */
const OGG_RATE = 48_000
/**
 * Seconds in a page. Left to itself the library fills one with up to 255 packets, which silence does, and then gives it the time of the
 * packet before its last (mediabunny 1.61, `writePacket`): FFmpeg then reads 216 samples too many at the end of the file.
 */
const PAGE_SECONDS = 1
/** Written at a time: a minute and a half. */
const CHUNK_BYTES = 1 << 18
/** `OPUS_SET_SIGNAL` and `OPUS_SIGNAL_VOICE` of libopus (opus_defines.h). */
const SET_SIGNAL = 4024
const VOICE = 3001

/** Writes 16 kHz mono s16 into an Ogg Opus file of exactly as many samples. Throws what the file system throws. */
export class OpusFileWriter {
	readonly #encoder: Encoder
	readonly #add: (data: Uint8Array, at: number, lasts: number) => Promise<void>
	readonly #finalize: () => Promise<void>
	readonly #file: FileHandle
	readonly #frame = new Int16Array(FRAME)
	readonly #frameBytes = Buffer.from(this.#frame.buffer)
	#filled = 0
	#packets = 0
	#closed = false

	private constructor(
		encoder: Encoder,
		add: (data: Uint8Array, at: number, lasts: number) => Promise<void>,
		finalize: () => Promise<void>,
		file: FileHandle
	) {
		this.#encoder = encoder
		this.#add = add
		this.#finalize = finalize
		this.#file = file
	}

	/** Begins a file at `path`, over whatever is there. */
	static async open(path: string): Promise<OpusFileWriter> {
		const [{ default: OpusScript }, ogg] = await Promise.all([import('opusscript'), import('mediabunny')])
		const source = new ogg.EncodedAudioPacketSource('opus')
		const file = await open(path, 'w')
		// Its own writing of files takes a short write, as on a disk that is nearly full, for a whole one (mediabunny 1.61, `FilePathTarget`).
		const sink = new WritableStream<{ data: Uint8Array; position: number }>({
			write: ({ data, position }) => writeAll(file, data, position)
		})
		const format = new ogg.OggOutputFormat({ maximumPageDuration: PAGE_SECONDS })
		const output = new ogg.Output({ format, target: new ogg.StreamTarget(sink, { chunked: true, chunkSize: CHUNK_BYTES }) })
		output.addAudioTrack(source)
		await output.start()
		// Its mode for music keeps the wave; the one for calls filters it, and what is heard again later should be what was said.
		const encoder = new OpusScript(SAMPLE_RATE, 1, OpusScript.Application.AUDIO)
		encoder.setBitrate(BITRATE)
		encoder.encoderCTL(SET_SIGNAL, VOICE)
		const meta = { decoderConfig: { codec: 'opus', numberOfChannels: 1, sampleRate: OGG_RATE, description: opusHead() } }
		const add = (data: Uint8Array, at: number, lasts: number) =>
			source.add(new ogg.EncodedPacket(data, 'key', at / SAMPLE_RATE, lasts / SAMPLE_RATE), meta)
		return new OpusFileWriter(encoder, add, () => output.finalize(), file)
	}

	async write(samples: Int16Array): Promise<void> {
		for (let at = 0; at < samples.length; ) {
			const piece = samples.subarray(at, at + FRAME - this.#filled)
			this.#frame.set(piece, this.#filled)
			this.#filled += piece.length
			at += piece.length
			if (this.#filled === FRAME) await this.#flush(FRAME)
		}
	}

	/** Writes what is left, and the file's true end: what was put in to fill the last packets is marked to be thrown away. On the platter then. */
	async end(): Promise<void> {
		// The encoder is behind: the last samples come out of it with what follows them.
		let left = this.#filled + DELAY
		while (left > 0) {
			this.#frame.fill(0, this.#filled)
			await this.#flush(Math.min(left, FRAME))
			left -= FRAME
		}
		await this.#finalize()
		await this.#file.sync()
		await this.close()
	}

	/** Gives everything back, whether the file is whole or not. Safe to call twice. */
	async close(): Promise<void> {
		if (this.#closed) return
		this.#closed = true
		this.#encoder.delete()
		await this.#file.close()
	}

	async #flush(lasts: number): Promise<void> {
		const packet = this.#encoder.encode(this.#frameBytes, FRAME)
		await this.#add(packet, this.#packets++ * FRAME, lasts)
		this.#filled = 0
	}
}

/** What we use of opusscript's encoder. */
interface Encoder {
	encode(pcm: Buffer, frame: number): Buffer
	delete(): void
}

/** `write` may take less than it was given (a nearly full disk): go on until all is taken or an error says why not. */
async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
	for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten
}

/** RFC 7845 §5.1: version 1, one channel, no gain, one stream. */
function opusHead(): Uint8Array {
	const head = new Uint8Array(19)
	head.set(new TextEncoder().encode('OpusHead'))
	const view = new DataView(head.buffer)
	view.setUint8(8, 1)
	view.setUint8(9, 1)
	view.setUint16(10, (DELAY * OGG_RATE) / SAMPLE_RATE, true)
	view.setUint32(12, SAMPLE_RATE, true)
	return head
}
