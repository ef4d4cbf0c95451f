/**
 * Holdfast on the command line: `transcribe FILE…`, the same rooms as with a window, text on stdout and everything else on stderr;
 * `backup FILE` and `restore FILE`, which start nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { formatOf, formats } from '../../exports/registry.ts'
import { placeOf as libraryPlace, type Settled } from '../app/place.ts'
import { startApp } from '../app.ts'
import { childProcessHost } from '../browser/child-process.ts'
import { defaultDataDir, defaultModelsDir, version } from '../installation.ts'
import { backUp } from './backup.ts'
import { restore } from './restore.ts'
import { speakersAsked, voicesAsked } from './speakers-asked.ts'
import { transcribeFiles } from './transcribe.ts'
import { wishAsked } from './wish.ts'

const { values: args, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		format: { type: 'string', default: 'txt' },
		out: { type: 'string' },
		track: { type: 'string' },
		channel: { type: 'string' },
		model: { type: 'string' },
		language: { type: 'string' },
		speakers: { type: 'string' },
		data: { type: 'string' },
		'no-audio': { type: 'boolean', default: false },
		models: { type: 'string', default: defaultModelsDir }
	}
})
const [verb, ...files] = positionals
if (verb === 'backup' || verb === 'restore') await keepOrBring(verb, files)
const format = formatOf(args.format)
if (verb !== 'transcribe' || files.length === 0)
	refuse(
		`Say which files: transcribe FILE… [--format ${formats.map(f => f.id).join('|')}] [--out FOLDER] [--model NAME] [--language CODE|detect] [--track N] [--channel N] [--speakers N|auto[:MODEL]]`
	)
if (!format) refuse(`There is no format “${args.format}”. There are: ${formats.map(f => f.id).join(', ')}.`)

const speakers = args.speakers === undefined ? null : speakersAsked(args.speakers)
if (speakers?.ok === false) refuse(speakers.problem.text)
let voices: string | null = null
const sound = { track: placeOf('track'), channel: placeOf('channel') }

// A library is its owner's only. Texts that were asked for as files are the user's own, with the rights that theirs have.
if (args.out === undefined) process.umask(0o077)
// Without --data nothing is left behind: a script's runs are not a library.
const place = await placed(args.data ?? mkdtempSync(join(tmpdir(), 'holdfast-')))
const dataDir = place.library
const app = await startApp({
	host: childProcessHost('cli'),
	...{ dataDir, modelsDir: args.models, version, samplePath: null, standby: false },
	speakersModel: () => voices
})
place.release()
if (!app.ok) refuse(app.problem.text, 1)

const end = async (code: number) => {
	await app.value.stop()
	if (args.data === undefined) rmSync(dataDir, { recursive: true, force: true })
	process.exit(code)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(130))
const here = await app.value.handlers['models.list']({}, { id: 0 })
const wish = wishAsked(args, here.ok ? here.value : [])
if (!wish.ok) {
	console.error(wish.problem.text)
	await end(2)
}
const named = voicesAsked(speakers?.value.model ?? null, here.ok ? here.value : [])
if (!named.ok) {
	console.error(named.problem.text)
	await end(2)
} else voices = named.value
const failed = await transcribeFiles(app.value, {
	files: files.map(file => resolve(file)),
	format,
	sound,
	wish: wish.ok ? wish.value : null,
	...(speakers && { speakers: speakers.value.count }),
	outDir: args.out ?? null,
	out: process.stdout,
	progress: process.stderr
})
await end(failed > 0 ? 1 : 0)

async function keepOrBring(what: 'backup' | 'restore', [file, ...more]: readonly string[]): Promise<never> {
	if (file === undefined || more.length > 0) refuse(`Say which file: ${what} FILE.tar [--data FOLDER]`)
	const { library: dataDir, release } = await placed(args.data ?? defaultDataDir())
	// A Holdfast that runs is asked for its copy; one that starts meanwhile waits for nothing. Should it move the library, the backup notices.
	release()
	const done =
		what === 'backup' ? await backUp(dataDir, resolve(file), { audio: !args['no-audio'], version }) : await restore(resolve(file), dataDir)
	if (!done.ok) refuse(done.problem.text, 1)
	const { files: count, bytes } = done.value
	console.log(`${count} files, ${(bytes / 1e6).toFixed(1)} MB, ${what === 'backup' ? `are in ${file}` : `were put into ${dataDir}`}.`)
	process.exit(0)
}

/** Where the library is that this folder leads to. */
async function placed(home: string): Promise<Settled> {
	const found = await libraryPlace(home)
	return found.ok ? found.value : refuse(found.problem.text, 1)
}

/** Tracks and channels are counted from 1 by people, from 0 by Holdfast. */
function placeOf(which: 'track' | 'channel'): number | undefined {
	const said = args[which]
	if (said === undefined) return undefined
	if (!/^[1-9]\d{0,3}$/.test(said)) refuse(`--${which} takes a number, and the first is 1.`)
	return Number(said) - 1
}

function refuse(text: string, code = 2): never {
	console.error(text)
	process.exit(code)
}
