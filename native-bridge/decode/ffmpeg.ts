import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import * as v from 'valibot'
import type { SourceFacts } from '../protocol/messages.ts'
import { fail, ok, type Problem, type Result } from '../protocol/problem.ts'
import { SAMPLE_RATE } from '../protocol/units.ts'
import { explainDamage } from './damage.ts'
import type { Decoder, Decoding } from './decoder.ts'
import { Blocks, samplesOfBytes } from './pcm.ts'
import { containerName, FORMATS, noSound, saidSeconds } from './source.ts'

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
				disposition: v.optional(v.record(v.string(), v.number()))
			})
		),
		[]
	),
	format: v.object({ format_name: v.optional(v.string()), duration: v.optional(v.string()) })
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

	async open(path: string): Promise<Result<Decoding> | null> {
		const file = `file:${resolve(path)}`
		const facts = await probe(file)
		if (facts === null || !facts.ok) return facts
		return ok(decoding(file, facts.value))
	}
}

/** What ffprobe says of the file; null when it does not know it. */
async function probe(file: string): Promise<Result<SourceFacts> | null> {
	const asked = await run('ffprobe', [...GUARDS, '-show_streams', '-show_format', '-of', 'json', file], { maxBuffer: 1 << 26 }).catch(
		() => null
	)
	if (asked === null) return null
	const { streams, format } = v.parse(Probe, JSON.parse(asked.stdout))
	const sound = streams.find(stream => stream.codec_type === 'audio')
	const video = streams.some(stream => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1)
	if (!sound) return noSound(video)
	return ok({
		container: containerName(format.format_name ?? null),
		codec: sound.codec_name ?? null,
		channels: sound.channels ?? null,
		sampleRate: sound.sample_rate === undefined ? null : Number(sound.sample_rate),
		duration: format.duration === undefined ? null : saidSeconds(Number(format.duration)),
		video,
		decoder: 'ffmpeg'
	})
}

function decoding(file: string, facts: SourceFacts): Decoding {
	let child: ChildProcess | null = null
	let written = 0
	let complaints = 0
	let ended: string | null = null
	return {
		facts,
		async *samples() {
			// async=1 fills holes in the file's time stamps with silence, so that times stay true. They are not told one by one.
			const output = ['-af', 'aresample=async=1', '-ac', '1', '-ar', String(SAMPLE_RATE), '-f', 's16le', 'pipe:1']
			const program = spawn('ffmpeg', [...GUARDS, '-nostdin', '-i', file, '-map', '0:a:0', '-vn', ...output], {
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
