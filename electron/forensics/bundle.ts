import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { BundleChoice, BundleEntry, ExitRecord } from '../contract/exits.ts'
import { installationFacts } from './bundle-facts.ts'
import { audioAround } from './death-audio.ts'
import { logsAround } from './log-window.ts'
import { type Personal, personalHere } from './personal.ts'
import { Redactor } from './redact.ts'
import { reportExit } from './report.ts'

/** Bytes of a dump that goes into a bundle: a stack that overflowed makes one of 8 MB. */
const MOST_DUMP_BYTES = 16_000_000

export interface BundleSources {
	/** Everything Holdfast keeps: its path is replaced. */
	readonly dataDir: string
	readonly logs: string
	/** Where kept dumps lie. */
	readonly kept: string
	/** The journal of a transcript, whether it exists or not. */
	readonly journal: (transcript: string) => string
	/** How the user calls transcripts and files. */
	readonly names: () => Pick<Personal, 'titles' | 'files'>
	/** Holdfast's version, host, settings, figures: whatever helps, by name. */
	readonly about: () => Readonly<Record<string, unknown>>
}

/** One file of a bundle: what is shown of it before is its bytes. */
export interface BundleFile {
	readonly name: string
	readonly note: string
	readonly bytes: Uint8Array
	readonly isText: boolean
}

/** The files of a bundle about `exit`, in order. What was ticked and isn't there is a text that says so. Never throws for what is missing. */
export async function bundleFiles(exit: ExitRecord, choice: BundleChoice, sources: BundleSources): Promise<BundleFile[]> {
	const about = { ...sources.about(), ...installationFacts() }
	const logs = await logsAround(sources.logs, exit.at)
	const redactor = choice.redact ? redactorFor(exit, [JSON.stringify([exit, about]), ...logs.values()], sources) : null
	const record = redactor?.value(exit) ?? exit
	const names = redactor ? ' Folders, names and titles are replaced.' : ' Folders, names and titles stand in it as they are.'
	const text = (name: string, content: string, note: string): BundleFile => ({
		name,
		note,
		bytes: new TextEncoder().encode(content),
		isText: true
	})
	const json = (name: string, value: unknown, note: string) => text(name, `${JSON.stringify(value, null, '\t')}\n`, note)

	const files = [
		text('report.md', reportExit(record), `The death in words.${names}`),
		json('record.json', record, `The same for programs: all that was recorded of this death.${names}`),
		json('about.json', redactor?.value(about) ?? about, `Versions, settings, the kind of machine, and how many deaths there were.${names}`)
	]
	for (const [name, log] of logs) {
		const note = `What “${name}” logged from ten minutes before the death to one minute after. What was said is never logged.${names}`
		files.push(text(`logs/${name}.log`, redactor?.text(log) ?? log, note))
		// The longest of them take some ms each: audio comes in meanwhile.
		await new Promise(resolve => setImmediate(resolve))
	}
	const missing = (name: string, why: string) => text(name, `${why}\n`, why)
	if (choice.dump) {
		const dump = await dumpOf(exit, sources.kept)
		files.push(
			typeof dump === 'string'
				? missing('dump-missing.txt', dump)
				: {
						name: 'crash.dmp',
						note: 'The state of the dead process as the system or Holdfast saved it. It may hold pieces of its memory: text, names, paths. Nothing in it is replaced.',
						bytes: dump,
						isText: false
					}
		)
	}
	if (choice.audio) {
		const audio = audioAround(exit, sources.journal)
		files.push(
			audio.ok
				? { name: 'audio.wav', note: `${audio.value.note} Whoever gets this bundle can hear it.`, bytes: audio.value.wav, isText: false }
				: missing('audio-missing.txt', audio.problem.text)
		)
	}
	return files
}

/** How a file is shown before it goes in. */
export function entryOf({ name, note, bytes, isText }: BundleFile): BundleEntry {
	return { name, note, bytes: bytes.length, preview: isText ? new TextDecoder().decode(bytes) : null }
}

function redactorFor(exit: ExitRecord, texts: readonly string[], sources: BundleSources): Redactor {
	const { titles, files } = sources.names()
	// The death's own first, so that they are numbers 1 and on, also of transcripts that are gone or were renamed.
	const own = exit.jobs.map(job => job.title)
	return new Redactor(personalHere(sources.dataDir, { titles: [...own, ...titles], files }), texts.join('\n'))
}

/** The dump's bytes, or a sentence why there are none. */
async function dumpOf(exit: ExitRecord, kept: string): Promise<Uint8Array | string> {
	if (exit.dump === null)
		return exit.crash === null
			? 'There is no dump of this death.'
			: 'The dump of this death has been deleted. What it said is in the record.'
	// A record is from outside: its dump is a name, never a path.
	const path = join(kept, basename(exit.dump))
	try {
		const { size } = await stat(path)
		if (size > MOST_DUMP_BYTES)
			return `The dump of this death is too large for a bundle (${Math.round(size / 1e6)} MB). What it said is in the record.`
		return await readFile(path)
	} catch (error) {
		return `The dump of this death can’t be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}). What it said is in the record.`
	}
}
