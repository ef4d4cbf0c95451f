/**
 * Mutated media files through the real decode worker: `npm run fuzz:decode [-- --each 2000 --minutes 60 --seed 1 --only mp3,flac --json]`.
 * Every file must end as text, gap or sentence. A worker's death reaches nobody (its host starts another), but is counted, and its seed printed:
 * the same seed makes the same file again. Ends with 1 when a file came to anything else, or hung. Formats whose encoder is not installed are
 * left out and named; `--minutes` bounds the whole, and is shared fairly.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { clips } from '../e2e/speech.ts'
import { type FuzzTally, fuzz } from '../native-bridge/worker/test-fuzz.ts'
import { make } from './media/make.ts'
import { RECIPES } from './media/recipes.ts'

const { values } = parseArgs({
	options: {
		each: { type: 'string', default: '2000' },
		minutes: { type: 'string', default: '60' },
		seed: { type: 'string', default: '1' },
		only: { type: 'string' },
		json: { type: 'boolean', default: false }
	}
})
const each = Number(values.each)
const untilMs = performance.now() + Number(values.minutes) * 60_000
const folder = mkdtempSync(join(tmpdir(), 'holdfast-fuzz-'))
const COLUMNS = ['files', 'clean', 'told', 'refused', 'deaths', 'hangs', 'wrong', 'slowest ms', 'longest s', 'peak MB'] as const
const HEAD = ['format'.padEnd(16), ...COLUMNS.map(name => name.padStart(10))].join(' ')
const say = (text: string) => process.stderr.write(`${text}\n`)

try {
	const wanted = values.only?.split(',')
	const recipes = RECIPES.filter(({ id }) => wanted?.includes(id) ?? true)
	const tallies: [id: string, tally: FuzzTally][] = []
	for (const [n, recipe] of recipes.entries()) {
		const made = make(recipe, clips[1] ?? '', folder)
		if (!made.ok) {
			say(`${recipe.id}: left out, ${made.why}`)
			continue
		}
		const shareMs = (untilMs - performance.now()) / (recipes.length - n)
		const stopMs = performance.now() + shareMs
		const bytes = readFileSync(made.path)
		const tally = await fuzz(
			bytes,
			join(folder, recipe.id),
			recipe.ending,
			Number(values.seed),
			files => files < each && performance.now() < stopMs
		)
		rmSync(made.path)
		tallies.push([recipe.id, tally])
		say(lineOf(recipe.id, tally))
		for (const { seed, end } of tally.deaths) say(`  seed ${seed}: the worker died (${end})`)
		for (const seed of tally.hangs) say(`  seed ${seed}: hangs`)
		for (const { seed, what } of tally.wrong) say(`  seed ${seed}: ${what}`)
	}
	if (values.json) console.log(JSON.stringify(Object.fromEntries(tallies)))
	else for (const line of [HEAD, ...tallies.map(([id, tally]) => lineOf(id, tally))]) console.log(line)
	if (tallies.some(([, { hangs, wrong }]) => hangs.length + wrong.length > 0)) process.exitCode = 1
	if (tallies.length === 0) {
		say('Nothing was tried: no encoder is installed. `npm run formats` installs them on Debian.')
		process.exitCode = 1
	}
} finally {
	rmSync(folder, { recursive: true, force: true })
}

function lineOf(id: string, tally: FuzzTally): string {
	const { files, clean, told, refused, deaths, hangs, wrong, slowestMs, longest, peakBytes } = tally
	const numbers = [files, clean, told, refused, deaths.length, hangs.length, wrong.length, slowestMs, longest, peakBytes / 1e6]
	return [id.padEnd(16), ...numbers.map(n => String(Math.round(n)).padStart(10))].join(' ')
}
