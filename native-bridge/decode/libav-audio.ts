import {
	AV_CHANNEL_LAYOUT_MONO,
	AV_CHANNEL_ORDER_UNSPEC,
	AV_SAMPLE_FMT_S16,
	AVERROR_EAGAIN,
	AVERROR_EOF,
	AVERROR_INPUT_CHANGED,
	type AVSampleFormat
} from 'node-av/constants'
import type { ChannelLayout } from 'node-av/lib'
import { avChannelLayoutDefault, Codec, CodecContext, FFmpegError, Frame, type Packet, SoftwareResampleContext } from 'node-av/lib'
import { ok, type Result } from '../protocol/problem.ts'
import { SAMPLE_RATE } from '../protocol/units.ts'
import { amrPause } from './amr.ts'
import type { MediaFile } from './media-file.ts'
import { samplesOfBytes, silence } from './pcm.ts'
import { isBelievableRate, undecodable } from './refusals.ts'
import { Tally } from './tally.ts'
import type { Timeline } from './timeline.ts'

/** So many samples, at the source's rate, the resampler takes in before what it has made of them is fetched. */
const FETCH_AT = 8_192

interface Resampler {
	readonly swr: SoftwareResampleContext
	/** Given to every frame that does not say which of its channels is which; null when they do. */
	readonly layout: ChannelLayout | null
}

/** FFmpeg's decoder and resampler for one track: its packets to 16 kHz mono. */
export class LibavVoice {
	readonly #file: MediaFile
	readonly #codec: CodecContext
	readonly #timeline: Timeline
	readonly #channel: number | null
	readonly #isAmr: boolean
	readonly #frame = new Frame()
	readonly #out = new Frame()
	#resampler: Resampler | null = null
	/** Samples, at the source's rate, that the resampler has taken since it last gave any. */
	#taken = 0
	#written = 0
	readonly tally = new Tally()

	private constructor(file: MediaFile, codec: CodecContext, timeline: Timeline, channel: number | null) {
		this.#channel = channel
		this.#isAmr = file.facts.codec?.startsWith('amr_') ?? false
		this.#file = file
		this.#codec = codec
		this.#timeline = timeline
		this.#frame.alloc()
		this.#out.alloc()
	}

	/** `channel`: the only one wanted; null: all, mixed. */
	static async open(file: MediaFile, timeline: Timeline, channel: number | null): Promise<Result<LibavVoice>> {
		const { codecpar, timeBase } = file.stream
		const name = file.facts.codec ?? 'of an unknown kind'
		const refuse = (why: string) => undecodable(name, why)
		const decoder = Codec.findDecoder(codecpar.codecId)
		if (!decoder) return refuse('no decoder for it')
		const codec = new CodecContext()
		codec.allocContext3(decoder)
		const copied = codecpar.toContext(codec)
		// Without it an encoder's delay and the filling of the last frame are not cut off.
		codec.pktTimebase = timeBase
		codec.threadCount = 1
		const opened = copied < 0 ? copied : await codec.open2(decoder, null)
		if (opened < 0) {
			codec.freeContext()
			return refuse(FFmpegError.strerror(opened))
		}
		return ok(new LibavVoice(file, codec, timeline, channel))
	}

	*decode(packet: Packet): Generator<Int16Array> {
		const pause = this.#isAmr && packet.data ? amrPause(this.#file.facts.codec, packet.data) : 0
		if (pause > 0) {
			yield* this.#drain()
			yield* this.#emit(silence(pause))
			this.tally.good()
			return
		}
		const sent = this.#codec.sendPacketSync(packet)
		const whole = sent >= 0 && (yield* this.#frames())
		if (whole) this.tally.good()
		else this.tally.bad()
	}

	/** What decoder and resampler still hold. */
	*end(): Generator<Int16Array> {
		this.#codec.sendPacketSync(null)
		yield* this.#frames()
		yield* this.#drain()
	}

	close(): void {
		this.#resampler?.swr.free()
		this.#codec.freeContext()
		this.#frame.free()
		this.#out.free()
	}

	/** Takes out what the decoder has; false when it found damage. */
	*#frames(): Generator<Int16Array, boolean> {
		for (;;) {
			const got = this.#codec.receiveFrameSync(this.#frame)
			if (got === AVERROR_EAGAIN || got === AVERROR_EOF) return true
			if (got < 0) return false
			const converted = yield* this.#resample(this.#frame)
			this.#frame.unref()
			if (!converted) return false
		}
	}

