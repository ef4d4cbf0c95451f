/**
 * What files cost: `npm run bench:files [-- --minutes 60 --hours 10 --only wav,mp3 --rounds 3 --no-path --json]`. One hour of each common format
 * through a decode worker, in turn with the system's ffmpeg in the same run, since a machine's speed changes from minute to minute and only the
 * ratio means something; by the processor's time too, which load on the machine hardly changes. Then the same formats through all of Holdfast
 * beside the bare engine (`--slice` minutes of each), the time to the first text of the whole hour, and peak memory for one hour and `--hours`.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { ApiClient } from '../../e2e/api-client.ts'
import { startHost } from '../../e2e/host.ts'
import { longSpeech } from '../../e2e/speech.ts'
import { ensureEncoders, make } from '../media/make.ts'
import { decodeWithOurs } from '../media/ours.ts'
import { RECIPES, type Recipe } from '../media/recipes.ts'
import { type Cost, decodeWithFfmpeg } from '../media/reference.ts'

/** What is made, and the least part of ffmpeg’s decoding speed that is wanted. */
const FORMATS: Readonly<Record<string, { readonly recipe: string; readonly goal: number | null }>> = {
	wav: { recipe: 'wav-16', goal: 0.7 },
	flac: { recipe: 'flac', goal: 0.7 },
	mp3: { recipe: 'mp3-cbr', goal: 0.7 },
	aac: { recipe: 'm4a', goal: 0.7 },
	opus: { recipe: 'opus', goal: 1 },
	webm: { recipe: 'webm-opus', goal: 1 },
	vorbis: { recipe: 'vorbis', goal: null },
	film: { recipe: 'mp4-film', goal: null }
}
const GOALS = { path: 1.1, firstTextMs: 2_000 }

const { values } = parseArgs({
	allowNegative: true,
	options: {
		minutes: { type: 'string', default: '60' },
		slice: { type: 'string', default: '10' },
		hours: { type: 'string', default: '10' },
		only: { type: 'string', default: Object.keys(FORMATS).join(',') },
		rounds: { type: 'string', default: '3' },
		path: { type: 'boolean', default: true },
		json: { type: 'boolean', default: false }
	}
})
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-files-'))
const say = (text: string) => process.stderr.write(`${text}\n`)

interface Result {
	/** Times real time, the best of the rounds. */
	decode: number
	ffmpeg: number | null
	/** Our speed as a part of ffmpeg's, by the clock and by processor time; the middle of the rounds. */
	toFfmpeg: number | null
	toFfmpegCpu: number | null
	firstAudioMs: number
	peakMb: number | null
	longPeakMb: number | null
	ffmpegPeakMb: number | null
	wholePathToBareEngine: number | null
	firstTextMs: number | null
}

try {
	await ensureEncoders(say)
	const speech = join(folder, 'speech.wav')
	const slice = join(folder, 'slice.wav')
	const seconds = longSpeech(speech, Number(values.minutes) * 60, 1).samples / 16_000
	longSpeech(slice, Number(values.slice) * 60, 2)
	const host = values.path ? await startHost() : null
	const client = await host?.connect()
	await client?.readyPid('engine')
	const results: Record<string, Result> = {}
	for (const name of values.only.split(',')) {
		const recipe = RECIPES.find(({ id }) => id === FORMATS[name]?.recipe)
		if (!recipe) throw new Error(`There is no format ${name}; there are ${Object.keys(FORMATS).join(', ')}.`)
		const made = make(recipe, speech, folder)
		if (!made.ok) {
			say(`${name}: left out, ${made.why}`)
			continue
		}
		const decoding = await decodeInTurn(made.path, seconds)
		const firstTextMs = client ? await firstText(client, made.path) : null
		const longPeakMb = Number(values.hours) > 0 ? await longPeak(recipe, made.path) : null
		rmSync(made.path)
		const wholePathToBareEngine = client ? await wholePath(client, recipe, slice) : null
		results[name] = { ...decoding, firstTextMs, longPeakMb, wholePathToBareEngine }
		say(`${name}: ${JSON.stringify(results[name])}, load ${(loadavg()[0] ?? 0).toFixed(1)}`)
	}
	client?.close()
	await host?.stop()
	report(results)
} finally {
	rmSync(folder, { recursive: true, force: true })
}

/** Ours and ffmpeg's by turns. */
async function decodeInTurn(path: string, seconds: number) {
	const ours: (Cost & { readonly firstAudioMs: number })[] = []
	const theirs: Cost[] = []
	const journal = join(folder, 'journal.wav')
	const raw = join(folder, 'reference.raw')
	for (let round = 0; round < Number(values.rounds); round++) {
		const reference = await decodeWithFfmpeg(path, raw)
		const decoded = await decodeWithOurs(path, journal, folder)
		if ('code' in decoded) throw new Error(decoded.text)
		ours.push(decoded)
		if (reference) theirs.push(reference)
	}
	for (const file of [journal, raw]) rmSync(file, { force: true })
	const ratio = (of: (cost: Cost) => number | null) =>
		theirs.length === 0 ? null : middle(theirs.map((cost, i) => (of(cost) ?? Number.NaN) / (of(ours[i] ?? cost) ?? Number.NaN)))
	return {
		decode: Math.round(seconds / (Math.min(...ours.map(({ ms }) => ms)) / 1000)),
		ffmpeg: theirs.length === 0 ? null : Math.round(seconds / (Math.min(...theirs.map(({ ms }) => ms)) / 1000)),
		toFfmpeg: ratio(({ ms }) => ms),
		toFfmpegCpu: ratio(({ cpuMs }) => cpuMs),
		firstAudioMs: Math.round(middle(ours.map(({ firstAudioMs }) => firstAudioMs)) ?? 0),
		peakMb: megabytes(ours),
		ffmpegPeakMb: megabytes(theirs)
	}
}

