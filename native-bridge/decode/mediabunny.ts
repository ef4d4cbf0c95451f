import { setImmediate } from 'node:timers/promises'
import type { AudioSample, EncodedPacket, InputAudioTrack } from 'mediabunny'
import type { AudioTrack } from '../protocol/messages.ts'
import { fail, ok, type Result } from '../protocol/problem.ts'
import { SAMPLE_RATE } from '../protocol/units.ts'
import { explainDamage } from './damage.ts'
import type { Choice, Decoder, Decoding } from './decoder.ts'
import { loadOpus, OpusVoice } from './opus.ts'
import { opusPacketSamples, parseOpusHead } from './opus-packet.ts'
import { Blocks } from './pcm.ts'
import { noSound, noSuchChannel, noSuchTrack } from './refusals.ts'
import { Resampler } from './resampler.ts'
import { Timeline } from './timeline.ts'

type Library = typeof import('mediabunny')
/** Longest time the event loop waits for us, in ms. */
const TURN_MS = 20

/**
 * JavaScript alone, for machines with neither node-av nor ffmpeg: opens most containers, decodes Opus (by opusscript) and WAV's
 * plain PCM. A WebM's last packet is not cut to its length here, which the library does not tell: up to 20 ms of sound too many.
 */
export const mediabunny: Decoder = {
	id: 'mediabunny',

	async available(): Promise<Result<null>> {
		try {
			await import('mediabunny')
			return ok(null)
		} catch {
			return fail('decoder-missing', 'The JavaScript decoder (mediabunny) is not installed.')
		}
	},

	async open(path: string, choice: Choice): Promise<Result<Decoding> | null> {
		const library = await import('mediabunny')
		// One by one, and not the library's list of all: playlists are among those, and would make it read other files.
		const formats = [
			library.MP4,
			library.QTFF,
			library.MATROSKA,
			library.WEBM,
			library.MP3,
			library.WAVE,
			library.OGG,
			library.ADTS,
			library.FLAC,
			library.MPEG_TS
		]
		const input = new library.Input({ source: new library.FilePathSource(path), formats })
		try {
			const tracks = await input.getAudioTracks()
			const primary = await input.getPrimaryAudioTrack()
			const track = choice.track === null ? primary : tracks[choice.track]
			const refuse = <T>(problem: T): T => {
				input.dispose()
				return problem
			}
			if (!primary) return refuse(noSound((await input.getPrimaryVideoTrack()) !== null))
			if (!track) return refuse(noSuchTrack(choice.track ?? 0, tracks.length))
			const told = await Promise.all(tracks.map(trackOf))
			const codec = await track.getCodec()
			const { channel } = choice
			const facts = {
				container: (await input.getFormat()).name,
				codec,
				channels: await track.getNumberOfChannels(),
				sampleRate: await track.getSampleRate(),
				duration: await track.computeDuration(),
				video: (await input.getPrimaryVideoTrack()) !== null,
				tracks: told,
				track: tracks.indexOf(track),
				recordedAt: null
			}
			if (channel !== null && channel >= facts.channels) return refuse(noSuchChannel(channel, facts.channels))
			if (channel !== null && codec === 'opus') return refuse(needsForChannel())
			const head = codec === 'opus' ? parseOpusHead(await descriptionOf(track)) : null
			if (head?.family === 0) {
				const timeline = new Timeline(Math.round(facts.duration * SAMPLE_RATE), head.skip)
				const voice = new OpusVoice((await loadOpus())(), head, timeline)
				const packets = opusPieces(new library.EncodedPacketSink(track).packets(), voice)
				return ok(decoding({ ...facts, decoder: 'mediabunny, opusscript' }, packets, timeline, voice, () => input.dispose()))
			}
			if (codec?.startsWith('pcm-')) {
				const pieces = pcmPieces(library, track, facts.sampleRate, channel)
				return ok(decoding({ ...facts, decoder: 'mediabunny' }, pieces, new Timeline(null), null, () => input.dispose()))
			}
			return refuse(needs(codec ?? 'an unknown codec', facts.container))
		} catch {
			// It refuses what it does not know by throwing, and damaged files by throwing anything.
			input.dispose()
			return null
		}
	}
}

function needs(codec: string, container: string): ReturnType<typeof fail> {
	return fail(
		'codec-unsupported',
		`The sound in this ${container} file is ${codec}. Decoding that needs node-av, whose binary can’t be loaded on this machine, or the ffmpeg program. Install ffmpeg and try again, or convert the file to WAV or Opus.`,
		{ codec, container }
	)
}

