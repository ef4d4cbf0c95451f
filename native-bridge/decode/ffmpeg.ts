import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import * as v from 'valibot'
import type { AudioTrack } from '../protocol/messages.ts'
import { fail, ok, type Problem, type Result } from '../protocol/problem.ts'
import { SAMPLE_RATE } from '../protocol/units.ts'
import { containerName, FORMATS, saidSeconds } from './containers.ts'
import { explainDamage } from './damage.ts'
import type { Choice, Decoder, Decoding, DecodingFacts } from './decoder.ts'
import { Blocks, samplesOfBytes } from './pcm.ts'
import { recordedAt } from './recorded-at.ts'
import { noSound, noSuchChannel, noSuchTrack } from './refusals.ts'

const run = promisify(execFile)

/** Only files, and no playlists, which would make it read further files. */
const GUARDS = ['-v', 'error', '-protocol_whitelist', 'file,pipe', '-format_whitelist', FORMATS]
/** Of what the program complains about, so many lines are counted at most. */
const MOST_COMPLAINTS = 10_000

const Probe = v.object({
	streams: v.optional(
		v.array(
			v.object({
				codec_type: v.optional(v.string()),
				codec_name: v.optional(v.string()),
				channels: v.optional(v.number()),
				sample_rate: v.optional(v.string()),
				disposition: v.optional(v.record(v.string(), v.number())),
				tags: v.optional(v.record(v.string(), v.string()), {})
			})
		),
		[]
	),
	format: v.object({
		format_name: v.optional(v.string()),
		duration: v.optional(v.string()),
		tags: v.optional(v.record(v.string(), v.string()), {})
	})
})

/** The programs `ffmpeg` and `ffprobe`, where the system has them: for machines on which node-av's binary can't be loaded. */
export const systemFfmpeg: Decoder = {
	id: 'ffmpeg',

	async available(): Promise<Result<null>> {
		try {
			await Promise.all([run('ffmpeg', ['-version']), run('ffprobe', ['-version'])])
			return ok(null)
		} catch {
			return fail('decoder-missing', 'There is no ffmpeg program on this machine; installing it would help.')
		}
	},

	async open(path: string, choice: Choice): Promise<Result<Decoding> | null> {
		const file = `file:${resolve(path)}`
		const facts = await probe(file, choice)
		if (facts === null || !facts.ok) return facts
		return ok(decoding(file, facts.value, choice.channel))
	}
}

/** What ffprobe says of the file; null when it does not know it. */
async function probe(file: string, { track, channel }: Choice): Promise<Result<DecodingFacts> | null> {
	const asked = await run('ffprobe', [...GUARDS, '-show_streams', '-show_format', '-of', 'json', file], { maxBuffer: 1 << 26 }).catch(
		() => null
	)
	if (asked === null) return null
	const { streams, format } = v.parse(Probe, JSON.parse(asked.stdout))
	const tracks = streams.filter(stream => stream.codec_type === 'audio')
	const marked = tracks.findIndex(stream => stream.disposition?.default === 1)
	const wanted = track ?? Math.max(0, marked)
	const sound = tracks[wanted]
	const video = streams.some(stream => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1)
	if (tracks.length === 0) return noSound(video)
	if (!sound) return noSuchTrack(wanted, tracks.length)
	if (channel !== null && sound.channels !== undefined && channel >= sound.channels) return noSuchChannel(channel, sound.channels)
	const container = containerName(format.format_name ?? null, format.tags.major_brand)
	const { codec, channels, sampleRate } = trackOf(sound)
	return ok({
		container,
		codec,
		channels,
		sampleRate,
		duration: format.duration === undefined ? null : saidSeconds(Number(format.duration)),
		video,
		decoder: 'ffmpeg',
		tracks: tracks.map(trackOf),
		track: wanted,
		recordedAt: recordedAt({ ...sound.tags, ...format.tags }, container, Date.now())
	})
}

function trackOf(stream: v.InferOutput<typeof Probe>['streams'][number]): AudioTrack {
	return {
		codec: stream.codec_name ?? null,
		channels: stream.channels ?? null,
		sampleRate: stream.sample_rate === undefined ? null : Number(stream.sample_rate),
		language: stream.tags.language === 'und' ? null : (stream.tags.language ?? null),
		title: stream.tags.title ?? null,
		default: stream.disposition?.default === 1
	}
}

function decoding(file: string, facts: DecodingFacts, channel: number | null): Decoding {
	let child: ChildProcess | null = null
	let written = 0
	let complaints = 0
	let ended: string | null = null
	return {
		facts,
		async *samples() {
			// async=1 fills holes in the file's time stamps with silence, so that times stay true. They are not told one by one.
			const filters = channel === null ? 'aresample=async=1' : `pan=mono|c0=c${channel},aresample=async=1`
			const output = ['-af', filters, '-ac', '1', '-ar', String(SAMPLE_RATE), '-f', 's16le', 'pipe:1']
			const program = spawn('ffmpeg', [...GUARDS, '-nostdin', '-i', file, '-map', `0:a:${facts.track ?? 0}`, '-vn', ...output], {
				stdio: ['ignore', 'pipe', 'pipe']
			})
			child = program
			const exit = once(program, 'exit')
			program.stderr.on('data', (chunk: Buffer) => {
				if (complaints < MOST_COMPLAINTS) complaints += chunk.filter(byte => byte === 0x0a).length
			})
			const blocks = new Blocks()
			let odd = Buffer.alloc(0)
			for await (const chunk of program.stdout as AsyncIterable<Buffer>) {
				const bytes = odd.length > 0 ? Buffer.concat([odd, chunk]) : chunk
				odd = Buffer.from(bytes.subarray(bytes.length & ~1))
				const samples = samplesOfBytes(bytes)
				written += samples.length
				const block = blocks.add(samples)
				if (block) yield block
			}
			const last = blocks.take()
			if (last) yield last
			const [code, signal] = await exit
			if (code !== 0) ended = `ffmpeg ended with ${signal ?? `code ${code}`}`
		},
		report() {
			const whole = { lead: 0, packets: { all: 0, bad: 0, tail: 0 }, jumps: 0, unlisted: 0, bytes: null, cutOff: false }
			// Its length may be an estimate, and that of the pictures: no proof that sound is missing.
			const problems: Problem[] = explainDamage({ ...whole, samples: written, said: null, readError: ended })
			if (complaints > 0) {
				const text = `The file is partly damaged: ffmpeg reported ${complaints} errors in it. What it could decode is here.`
				problems.push({ code: 'decoder-complained', facts: { complaints }, text })
			}
			return { problems, gaps: [] }
		},
		async close() {
			if (child && child.exitCode === null && child.signalCode === null) {
				child.kill('SIGKILL')
				await once(child, 'exit')
			}
		}
	}
}