/** ms from the order until text of the whole file is there; then it is cancelled. */
async function firstText(client: ApiClient, path: string): Promise<number> {
	const startedMs = performance.now()
	const text = client.next('first text', event => event.type === 'segment' && event.segment, 600_000)
	const id = await add(client, path)
	await text
	const ms = performance.now() - startedMs
	await client.request('transcript.cancel', { transcript: id })
	await client.over(id)
	return Math.round(ms)
}

/** Most memory over a file of hours, made by setting the same one after itself. */
async function longPeak(recipe: Recipe, path: string): Promise<number | null> {
	const long = join(folder, `long.${recipe.ending}`)
	const times = Math.max(1, Math.round((Number(values.hours) * 60) / Number(values.minutes)))
	const rf64 = recipe.ending === 'wav' ? ['-rf64', 'auto'] : []
	execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', '-stream_loop', String(times - 1), '-i', path, '-c', 'copy', ...rf64, long])
	const journal = join(folder, 'long-journal.wav')
	const decoded = await decodeWithOurs(long, journal, folder)
	for (const file of [long, journal]) rmSync(file, { force: true })
	if ('code' in decoded) throw new Error(decoded.text)
	return decoded.peakBytes === null ? null : Math.round(decoded.peakBytes / 1e6)
}

/** How many times as long the whole path takes as the engine alone over the same audio. */
async function wholePath(client: ApiClient, recipe: Recipe, slice: string): Promise<number> {
	const made = make(recipe, slice, folder)
	if (!made.ok) throw new Error(made.why)
	const path = join(folder, `slice-${recipe.id}.${recipe.ending}`)
	renameSync(made.path, path)
	const startedMs = performance.now()
	const done = await client.over(await add(client, path), 3_600_000)
	const ms = performance.now() - startedMs
	rmSync(path)
	if (done.state !== 'done') throw new Error(done.problem?.text ?? done.state)
	const args = ['--expose-gc', join(root, 'build/bench/bare-engine.ts'), slice, join(root, 'models')]
	const bare = JSON.parse(execFileSync(execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
	return ms / bare.loopMs
}

async function add(client: ApiClient, path: string): Promise<string> {
	const { added, problems } = await client.request('files.add-paths', { paths: [path], again: true })
	const [id] = added
	if (id === undefined) throw new Error(problems[0]?.text ?? 'The file was not taken.')
	return id
}

function report(results: Readonly<Record<string, Result>>): void {
	const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, load ${(loadavg()[0] ?? 0).toFixed(1)}`
	if (values.json) {
		console.log(JSON.stringify({ machine, minutes: Number(values.minutes), hours: Number(values.hours), results }))
		return
	}
	console.log(machine)
	const columns = [
		'× real time',
		'ffmpeg',
		'part of it',
		'by CPU',
		'goal',
		'1st audio',
		'1st text',
		'path ÷ engine',
		'MB',
		`MB ${values.hours} h`
	]
	console.log(['format'.padEnd(8), ...columns.map(name => name.padStart(13))].join(''))
	for (const [name, r] of Object.entries(results)) {
		const goal = FORMATS[name]?.goal ?? null
		const cells = [
			r.decode,
			r.ffmpeg,
			r.toFfmpeg,
			r.toFfmpegCpu,
			goal,
			r.firstAudioMs,
			r.firstTextMs,
			r.wholePathToBareEngine,
			r.peakMb,
			r.longPeakMb
		]
		console.log([name.padEnd(8), ...cells.map(cell => shown(cell).padStart(13))].join(''))
	}
	for (const [name, r] of Object.entries(results)) {
		const goal = FORMATS[name]?.goal ?? null
		if (goal !== null && r.toFfmpegCpu !== null && r.toFfmpegCpu < goal) console.log(`${name}: decoding is slower than the goal`)
		if ((r.wholePathToBareEngine ?? 0) > GOALS.path) console.log(`${name}: the whole path takes longer than the goal`)
		if ((r.firstTextMs ?? 0) > GOALS.firstTextMs) console.log(`${name}: the first text comes later than the goal`)
	}
}

function shown(value: number | null): string {
	if (value === null) return '–'
	return Number.isInteger(value) ? String(value) : value.toFixed(2)
}

function middle(numbers: readonly number[]): number | null {
	const known = numbers.filter(Number.isFinite).toSorted((a, b) => a - b)
	return known[known.length >> 1] ?? null
}

function megabytes(costs: readonly Cost[]): number | null {
	const known = costs.flatMap(({ peakBytes }) => (peakBytes === null ? [] : [peakBytes]))
	return known.length === 0 ? null : Math.round(Math.max(...known) / 1e6)
}
