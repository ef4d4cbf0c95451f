import { readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import { type ExportedFile, type ExportOptions, type ExportPreview, SUBTITLE_PRESETS } from '../contract/exporting.ts'
import type { TranscriptDetail } from '../contract/records.ts'
import { cuesOf } from '../exports/cues.ts'
import { type ExportedAudio, type Format, wordsFor } from '../exports/format.ts'
import { formatOf, formats } from '../exports/registry.ts'

/** Audio up to here goes into the text, bytes: an hour and a half of an Opus copy. A browser opens such a page at once. */
const MOST_INSIDE = 20_000_000
/** More than this does not go along at all: the file is in memory as a whole, here and in the window. */
const MOST_BESIDE = 150_000_000
/** Characters of a preview. */
const PREVIEW = 6_000

export interface FileMade {
	readonly name: string
	readonly mime: string
	readonly bytes: Uint8Array
	/** Whether the bytes are UTF-8. */
	readonly isText: boolean
}

export type Zip = (files: readonly { readonly name: string; readonly bytes: Uint8Array }[], at: number) => Promise<Uint8Array>

interface ExporterDependencies {
	readonly detail: (transcript: string) => Result<TranscriptDetail>
	/** The file that can be played; null without one. */
	readonly audioPath: (transcript: string) => string | null
	readonly zip: Zip
	/** ms since 1970. */
	readonly now: () => number
}

/** Writes transcripts as files: one, or several as a zip. */
export class Exporter {
	readonly #deps: ExporterDependencies

	constructor(deps: ExporterDependencies) {
		this.#deps = deps
	}

	/** `no-format`, `no-transcript`, `audio-too-large`. */
	async one(transcript: string, format: string, options: ExportOptions): Promise<Result<FileMade>> {
		const chosen = known(format)
		if (!chosen.ok) return chosen
		const made = await this.#filesOf(transcript, chosen.value, options)
		if (!made.ok) return made
		const [first, ...beside] = made.value
		return ok(beside.length === 0 ? first : await this.#zipped(first.name.replace(/\.[^.]*$/, ''), made.value))
	}

	/** As `one`; two transcripts of one title get different names. One that is gone meanwhile is left out, unless all are. */
	async several(transcripts: readonly string[], format: string, options: ExportOptions): Promise<Result<FileMade>> {
		const [only, ...more] = transcripts
		if (only !== undefined && more.length === 0) return await this.one(only, format, options)
		const chosen = known(format)
		if (!chosen.ok) return chosen
		const files: FileMade[] = []
		const taken = new Set<string>()
		let bytes = 0
		for (const transcript of transcripts) {
			const made = await this.#filesOf(transcript, chosen.value, options, taken)
			if (!made.ok && made.problem.code === 'no-transcript') continue
			if (!made.ok) return made
			files.push(...made.value)
			bytes += made.value.reduce((sum, file) => sum + file.bytes.length, 0)
			if (bytes > MOST_BESIDE) return tooLarge(bytes)
		}
		if (files.length === 0) return fail('no-transcript', 'These transcripts do not exist any more.')
		return ok(await this.#zipped(`Holdfast ${new Date(this.#deps.now()).toISOString().slice(0, 10)}`, files))
	}

	/** The beginning of what `one` would give, without audio. */
	preview(transcript: string, format: string, options: ExportOptions): Result<ExportPreview> {
		const chosen = known(format)
		if (!chosen.ok) return chosen
		const found = this.#deps.detail(transcript)
		if (!found.ok) return found
		const rules = options.subtitles ?? SUBTITLE_PRESETS.calm
		const cues = chosen.value.takes.subtitles
			? cuesOf(found.value, { rules, named: chosen.value.id === 'srt', words: wordsFor(options), marked: options.marks ?? false })
			: null
		const subtitles = cues && { count: cues.length, fast: cues.filter(cue => cue.fast).length }
		// A page's source and a document's bytes are nothing to look at: their words are, as plain text.
		const shown = chosen.value.id === 'docx' || chosen.value.id === 'html' ? formatOf('txt') : chosen.value
		const times = options.times ?? chosen.value.takes.times ?? false
		const written = shown?.write(found.value, { options: { ...options, times }, audio: null })
		if (typeof written !== 'string') return ok({ text: null, cut: false, subtitles })
		return ok({ text: written.slice(0, PREVIEW).toWellFormed(), cut: written.length > PREVIEW, subtitles })
	}

	/** The transcript's own file, and its audio where that lies beside it. */
	async #filesOf(
		transcript: string,
		format: Format,
		options: ExportOptions,
		taken = new Set<string>()
	): Promise<Result<[FileMade, ...FileMade[]]>> {
		const found = this.#deps.detail(transcript)
		if (!found.ok) return found
		const stem = freeName(safeName(found.value.transcript.title), taken)
		const audio = format.takes.audio && options.audio ? await this.#audioOf(transcript, found.value.parts, stem) : ok(null)
		if (!audio.ok) return audio
		const written = await format.write(found.value, { options, audio: audio.value?.told ?? null })
		const isText = typeof written === 'string'
		const bytes = isText ? Buffer.from(written) : written
		const text: FileMade = { name: `${stem}.${format.extension}`, mime: format.mime, bytes, isText }
		return ok([text, ...(audio.value?.beside ?? [])])
	}

	/** Of the recording and its other channels, all in the text or all beside it; null where the recording has none. */
	async #audioOf(
		transcript: string,
		parts: TranscriptDetail['parts'],
		stem: string
	): Promise<Result<{ told: [ExportedAudio, ...ExportedAudio[]]; beside: FileMade[] } | null>> {
		const channels = [{ id: transcript, offset: 0 }, ...parts.map(part => part.transcript)].flatMap(({ id, offset }) => {
			const path = this.#deps.audioPath(id)
			return path === null ? [] : [{ id, offset, path }]
		})
		if (channels[0]?.id !== transcript) return ok(null)
		try {
			let size = 0
			for (const { path } of channels) size += (await stat(path)).size
			if (size > MOST_BESIDE) return tooLarge(size)
			const beside: FileMade[] = []
			const told: ExportedAudio[] = []
			for (const [n, { offset, path }] of channels.entries()) {
				const bytes = await readFile(path)
				const isOpus = extname(path) === '.opus'
				const mime = isOpus ? 'audio/ogg' : 'audio/wav'
				const name = `${stem}${n === 0 ? '' : ` channel ${n + 1}`}${isOpus ? '.opus' : '.wav'}`
				if (size <= MOST_INSIDE) told.push({ in: 'text', offset, mime, base64: bytes.toString('base64') })
				else {
					told.push({ in: 'file', offset, mime, name })
					beside.push({ name, mime, bytes, isText: false })
				}
			}
			const [first, ...others] = told
			return ok(first === undefined ? null : { told: [first, ...others], beside })
		} catch (error) {
			const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
			return fail('audio-unreadable', `The audio could not be read (${code}). Export without audio, or try again.`, { code })
		}
	}

	async #zipped(name: string, files: readonly FileMade[]): Promise<FileMade> {
		return { name: `${name}.zip`, mime: 'application/zip', bytes: await this.#deps.zip(files, this.#deps.now()), isText: false }
	}
}

/** As it travels to windows. */
export function toldAs(made: Result<FileMade>): Result<ExportedFile> {
	if (!made.ok) return made
	const { name, mime, bytes, isText } = made.value
	const encoding = isText ? 'utf8' : 'base64'
	return ok({ name, mime, text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding), encoding })
}

function known(format: string): Result<Format> {
	const chosen = formatOf(format)
	return chosen
		? ok(chosen)
		: fail('no-format', `There is no format “${format}”. There are: ${formats.map(f => f.id).join(', ')}.`, { format })
}

function tooLarge(bytes: number) {
	const [size, most] = [Math.round(bytes / 1e6), MOST_BESIDE / 1e6]
	return fail(
		'audio-too-large',
		`With its audio this would be ${size} MB, and ${most} MB is the most. Export without audio, or fewer at once.`,
		{ size, most }
	)
}

function freeName(name: string, taken: Set<string>): string {
	for (let n = 1; ; n++) {
		const free = n === 1 ? name : `${name} ${n}`
		// Some systems do not tell Case from case.
		if (taken.has(free.toLowerCase())) continue
		taken.add(free.toLowerCase())
		return free
	}
}

/** A title as a file name that every system takes. */
function safeName(title: string): string {
	return (
		title
			// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
			.replace(/[\u0000-\u001f<>:"/\\|?*]/g, '-')
			.replace(/[. ]+$/, '')
			.slice(0, 120) || 'transcript'
	)
}
