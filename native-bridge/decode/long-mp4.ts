import { type FileHandle, open } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { AV_PKT_DATA_SKIP_SAMPLES } from 'node-av/constants'
import { type IOContext, Packet } from 'node-av/lib'
import { saidSeconds } from './containers.ts'
import { FileWindow } from './file-window.ts'
import { LibavFile } from './libav-file.ts'
import type { MediaFile } from './media-file.ts'
import { endOfFirstFragments, patchedFile, shortened } from './mp4-beginning.ts'
import { runsOfFragments } from './mp4-fragments.ts'
import { type Edit, type Mp4Head, type Mp4Track, mp4Head } from './mp4-head.ts'
import { durationOf, type OpenWindow, type Run, runsOf, TABLE_BYTES } from './mp4-tables.ts'

/** Longer ones are read here, in seconds: up to then FFmpeg's index of all samples takes 25 MB. */
const LONG_S = 7_200
/** What its samples may be: those FFmpeg hands to its decoders as they stand in the file. */
const FORMATS: readonly string[] = ['mp4a', 'alac', 'Opus', 'ac-3', 'ec-3', 'fLaC', 'samr']
const CODECS: readonly (string | null)[] = ['aac', 'alac', 'opus', 'mp3', 'ac3', 'eac3', 'flac', 'amr_nb']
/** Read at a time. */
const SOUND_BYTES = 262_144
/** Of a sample: a larger one is none of sound, but several may lie in what it claims. */
const MOST_BYTES = 1 << 20
/** Later than any film, in units: the table of times is damaged. */
const LATEST = 2 ** 52
/** Longest time the event loop waits for us, in ms; looked at after so many samples. */
const TURN_MS = 20
const LOOKED_AFTER = 32

interface Sound {
	readonly edit: Edit
	/** How long it is, in the track's units. Infinity: nobody says. */
	readonly total: number
	/** How long a sample of sound is that the tables may call shorter, because the rest of it is filling. */
	readonly frame: number
	readonly runs: () => AsyncGenerator<Run>
}

/**
 * The samples of a long MP4, read by its tables or fragments piece by piece. FFmpeg's own demuxer makes an entry for each sample of each track when it
 * opens the file, 10 to 20 MB for each hour. It is shown only the beginning of the tables here, says of the file what it says of every other, and
 * decodes. What is not understood here is read by FFmpeg alone.
 */
export class LongMp4 implements MediaFile {
	readonly facts: MediaFile['facts']
	readonly said: number | null
	readonly isMp4 = true
	readonly isLocked = false
	readonly #beginning: LibavFile
	readonly #io: IOContext
	readonly #file: FileHandle
	readonly #window: FileWindow
	readonly #sound: Sound
	#readError: string | null = null
	#closed = false

	private constructor(beginning: LibavFile, io: IOContext, file: FileHandle, window: FileWindow, sound: Sound, duration: number | null) {
		this.#beginning = beginning
		this.#io = io
		this.#file = file
		this.#window = window
		this.#sound = sound
		this.said = saidSeconds(sound.total / (beginning.stream.timeBase.den || 1))
		this.facts = { ...beginning.facts, duration }
	}

	/** Null: FFmpeg is to read it. `longer`: than so many seconds. Rejects with the system's error. */
	static async open(path: string, choice: number | null, longer: number = LONG_S): Promise<LongMp4 | null> {
		const file = await open(path)
		let opened: LongMp4 | null = null
		try {
			opened = await LongMp4.#read(path, file, choice, longer)
		} catch (error) {
			// A table ends where there should be more: FFmpeg is to judge it.
			if (!(error instanceof RangeError)) throw error
		} finally {
			if (opened === null) await file.close()
		}
		return opened
	}

