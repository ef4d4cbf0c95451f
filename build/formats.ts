/**
 * Makes docs/formats.md: `npm run formats [-- --minutes 5 --only mp3-cbr,flac --out FILE]`. A file of each format, made by the programs people's
 * files are made with, is decoded by a real decode worker and by the system's ffmpeg, and its first five sentences are given to the engine.
 * Ends with 1 when a file that could be made can't be read.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { wordErrorRate } from '../native-bridge/engines/word-error-rate.ts'
import { listen, loadEngine } from './media/listen.ts'
import { ensureEncoders, make } from './media/make.ts'
import { decodeWithOurs } from './media/ours.ts'
import { RECIPES, type Recipe } from './media/recipes.ts'
import { decodeWithFfmpeg } from './media/reference.ts'
import { knownSpeech } from './media/speech.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values } = parseArgs({
	options: {
		minutes: { type: 'string', default: '5' },
		only: { type: 'string' },
		out: { type: 'string', default: join(root, 'docs/formats.md') }
	}
})
const folder = mkdtempSync(join(tmpdir(), 'holdfast-formats-'))
const say = (text: string) => process.stderr.write(`${text}\n`)

/** A row of the table, or why there is none. */
type Row = { readonly kind: 'read'; readonly cells: readonly string[] } | { readonly kind: 'refused' | 'not-made'; readonly why: string }

try {
	await ensureEncoders(say)
	const speech = join(folder, 'speech.wav')
	const { samples, known } = knownSpeech(speech, Number(values.minutes) * 60)
	const engine = await loadEngine()
	const wanted = values.only?.split(',')
	const rows: [recipe: Recipe, row: Row][] = []
	for (const recipe of RECIPES.filter(({ id }) => wanted?.includes(id) ?? true)) {
		const row = await measure(recipe)
		rows.push([recipe, row])
		say(`${recipe.id}: ${row.kind === 'read' ? row.cells.join(' | ') : `${row.kind}, ${row.why}`}`)
	}
	writeFileSync(values.out, page(rows, samples))
	if (rows.some(([, { kind }]) => kind === 'refused')) process.exitCode = 1

	async function measure(recipe: Recipe): Promise<Row> {
		const made = make(recipe, speech, folder)
		if (!made.ok) return { kind: 'not-made', why: made.why }
		const journal = join(folder, 'journal.wav')
		const raw = join(folder, 'reference.raw')
		try {
			const reference = await decodeWithFfmpeg(made.path, raw)
			const ours = await decodeWithOurs(made.path, journal, folder)
			if ('code' in ours) return { kind: 'refused', why: ours.text }
			const heard = await listen(engine, journal, known.samples)
			const seconds = samples / 16_000
			return {
				kind: 'read',
				cells: [
					recipe.format,
					recipe.encoder,
					`${ours.what}${ours.decoder === 'node-av' ? '' : ` (${ours.decoder})`}`,
					reference ? signed(ours.samples - reference.samples) : 'not read',
					signed(ours.samples - samples),
					`${(wordErrorRate(known.said, heard) * 100).toFixed(1)} %`,
					`${Math.round(seconds / (ours.ms / 1000))}`,
					reference?.cpuMs && ours.cpuMs ? (reference.cpuMs / ours.cpuMs).toFixed(2) : '?',
					ours.peakBytes === null ? '?' : String(Math.round(ours.peakBytes / 1e6)),
					ours.problems.map(problem => problem.code).join(', ')
				]
			}
		} finally {
			for (const path of [made.path, journal, raw]) rmSync(path, { force: true })
		}
	}
} finally {
	rmSync(folder, { recursive: true, force: true })
}

function page(rows: readonly (readonly [Recipe, Row])[], samples: number): string {
	const versionOf = (name: string) => JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version
	const ffmpeg = execFileSync('ffmpeg', ['-version'], { encoding: 'utf8' }).split(' ')[2]
	const columns = ['format', 'made by', 'read as', '− ffmpeg', '− original', 'words wrong', '× real time', '× ffmpeg', 'MB', 'told']
	const lines = rows.flatMap(([, row]) => (row.kind === 'read' ? [`| ${row.cells.join(' | ')} |`] : []))
	const rest = rows.flatMap(([recipe, row]) =>
		row.kind === 'read' ? [] : [`- ${recipe.format} (${recipe.id}): ${row.kind === 'refused' ? 'refused' : 'not made here'}: ${row.why}`]
	)
	return `# Formats

Made by \`npm run formats\`; don't edit. A file is known by its content, never by its name.

${(samples / 16_000 / 60).toFixed(1)} minutes of speech in each format, through a decode worker of its own (node-av ${versionOf('node-av')}, opusscript ${versionOf('opusscript')}),
beside the system's ffmpeg ${ffmpeg}; ${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, load ${(loadavg()[0] ?? 0).toFixed(1)}. **− ffmpeg**, **− original**: samples at 16 kHz more or
fewer than ffmpeg decodes, and than went into the encoder (codecs fill up their last frame, and not every container says by how much). **words wrong**: word
error rate of the first five sentences; WAV's is the engine's own. **× ffmpeg**: its processor time by ours, over 1 is faster; for
so short a file the start counts, \`npm run bench:files\` takes an hour. **MB**: most memory of the worker, Node's 80 or so among it. **told**: what a user is told.
AMR: ffmpeg leaves out the pauses that a phone does not send, so its text would be too early. AAC in MP4: ffmpeg 5.1 does not cut the filling off the end.
WMV: sound that begins after the pictures waits for them.

| ${columns.join(' | ')} |
| ${columns.map((_, i) => (i < 3 || i === 9 ? '---' : '--:')).join(' | ')} |
${lines.join('\n')}
${rest.length > 0 ? `\n${rest.join('\n')}\n` : ''}
## What is said of other files

- **Copy protection** (M4P, AAX, protected MP4, WMA and WMV): “${'The file is copy-protected (DRM), so its sound can’t be read.'}”
- **A codec that FFmpeg does not know**: the sentence names it, or the mark that the file gives it.
- **Archives, documents, pictures, programs, web pages, playlists, MIDI, encrypted files, text, zeros**: each is called what it is.
- **Cut off, damaged, growing**: what can be read is transcribed; the rest is a gap or a sentence beside the text.
- **Several audio tracks**: the one that the file marks is read, or the one that is chosen; several channels are mixed, or one is read alone.
- **Where node-av can't be loaded**: the system's ffmpeg, named in the transcript's details; without it Opus (Ogg, WebM, Matroska, MP4) and PCM WAV.
`
}

function signed(value: number): string {
	return value > 0 ? `+${value}` : String(value)
}
