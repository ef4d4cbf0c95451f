import { resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import {
	AV_CODEC_ID_PCM_S8_PLANAR,
	AV_DISPOSITION_ATTACHED_PIC,
	AV_DISPOSITION_DEFAULT,
	AV_LOG_FATAL,
	AV_NOPTS_VALUE,
	AV_PKT_DATA_ENCRYPTION_INFO,
	AVDISCARD_ALL,
	AVERROR_EOF,
	AVERROR_INVALIDDATA,
	AVMEDIA_TYPE_AUDIO,
	AVMEDIA_TYPE_VIDEO
} from 'node-av/constants'
import { Dictionary, FFmpegError, FormatContext, type IOContext, Log, Packet, type Stream } from 'node-av/lib'
import type { AudioTrack } from '../protocol/messages.ts'
import { ok, type Result } from '../protocol/problem.ts'
import { SAMPLE_RATE } from '../protocol/units.ts'
import { containerName, FORMATS, MP4_FAMILY, saidSeconds } from './containers.ts'
import { codecName } from './libav-names.ts'
import type { MediaFile } from './media-file.ts'
import { cutPlanes } from './planes.ts'
import { ReadAhead } from './read-ahead.ts'
import { recordedAt } from './recorded-at.ts'
import { noSound, noSuchTrack, nothingDecoded, protectedFile } from './refusals.ts'
import { notMedia } from './source.ts'

/** Longest time the event loop waits for us, in ms. */
const TURN_MS = 20
/** Errors in a row after which a file can't be read any further. */
const MOST_STUMBLES = 50
/** All sound of an 8SVX file is one packet, and decoded as one it would take many times the file's size in memory. In bytes. */
const LARGEST_BLOCK = 1 << 20
/** Tracks told one by one; a file with more is no film but an attack or an accident. */
const MOST_TRACKS = 100

/** What FFmpeg reads in place of the file itself: through `io`, which whoever made it frees after `close`; or what is at an address of its own kind. */
export type Shown = { readonly io: IOContext } | ShownAddress

export interface ShownAddress {
	readonly address: string
	/** So many bytes of the file are left out before the sound. */
	readonly skipped: number
	/** Of the demuxer. */
	readonly options: Readonly<Record<string, string>>
}

/** By FFmpeg's demuxer. */
export class LibavFile implements MediaFile {
	readonly stream: Stream
	readonly facts: MediaFile['facts']
	readonly said: number | null
	readonly startsAt: number | null
	readonly isMp4: boolean
	readonly #context: FormatContext
	readonly #ahead: ReadAhead
	/** The track's unit of time. Kept, because asking for it costs a call into the library for each packet. */
	readonly #unit: { readonly num: number; readonly den: number }
	/** Of a format that puts the whole sound into one packet. */
	readonly #isOneBlock: boolean
	/** Bytes of the file before a packet's place that the demuxer has not counted. */
	readonly #skipped: number
	#readError: string | null = null
	#isLocked = false
	#closed = false

	private constructor(
		context: FormatContext,
		ahead: ReadAhead,
		stream: Stream,
		said: number | null,
		length: number | null,
		skipped: number
	) {
		this.#context = context
		this.#ahead = ahead
		this.#skipped = skipped
		this.stream = stream
		this.#unit = { num: stream.timeBase.num, den: stream.timeBase.den }
		this.said = said
		this.#isOneBlock = stream.codecpar.codecId === AV_CODEC_ID_PCM_S8_PLANAR
		const video = context.streams.some(s => isVideo(s))
		const format = context.iformat?.name ?? null
		const container = containerName(format, context.metadata?.get('major_brand'))
		this.isMp4 = format === MP4_FAMILY
		const { codec, channels, sampleRate } = trackOf(stream)
		const audio = context.streams.filter(isAudio)
		this.facts = {
			container,
			codec,
			channels,
			sampleRate,
			duration: longest(said, saidSeconds(length ?? secondsOf(context.duration, 1, 1_000_000))),
			video,
			tracks: audio.slice(0, MOST_TRACKS).map(trackOf),
			track: audio.findIndex(other => other.index === stream.index),
			recordedAt: recordedAt({ ...stream.metadata?.getAll(), ...context.metadata?.getAll() }, container, Date.now())
		}
		const start = video ? secondsOf(context.startTime, 1, 1_000_000) : null
		this.startsAt = start === null ? null : start * SAMPLE_RATE
	}

	/**
	 * Opens `path` by content; `track` null is the best one. Everything FFmpeg refuses is a problem here: it knows more formats than any other
	 * decoder of ours. `shown`: in place of the file itself.
	 */
	static async open(path: string, track: number | null, shown: Shown | null = null): Promise<Result<LibavFile>> {
		// Its lines name the file with its whole path; what they say comes back as return codes.
		Log.setLevel(AV_LOG_FATAL)
		const file = resolve(path)
		let context = await openContext(file, shown)
		if (typeof context === 'number') return await notMedia(path, context === AVERROR_INVALIDDATA ? null : FFmpegError.strerror(context))
		// What is known now stands in the file; what findStreamInfo adds may be an estimate from the bit rate.
		const early = new Map(context.streams.map(s => [s.index, secondsOf(s.duration, s.timeBase.num, s.timeBase.den)]))
		const whole = secondsOf(context.duration, 1, 1_000_000)
		let length: number | null = null
		if (context.iformat?.name === 'flv') {
			// FFmpeg keeps the place of each packet of an FLV it could go back to. It looks for the length at the end, so that is asked before.
			if ((await context.findStreamInfo(null)) >= 0) length = secondsOf(context.duration, 1, 1_000_000)
			await context.closeInput()
			context = await openContext(file, shown, { seekable: '0' })
			if (typeof context === 'number') return await notMedia(path, FFmpegError.strerror(context))
		}
		const input = context
		const refuse = async <T>(problem: T): Promise<T> => {
			await input.closeInput()
			return problem
		}
		const probed = await context.findStreamInfo(null)
		if (probed < 0) return await refuse(await notMedia(path, FFmpegError.strerror(probed)))
		const audio = context.streams.filter(isAudio)
		const best = context.findBestStream(AVMEDIA_TYPE_AUDIO)
		const stream = track === null ? context.streams[best] : audio[track]
		const video = context.streams.some(isVideo)
		if (audio.length === 0) return await refuse(noSound(video))
		if (!stream && track !== null) return await refuse(noSuchTrack(track, audio.length))
		// None of them has as much as a rate: the format was guessed, by the name perhaps, or nothing is left of the sound.
		if (!stream) return await refuse(video ? nothingDecoded(null) : await notMedia(path))
		if (['drms', 'enca', 'aavd'].includes(stream.codecpar.codecTagString ?? '')) return await refuse(protectedFile())
		for (const other of context.streams) if (other.index !== stream.index) other.discard = AVDISCARD_ALL
		// With pictures, the whole may be longer than its sound.
		const said = saidSeconds(early.get(stream.index) ?? (video ? null : whole))
		const ahead = await ReadAhead.open(file).catch(async error => {
			await input.closeInput()
			throw error
		})
		return ok(new LibavFile(context, ahead, stream, said, length, shown && 'skipped' in shown ? shown.skipped : 0))
	}

	get readError(): string | null {
		return this.#readError
	}

	get isLocked(): boolean {
		return this.#isLocked
	}

	async *packets(): AsyncGenerator<Packet> {
		const packet = new Packet()
		packet.alloc()
		let turn = performance.now()
		let stumbles = 0
		try {
			while (!this.#closed) {
				const read = this.#context.readFrameSync(packet)
				if (read < 0) {
					// Some demuxers stumble over damage and go on when asked again.
					if (read !== AVERROR_EOF && ++stumbles < MOST_STUMBLES) continue
					if (read !== AVERROR_EOF) this.#readError = FFmpegError.strerror(read)
					return
				}
				stumbles = 0
				if (packet.streamIndex === this.stream.index) {
					// Locked sound decodes to noise, or to nothing.
					this.#isLocked = this.isMp4 && packet.getSideData(AV_PKT_DATA_ENCRYPTION_INFO) !== null
					if (this.#isLocked) return
					if (this.#isOneBlock && packet.size > LARGEST_BLOCK) yield* this.#parts(packet)
					else yield packet
				}
				const position = packet.pos < 0n ? -1 : Number(packet.pos) + this.#skipped
				packet.unref()
				if (this.#ahead.wanted(position)) await this.#ahead.ahead(position)
				if (performance.now() - turn > TURN_MS) {
					await setImmediate()
					turn = performance.now()
				}
			}
		} finally {
			packet.free()
		}
	}

	/** What is too large for one packet, part by part. */
	async *#parts(packet: Packet): AsyncGenerator<Packet> {
		const part = new Packet()
		part.alloc()
		try {
			for (const bytes of cutPlanes(packet.data ?? Buffer.alloc(0), this.stream.codecpar.channels, LARGEST_BLOCK)) {
				part.data = bytes
				part.pts = AV_NOPTS_VALUE
				yield part
				part.unref()
				await setImmediate()
			}
		} finally {
			part.free()
		}
	}

	samplesAt(stamp: bigint): number | null {
		return secondsToSamples(secondsOf(stamp, this.#unit.num, this.#unit.den))
	}

	async close(): Promise<void> {
		if (this.#closed) return
		this.#closed = true
		await this.#context.closeInput()
		await this.#ahead.close()
	}
}

/** FFmpeg's code when it does not open. */
async function openContext(
	file: string,
	shown: Shown | null,
	more: Readonly<Record<string, string>> = {}
): Promise<FormatContext | number> {
	const context = new FormatContext()
	context.allocContext()
	if (shown && 'io' in shown) context.pb = shown.io
	const other = shown && 'address' in shown ? shown : null
	// `file:` because `a:b.mp3` would be taken for a protocol; the lists because a playlist would make it open other files.
	const options = Dictionary.fromObject({
		protocol_whitelist: other ? 'concat,subfile,file' : 'file',
		format_whitelist: FORMATS,
		...other?.options,
		...more
	})
	const opened = await context.openInput(other ? other.address : `file:${file}`, null, options)
	options.free()
	return opened < 0 ? opened : context
}

function isAudio(stream: Stream): boolean {
	return stream.codecpar.codecType === AVMEDIA_TYPE_AUDIO
}

function trackOf(stream: Stream): AudioTrack {
	const { channels, sampleRate } = stream.codecpar
	const language = stream.metadata?.get('language') ?? null
	return {
		codec: codecName(stream.codecpar),
		channels: channels > 0 ? channels : null,
		sampleRate: sampleRate > 0 ? sampleRate : null,
		language: language === 'und' ? null : language,
		title: stream.metadata?.get('title') ?? null,
		default: stream.hasDisposition(AV_DISPOSITION_DEFAULT)
	}
}

function isVideo(stream: Stream): boolean {
	return stream.codecpar.codecType === AVMEDIA_TYPE_VIDEO && !stream.hasDisposition(AV_DISPOSITION_ATTACHED_PIC)
}

function longest(a: number | null, b: number | null): number | null {
	return a === null || b === null ? (a ?? b) : Math.max(a, b)
}

function secondsOf(stamp: bigint, num: number, den: number): number | null {
	return stamp === AV_NOPTS_VALUE || den === 0 ? null : (Number(stamp) * num) / den
}

function secondsToSamples(seconds: number | null): number | null {
	return seconds === null ? null : seconds * SAMPLE_RATE
}
