import { stat } from 'node:fs/promises'
import { AV_PKT_DATA_SKIP_SAMPLES } from 'node-av/constants'
import { ok, type Result } from '../protocol/problem.ts'
import { samplesOf } from '../protocol/units.ts'
import { explainDamage } from './damage.ts'
import type { Choice, Decoding } from './decoder.ts'
import { oggEndsWell, riffClaims } from './file-end.ts'
import { LibavVoice } from './libav-audio.ts'
import { LibavFile } from './libav-file.ts'
import { LongAvi } from './long-avi.ts'
import { LongMp4 } from './long-mp4.ts'
import type { MediaFile } from './media-file.ts'
import { loadOpus, type OpusLibrary, OpusVoice } from './opus.ts'
import { type OpusHead, opusPacketSamples, parseOpusHead, samplesAt48k } from './opus-packet.ts'
import { Blocks } from './pcm.ts'
import { noSuchChannel } from './refusals.ts'
import { Timeline } from './timeline.ts'

/** Packets of an Opus file tried before it is given to opusscript, and the part of them it may refuse. */
const TRIAL = { packets: 200, refused: 0.05 }

/**
 * Opens `path` with FFmpeg's demuxer, and with libopus or FFmpeg's own decoder behind it. An MP4 or AVI of more than `longer` seconds is read
 * otherwise (see `LongMp4`, `LongAvi`).
 */
export async function openWithLibav(path: string, { track, channel }: Choice, longer?: number): Promise<Result<Decoding>> {
	const opened = await openFile(path, track, longer)
	if (!opened.ok) return opened
	const file = opened.value
	const { channels } = file.facts
	if (channel !== null && channels !== null && channel >= channels) {
		await file.close()
		return noSuchChannel(channel, channels)
	}
	const { size } = await stat(path)
	const cutOff = await isCutOff(path, file.facts.container, size)
	const timeline = (skip: number) => new Timeline(file.facts.duration === null ? null : samplesOf(file.facts.duration), skip, file.startsAt)

	const head = file.facts.codec === 'opus' ? parseOpusHead(file.stream.codecpar.extradata) : null
	// opusscript mixes whatever it decodes: one channel alone is FFmpeg's.
	const library = head?.family === 0 && channel === null ? await loadOpus().catch(() => null) : null
	if (head && library && (await suits(await openFile(path, track, longer), head, library))) {
		const clock = timeline(head.skip)
		return ok(decoding(file, new OpusPackets(file, new OpusVoice(library(), head, clock)), clock, size, cutOff, 'node-av, opusscript'))
	}
	const clock = timeline(0)
	const voice = await LibavVoice.open(file, clock, channel)
	if (!voice.ok) {
		await file.close()
		return voice
	}
	return ok(decoding(file, voice.value, clock, size, cutOff, 'node-av'))
}

async function openFile(path: string, track: number | null, longer: number | undefined): Promise<Result<MediaFile>> {
	const long = (await LongMp4.open(path, track, longer)) ?? (await LongAvi.open(path, track, longer))
	return long ? ok(long) : await LibavFile.open(path, track)
}

/** What turns packets into samples: FFmpeg's own decoder, or libopus. */
type Voice = Pick<LibavVoice, 'tally' | 'decode' | 'end' | 'close'>

/** libopus behind FFmpeg's demuxer. */
class OpusPackets implements Voice {
	readonly #file: MediaFile
	readonly #voice: OpusVoice

	constructor(file: MediaFile, voice: OpusVoice) {
		this.#file = file
		this.#voice = voice
	}

	get tally(): Voice['tally'] {
		return this.#voice.tally
	}

	decode(packet: Parameters<Voice['decode']>[0]): Generator<Int16Array> {
		const side = packet.getSideData(AV_PKT_DATA_SKIP_SAMPLES)
		const data = packet.data ?? new Uint8Array()
		let trim = side && side.length >= 8 ? samplesAt48k(side.readUInt32LE(4)) : 0
		// MP4 says it by giving the last packet a shorter time than it has. (Matroska counts in ms, too coarse to go by.)
		const lasts = this.#file.isMp4 ? this.#file.samplesAt(packet.duration) : null
		if (!side && lasts) trim = Math.max(0, opusPacketSamples(data) - Math.round(lasts))
		return this.#voice.decode({ data, at: this.#file.samplesAt(packet.pts), trim })
	}

	*end(): Generator<Int16Array> {}

	close(): void {
		this.#voice.close()
	}
}

/** Whether opusscript takes the file's first packets. Packets too large for it are valid, and FFmpeg's decoder has no such limit. */
async function suits(opened: Result<MediaFile>, head: OpusHead, library: () => OpusLibrary): Promise<boolean> {
	if (!opened.ok) return false
	const voice = new OpusVoice(library(), head, new Timeline(null))
	const packets = new OpusPackets(opened.value, voice)
	try {
		for await (const packet of opened.value.packets()) {
			for (const _ of packets.decode(packet));
			if (voice.tally.counts.all >= TRIAL.packets) break
		}
		const { all, bad, tail } = voice.tally.counts
		return bad + tail <= all * TRIAL.refused
	} finally {
		voice.close()
		await opened.value.close()
	}
}

/** Whether the file's own structure shows that its end is missing. */
async function isCutOff(path: string, container: string | null, size: number): Promise<boolean> {
	if (container === 'Ogg') return !(await oggEndsWell(path))
	return (container === 'WAV' || container === 'AVI') && (await riffClaims(path)) > size
}

function decoding(file: MediaFile, voice: Voice, clock: Timeline, size: number, cutOff: boolean, decoder: string): Decoding {
	let written = 0
	let audioBytes = 0
	let closed = false
	return {
		facts: { ...file.facts, decoder },
		async *samples() {
			const blocks = new Blocks()
			const gather = function* (pieces: Iterable<Int16Array>): Generator<Int16Array> {
				for (const piece of pieces) {
					written += piece.length
					const block = blocks.add(piece)
					if (block) yield block
				}
			}
			for await (const packet of file.packets()) {
				audioBytes += packet.size
				yield* gather(voice.decode(packet))
			}
			yield* gather(voice.end())
			const last = blocks.take()
			if (last) yield last
		},
		report() {
			const { said, readError } = file
			const packets = voice.tally.counts
			const { jumps, unlisted, gaps, lead } = clock
			// Only a WAV has a length in its header that can hide audio which is there.
			const bytes = file.facts.container === 'WAV' ? { file: size, audio: audioBytes } : null
			return { problems: explainDamage({ samples: written, lead, said, packets, readError, jumps, unlisted, bytes, cutOff }), gaps }
		},
		isLocked: () => file.isLocked,
		async close() {
			if (closed) return
			closed = true
			voice.close()
			await file.close()
		}
	}
}