function needsForChannel(): ReturnType<typeof fail> {
	return fail(
		'channel-unsupported',
		'One channel alone of an Opus file can’t be read without node-av, whose binary can’t be loaded on this machine, or the ffmpeg program. Install ffmpeg and try again, or take all channels together.'
	)
}

async function trackOf(track: InputAudioTrack): Promise<AudioTrack> {
	const language = await track.getLanguageCode()
	return {
		codec: await track.getCodec(),
		channels: await track.getNumberOfChannels(),
		sampleRate: await track.getSampleRate(),
		language: language === 'und' ? null : language,
		title: await track.getName(),
		default: (await track.getDisposition()).default
	}
}

async function descriptionOf(track: InputAudioTrack): Promise<Uint8Array | null> {
	const description = (await track.getDecoderConfig())?.description
	if (description === undefined) return null
	return ArrayBuffer.isView(description)
		? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
		: new Uint8Array(description)
}

async function* opusPieces(packets: AsyncIterable<EncodedPacket>, voice: OpusVoice): AsyncGenerator<Int16Array> {
	const decode = (packet: EncodedPacket, last: boolean) => {
		const lasts = Math.round(packet.duration * SAMPLE_RATE)
		// Only the last packet's shorter time means that its end is filling; 0 is unknown.
		const trim = last && lasts > 0 ? Math.max(0, opusPacketSamples(packet.data) - lasts) : 0
		return voice.decode({ data: packet.data, at: packet.timestamp * SAMPLE_RATE, trim })
	}
	let waiting: EncodedPacket | null = null
	for await (const packet of packets) {
		if (waiting) yield* decode(waiting, false)
		waiting = packet
	}
	if (waiting) yield* decode(waiting, true)
}

async function* pcmPieces(library: Library, track: InputAudioTrack, rate: number, only: number | null): AsyncGenerator<Int16Array> {
	const resampler = new Resampler(rate)
	for await (const sample of new library.AudioSampleSink(track).samples()) {
		yield resampler.push(only === null ? mono(sample) : channelOf(sample, only))
		sample.close()
	}
	yield resampler.end()
}

function channelOf(sample: AudioSample, channel: number): Float32Array {
	const samples = new Float32Array(sample.numberOfFrames)
	sample.copyTo(samples, { planeIndex: channel, format: 'f32-planar' })
	return samples
}

/** The mean of all channels, in −1…1. */
function mono(sample: AudioSample): Float32Array {
	const sum = new Float32Array(sample.numberOfFrames)
	const channel = new Float32Array(sample.numberOfFrames)
	for (let c = 0; c < sample.numberOfChannels; c++) {
		sample.copyTo(channel, { planeIndex: c, format: 'f32-planar' })
		for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (channel[i] ?? 0) / sample.numberOfChannels
	}
	return sum
}

function decoding(
	facts: Decoding['facts'],
	pieces: AsyncIterable<Int16Array>,
	timeline: Timeline,
	voice: OpusVoice | null,
	dispose: () => void
): Decoding {
	let written = 0
	let readError: string | null = null
	let closed = false
	return {
		facts,
		async *samples() {
			const blocks = new Blocks()
			const iterator = pieces[Symbol.asyncIterator]()
			let turn = performance.now()
			for (;;) {
				// Damage makes the library throw in the middle; what came before it is good.
				const next: IteratorResult<Int16Array> = await iterator.next().catch((error: unknown) => {
					readError = error instanceof Error ? error.message : String(error)
					return { done: true as const, value: undefined }
				})
				if (next.done) break
				written += next.value.length
				const block = blocks.add(next.value)
				if (block) yield block
				if (performance.now() - turn > TURN_MS) {
					await setImmediate()
					turn = performance.now()
				}
			}
			const last = blocks.take()
			if (last) yield last
		},
		report() {
			const { jumps, unlisted, lead, gaps } = timeline
			const packets = voice?.tally.counts ?? { all: 0, bad: 0, tail: 0 }
			const said = facts.video ? null : facts.duration
			return {
				problems: explainDamage({ samples: written, lead, said, packets, readError, jumps, unlisted, bytes: null, cutOff: false }),
				gaps
			}
		},
		async close() {
			if (closed) return
			closed = true
			voice?.close()
			dispose()
		}
	}
}
