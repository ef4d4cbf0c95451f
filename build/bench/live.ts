/**
 * How soon text follows speech: `npm run bench:live [-- --seconds 90 --monologue 60 --slow 5,15 --json]`. Real speech through the fake
 * microphone of a real page, beside the engine alone in the same run, and beside the figures of the first design.
 *
 * Onset and end of speech: by energy, in the file that is played (see `live-speech.ts`); found again in what was recorded by its wave. On the
 * screen: when the page's DOM has changed; a frame of at most 17 ms later it is painted. Both by one clock: sample n of the recording was
 * heard n / 16 ms after the moment that the promptest frame of audio tells, which is late by the page's own buffers, some 10 ms.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import type { EngineRun } from './live-engine.ts'
import { type LiveFigures, liveFigures, type Spread, spread as spreadOf } from './live-figures.ts'
import { pageRun, stopRuns } from './live-page.ts'
import { type KnownSpeech, monologue, speechWithPauses, writeSpeech } from './live-speech.ts'

const { values } = parseArgs({
	options: {
		seconds: { type: 'string', default: '90' },
		monologue: { type: 'string', default: '60' },
		slow: { type: 'string', default: '5,15' },
		seed: { type: 'string', default: '3' },
		json: { type: 'boolean', default: false }
	}
})
const SEED = Number(values.seed)
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'holdfast-live-'))
const say = (text: string) => process.stderr.write(`${text}\n`)

interface Row extends LiveFigures {
	readonly what: string
	readonly where: 'page' | 'engine alone'
	readonly cpuShare: number | null
	readonly behindMs: number | null
	readonly alignedWithinMs: number | null
	/** Of the machine, when it ended: more than its cores, and times say nothing. */
	readonly load: number
}

/** When Stop is pressed, of one recording each. */
const STOP_AFTER_MS = [3_000, 4_700, 6_400, 8_300, 11_000, 15_000, 21_000]

/** What the first design measured or aimed at, column by column. */
const DESIGN = {
	'first word': '150–500 / 1000',
	final: '630–800 / 1000',
	'age of text': '149 / 432',
	replaced: '32',
	cpu: '32 %',
	every: '500',
	unsettled: '–'
}

try {
	const talk = speechWithPauses(Number(values.seconds), SEED)
	const rows: Row[] = []
	// Each as soon as it is known: a whole run takes minutes.
	const add = (row: Row) => {
		rows.push(row)
		if (!values.json) say(table([row]).split('\n').at(3) ?? '')
	}
	const scenarios: ReadonlyArray<readonly [what: string, speech: KnownSpeech, slowness: number]> = [
		['sentences', talk, 1],
		['monologue', monologue(Number(values.monologue), SEED), 1],
		...values.slow
			.split(',')
			.filter(Boolean)
			.map(factor => [`sentences, engine × ${factor}`, talk, Number(factor)] as const)
	]
	for (const [n, [what, speech, slowness]] of scenarios.entries()) {
		const wav = writeSpeech(speech.audio, join(folder, `speech-${n}.wav`))
		say(`${what}: in the page…`)
		const page = await pageRun(wav, speech.audio, speech.utterances, slowness).catch((error: Error) => {
			say(`No figures: ${error.message}`)
			return null
		})
		if (page) add({ ...page, what, where: 'page', ...liveFigures(page.timeline, page.utterances), load: loadavg()[0] ?? 0 })
		say(`${what}: the engine alone…`)
		const engine = await engineRun(wav, slowness)
		add({
			what,
			where: 'engine alone',
			cpuShare: engine.cpuShare,
			behindMs: null,
			alignedWithinMs: null,
			...liveFigures(engine.timeline, speech.utterances),
			load: loadavg()[0] ?? 0
		})
	}
	say('Stop, in the middle of speech…')
	const stop = spreadOf(await stopRuns(writeSpeech(monologue(60, SEED).audio, join(folder, 'speech-stop.wav')), STOP_AFTER_MS))
	if (values.json) console.log(JSON.stringify({ machine: machine(), rows: rows.map(withoutTimeline), stop }))
	else
		console.log(
			`${machine()}\n${table(rows)}\nstop → all of the text, ${stop.count} recordings stopped in the middle of speech: median ${Math.round(stop.median)} ms, longest ${Math.round(stop.worst)} ms (goal 1000)`
		)
} finally {
	rmSync(folder, { recursive: true, force: true })
}

async function engineRun(wav: string, slowness: number): Promise<EngineRun> {
	const args = ['--expose-gc', join(root, 'build/bench/live-engine.ts'), wav, join(root, 'models'), String(slowness)]
	const { stdout } = await promisify(execFile)(execPath, args, { encoding: 'utf8', maxBuffer: 1e8 })
	return JSON.parse(stdout)
}

function machine(): string {
	return `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, load ${(loadavg()[0] ?? 0).toFixed(1)}`
}

function withoutTimeline(row: Row): object {
	const { timeline: _, utterances: __, ...figures } = row as Row & { timeline?: unknown; utterances?: unknown }
	return figures
}

function table(rows: readonly Row[]): string {
	const spread = ({ median, p95, count }: Spread) => (count === 0 ? '–' : `${Math.round(median)} / ${Math.round(p95)}`)
	const lines = [
		['median / p95 in ms', ...Object.keys(DESIGN), 'load'],
		['goal', '400 / 900', '700 / 1000', '– / 1000', '15', '35 %', '–', '–', '–'],
		['design', ...Object.values(DESIGN), '–'],
		...rows.map(row => [
			`${row.what}, ${row.where}`,
			spread(row.firstWordMs),
			spread(row.finalMs),
			spread(row.partialAgeMs),
			row.replacedPer100.toFixed(0),
			row.cpuShare === null ? '–' : `${Math.round(row.cpuShare * 100)} %`,
			spread(row.partialEveryMs),
			row.behindMs === null ? '–' : String(Math.round(row.behindMs)),
			row.load.toFixed(1)
		])
	]
	const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0)))
	const notes = rows.flatMap(row =>
		row.alignedWithinMs === null || row.alignedWithinMs < 5
			? []
			: [
					`${row.what}: the page's microphone lost or added ${Math.round(row.alignedWithinMs)} ms of the file; each utterance was found on its own.`
				]
	)
	return [
		...lines.map(line =>
			line
				.map((cell, i) => cell.padEnd(widths[i] ?? 0))
				.join('  ')
				.trimEnd()
		),
		...notes
	].join('\n')
}