	*#resample(frame: Frame): Generator<Int16Array, boolean> {
		const held = this.#resampler ? Number(this.#resampler.swr.getDelay(BigInt(SAMPLE_RATE))) : 0
		const missing = this.#timeline.place(this.#file.samplesAt(frame.pts), this.#written + held, this.tally.broken)
		if (missing > 0) {
			yield* this.#drain()
			yield* this.#emit(silence(missing))
		}
		const layout = this.#resampler?.layout
		if (layout && frame.channels === layout.nbChannels) frame.channelLayout = layout
		// Rate or channels may change in the middle of a stream, where two files were glued together: then it refuses the frame.
		const done = this.#resampler ? yield* this.#convert(this.#resampler.swr, frame) : AVERROR_INPUT_CHANGED
		if (done !== AVERROR_INPUT_CHANGED) return done >= 0
		yield* this.#drain()
		this.#resampler = openResampler(frame, this.#channel)
		return this.#resampler !== null && (yield* this.#convert(this.#resampler.swr, frame)) >= 0
	}

	*#drain(): Generator<Int16Array> {
		if (!this.#resampler) return
		yield* this.#convert(this.#resampler.swr, null)
		this.#resampler.swr.free()
		this.#resampler = null
		this.#taken = 0
	}

	/** `frame` null empties the resampler. FFmpeg's code: negative is an error. */
	*#convert(swr: SoftwareResampleContext, frame: Frame | null): Generator<Int16Array, number> {
		// Most frames it only takes in: to fetch samples costs as much as to make them.
		if (frame !== null && this.#taken < FETCH_AT) {
			this.#taken += frame.nbSamples
			return swr.convertFrame(null, frame)
		}
		this.#taken = 0
		for (;;) {
			this.#out.format = AV_SAMPLE_FMT_S16
			this.#out.sampleRate = SAMPLE_RATE
			this.#out.channelLayout = AV_CHANNEL_LAYOUT_MONO
			const done = swr.convertFrame(this.#out, frame)
			if (done < 0) {
				this.#out.unref()
				return done
			}
			const { nbSamples } = this.#out
			// A copy: `data` would be a view of memory that the next frame overwrites.
			const pcm = nbSamples > 0 ? samplesOfBytes(this.#out.toBuffer()).subarray(0, nbSamples) : null
			this.#out.unref()
			if (pcm) yield* this.#emit([pcm])
			if (frame !== null || pcm === null) return done
		}
	}

	*#emit(pieces: Iterable<Int16Array>): Generator<Int16Array> {
		for (const piece of pieces) {
			this.#written += piece.length
			yield piece
		}
	}
}

/** A resampler for frames like this one, to all channels mixed or to one of them; null when FFmpeg can't do that. */
function openResampler(frame: Frame, channel: number | null): Resampler | null {
	if (!isBelievableRate(frame.sampleRate)) return null
	const swr = new SoftwareResampleContext()
	const isUnspecified = frame.channelLayout.order === AV_CHANNEL_ORDER_UNSPEC
	// Several channels of which nobody says which is which: take the usual order for their number.
	const usual = isUnspecified ? avChannelLayoutDefault(frame.channelLayout.nbChannels) : null
	if (usual) frame.channelLayout = usual
	const layout = frame.channelLayout
	const format = frame.format as AVSampleFormat
	const set = swr.allocSetOpts2(AV_CHANNEL_LAYOUT_MONO, AV_SAMPLE_FMT_S16, SAMPLE_RATE, layout, format, frame.sampleRate)
	if (set >= 0 && channel !== null) {
		// Where the channels become fewer in the middle of a stream, the last one stands for those that are gone.
		const wanted = Math.min(channel, layout.nbChannels - 1)
		swr.setMatrix(
			Array.from({ length: layout.nbChannels }, (_, c) => (c === wanted ? 1 : 0)),
			layout.nbChannels
		)
	} else if (set >= 0 && layout.order === AV_CHANNEL_ORDER_UNSPEC) {
		// There is no usual order for so many: all count the same.
		swr.setMatrix(new Array(layout.nbChannels).fill(1 / layout.nbChannels), layout.nbChannels)
	}
	if (set >= 0 && swr.init() >= 0) return { swr, layout: usual }
	swr.free()
	return null
}