	static async #read(path: string, file: FileHandle, choice: number | null, longer: number): Promise<LongMp4 | null> {
		const { size } = await file.stat()
		const openWindow: OpenWindow = bytes => new FileWindow(file, size, bytes)
		const beginning = openWindow(TABLE_BYTES)
		const head = await mp4Head(beginning)
		const tracks = head?.tracks.filter(({ kind }) => kind === 'soun') ?? []
		const [first] = tracks
		// The best one of several that are on FFmpeg tells by all of their samples, of which it would see the first here.
		const isSure = choice !== null || tracks.length === 1 || tracks.filter(({ isOn }) => isOn).length === 1
		if (head === null || !first || !isSure) return null
		const soundIn = (each: Mp4Track) => soundOf(each, head.fragments, head.end, openWindow)
		const isLong = (each: Mp4Track, sound: Sound | null) => (sound?.total ?? each.duration) > longer * each.scale
		// Of one, its own tables or fragments say how long it is, before anything else is done; of several, their headers.
		const only = tracks.length === 1 ? await soundIn(first) : null
		if (tracks.length === 1 ? only === null || !isLong(first, only) : !tracks.some(each => isLong(each, null))) return null
		const isFragmented = head.fragments !== null
		const shown = isFragmented ? await endOfFirstFragments(beginning, head.end) : size
		const io = patchedFile(beginning, shown, isFragmented ? [] : await shortened(head, openWindow))
		let film: LibavFile | null = null
		let ours: LongMp4 | null = null
		try {
			const opened = await LibavFile.open(path, choice, { io })
			if (!opened.ok) return null
			film = opened.value
			// As long as FFmpeg sees the same ones, it counts them as we do.
			const { facts, stream } = film
			const track = facts.tracks.length === tracks.length ? tracks[facts.track ?? -1] : undefined
			const sound = track ? (only ?? (await soundIn(track))) : null
			if (!track || !sound || !isLong(track, sound) || stream.timeBase.den !== track.scale || !CODECS.includes(facts.codec)) return null
			const edit = head.noted ? await begunBy(film) : sound.edit
			// What is left out is counted in samples of sound, and where it begins in units: here they are to be the same.
			if (edit.from > 0 && stream.codecpar.sampleRate !== track.scale) return null
			const ends = head.tracks.map(each => lengthOf(each, each === track ? sound.total : each.duration))
			const longest = Math.max(...ends) - Math.min(...head.tracks.map(({ edit, scale }) => (edit?.delay ?? 0) / scale))
			ours = new LongMp4(film, io, file, openWindow(SOUND_BYTES), { ...sound, edit }, saidSeconds(longest))
			return ours
		} finally {
			if (ours === null) {
				await film?.close()
				io.freeContext()
			}
		}
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
		const { edit, runs } = this.#sound
		const end = edit.from + edit.lasts
		const packet = new Packet()
		packet.alloc()
		let turn = performance.now()
		let skip = edit.from
		try {
			for await (const { offset, count, sizes, at, durations, isLast } of runs()) {
				let from = offset
				let played = at
				for (let n = 0; n < count; n++) {
					const size = sizes[n] ?? 0
					const lasts = durations[n] ?? 0
					if (this.#closed || played > LATEST) return
					const isEnd = (isLast && n === count - 1) || played + lasts >= end
					const bytes = Math.min(size, MOST_BYTES)
					const data = this.#window.at(from, bytes) ?? (await this.#window.read(from, bytes))
					if (data.length > 0) {
						packet.data = data
						packet.pts = BigInt(played - edit.from + edit.delay)
						packet.dts = packet.pts
						packet.duration = BigInt(lasts)
						const filling = isEnd ? this.#fillingAt(played - edit.from + edit.delay, lasts) : 0
						if (skip + filling > 0) packet.addSideData(AV_PKT_DATA_SKIP_SAMPLES, skipping(skip, filling))
						skip = 0
						yield packet
						packet.unref()
					}
					if (isEnd) return
					from += size
					played += lasts
					if (n % LOOKED_AFTER > 0 || performance.now() - turn < TURN_MS) continue
					await setImmediate()
					turn = performance.now()
				}
			}
		} catch (error) {
			// A table that ends too early is told by the sound that is missing; a disk that fails is told.
			if (!(error instanceof RangeError)) this.#readError = error instanceof Error ? error.message : String(error)
		} finally {
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

	/** How much of the last sample's sound is filling, as FFmpeg counts it. */
	#fillingAt(played: number, lasts: number): number {
		const { total, frame } = this.#sound
		if (total === Number.POSITIVE_INFINITY || played >= total) return 0
		return Math.max(frame, lasts) - Math.min(lasts, total - played)
	}
}

/** Null: its samples are not read here. */
async function soundOf(track: Mp4Track, fragments: Mp4Head['fragments'], end: number, open: OpenWindow): Promise<Sound | null> {
	const { edit, formats, tables } = track
	const samples = tables.get('stsz')?.rows ?? 0
	if (edit === null || formats.length !== 1 || !formats.every(format => FORMATS.includes(format))) return null
	if (fragments === null) {
		if (samples === 0 || tables.has('ctts')) return null
		const total = Math.min(track.duration, await durationOf(track, open), edit.delay + edit.lasts)
		const first = tables.get('stts')
		const frame = first ? (await open(TABLE_BYTES).read(first.from, 8)).readUInt32BE(4) : 0
		return { edit, total, frame: formats[0] === 'mp4a' ? frame : 0, runs: () => runsOf(track, open) }
	}
	if (samples > 0 || !fragments.has(track.id)) return null
	const runs = () => runsOfFragments(track.id, fragments, end, open)
	let total = 0
	let turn = performance.now()
	for await (const { at, count, durations } of runs()) {
		total = at + durations.subarray(0, count).reduce((sum, each) => sum + each, 0)
		if (performance.now() - turn < TURN_MS) continue
		await setImmediate()
		turn = performance.now()
	}
	return { edit, total, frame: 0, runs }
}

/** An encoder's delay as FFmpeg understands a note of it: what it makes of the first packet. */
async function begunBy(film: LibavFile): Promise<Edit> {
	for await (const packet of film.packets()) {
		const from = packet.getSideData(AV_PKT_DATA_SKIP_SAMPLES)?.readUInt32LE(0) ?? 0
		return { delay: Number(packet.pts) + from, from, lasts: Number.POSITIVE_INFINITY }
	}
	return { delay: 0, from: 0, lasts: Number.POSITIVE_INFINITY }
}

/** In seconds; 0: nobody knows. */
function lengthOf({ scale, edit }: Mp4Track, duration: number): number {
	const lasts = edit ? edit.delay + Math.min(duration, edit.lasts) : duration
	return Number.isFinite(lasts) ? lasts / scale : 0
}

/** `AV_PKT_DATA_SKIP_SAMPLES`: how many at the beginning and at the end of what has been decoded, as FFmpeg's own demuxer has it. */
function skipping(delay: number, filling: number): Buffer {
	const side = Buffer.alloc(10)
	side.writeUInt32LE(delay, 0)
	side.writeUInt32LE(filling, 4)
	return side
}
