import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import { type ExportedFile, type ExportOptions, type ExportPreview, SUBTITLE_PRESETS } from '../contract/exporting.ts'
import type { TranscriptDetail } from '../contract/records.ts'
import { cuesOf } from '../exports/cues.ts'
import { type Format, wordsFor } from '../exports/format.ts'
import { formatOf, formats } from '../exports/registry.ts'
import type { KeptExport } from './kept-exports.ts'
import { codeOf, filesOf, freeName, type TranscriptFiles } from './transcript-files.ts'

/** More than this is not told as one message: it is in memory as a whole, here and in the window. Saved, it may be of any size. */
const MOST_TOLD = 150_000_000
/** Characters of a preview. */
const PREVIEW = 6_000

export type ZipStream = (
	files: AsyncIterable<{ readonly name: string } & ({ readonly bytes: Uint8Array } | { readonly stream: Readable })>,
	at: number
) => Readable

interface ExporterDependencies {
	readonly detail: (transcript: string) => Result<TranscriptDetail>
	/** The file that can be played; null without one. */
	readonly audioPath: (transcript: string) => string | null
	readonly zip: ZipStream
	/** ms since 1970. */
	readonly now: () => number
}

/** Writes transcripts as files: one, or several as a zip. */
export class Exporter {
	readonly #deps: ExporterDependencies

	constructor(deps: ExporterDependencies) {
		this.#deps = deps
	}

	/** As `kept`, whole, for a message; `too-large`. */
	async told(transcripts: readonly string[], format: string, options: ExportOptions): Promise<Result<ExportedFile>> {
		const file = await this.kept(transcripts, format, options)
		if (!file.ok) return file
		const { name, mime, isText } = file.value
		const pieces: Buffer[] = []
		let size = 0
		try {
			for await (const piece of file.value.open() as AsyncIterable<Buffer>) {
				pieces.push(piece)
				size += piece.length
				if (size > MOST_TOLD)
					return fail('too-large', `This is more than ${MOST_TOLD / 1e6} MB. Save it to a file, or take fewer at once.`, {
						most: MOST_TOLD / 1e6
					})
			}
		} catch (error) {
			return unreadable(codeOf(error))
		}
		const encoding = isText ? 'utf8' : 'base64'
		return ok({ name, mime, text: Buffer.concat(pieces, size).toString(encoding), encoding })
	}

	/**
	 * To be read piece by piece, in as little memory for all of a library as for one. Of one transcript what can't be done is said at once
	 * (`no-format`, `no-transcript`, `audio-unreadable`). Of several, those that are gone meanwhile are left out, unless all are; audio that
	 * can't be read is left out, and a note in the zip says so.
	 */
	async kept(transcripts: readonly string[], format: string, options: ExportOptions): Promise<Result<KeptExport & { isText: boolean }>> {
		const chosen = known(format)
		if (!chosen.ok) return chosen
		const [first] = transcripts
		if (first !== undefined && transcripts.length === 1) return await this.#one(first, chosen.value, options)
		if (!transcripts.some(id => this.#deps.detail(id).ok)) return fail('no-transcript', 'These transcripts do not exist any more.')
		const { now, zip } = this.#deps
		const name = `Holdfast ${new Date(now()).toISOString().slice(0, 10)}`
		return ok(zipped(name, () => zip(this.#all(transcripts, chosen.value, options), now())))
	}

	/** The beginning of what would be written, without audio. */
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

	async #one(transcript: string, format: Format, options: ExportOptions): Promise<Result<KeptExport & { isText: boolean }>> {
		const made = await this.#filesOf(transcript, format, options, new Set())
		if (!made.ok) return made
		const { text, audio, missing } = made.value
		if (missing) return unreadable(missing)
		if (audio.length === 0) return ok({ ...text, open: () => Readable.from([text.bytes]) })
		const { now, zip } = this.#deps
		const whole = async function* (this: Exporter) {
			const { entries, gone } = await this.#opened(transcript, format, options, new Set())
			if (gone !== null) throw Object.assign(new Error(gone), { code: gone })
			yield* entries
		}
		return ok(zipped(text.name.replace(/\.[^.]*$/, ''), () => zip(whole.call(this), now())))
	}

	/** One after the other, each when its turn comes. */
	async *#all(transcripts: readonly string[], format: Format, options: ExportOptions) {
		const words = wordsFor(options)
		const taken = new Set<string>()
		const missing: string[] = []
		for (const transcript of transcripts) {
			const { entries, gone } = await this.#opened(transcript, format, options, taken)
			const [text] = entries
			if (gone !== null && text) missing.push(words.noAudio(text.name, gone))
			yield* entries
		}
		if (missing.length > 0)
			yield { name: `${freeName(words.missing, taken)}.txt`, bytes: Buffer.from(missing.map(line => `${line}\n`).join('')) }
	}

	/**
	 * A transcript's text and its audio, opened: what is open stays whole though it is deleted or replaced. None where it is gone; `gone`: why its
	 * audio is not among them.
	 */
	async #opened(transcript: string, format: Format, options: ExportOptions, taken: Set<string>) {
		for (let attempt = 1; ; attempt++) {
			const names = new Set(taken)
			const made = await this.#filesOf(transcript, format, options, names)
			if (!made.ok) return { entries: [], gone: null }
			const { text, audio, missing } = made.value
			const files = await Promise.all(audio.map(({ path }) => open(path).catch(codeOf)))
			const refused = files.find(file => typeof file === 'string')
			// Its compressed copy has just taken the place of a recording: then that is to be had.
			if (refused !== undefined && attempt === 1) {
				await Promise.all(files.map(file => typeof file !== 'string' && file.close()))
				continue
			}
			for (const name of names) taken.add(name)
			const streams = audio.flatMap(({ name }, n) => {
				const file = files[n]
				return file === undefined || typeof file === 'string' ? [] : [{ name, stream: file.createReadStream() }]
			})
			return { entries: [{ name: text.name, bytes: text.bytes }, ...streams], gone: missing ?? refused ?? null }
		}
	}

	async #filesOf(transcript: string, format: Format, options: ExportOptions, taken: Set<string>): Promise<Result<TranscriptFiles>> {
		const found = this.#deps.detail(transcript)
		return found.ok ? ok(await filesOf(found.value, { format, options, taken, audioPath: this.#deps.audioPath })) : found
	}
}

function unreadable(code: string) {
	return fail('audio-unreadable', `The audio could not be read (${code}). Export without audio, or try again.`, { code })
}

function zipped(name: string, open: () => Readable): KeptExport & { isText: boolean } {
	return { name: `${name}.zip`, mime: 'application/zip', isText: false, open }
}

function known(format: string): Result<Format> {
	const chosen = formatOf(format)
	return chosen
		? ok(chosen)
		: fail('no-format', `There is no format “${format}”. There are: ${formats.map(f => f.id).join(', ')}.`, { format })
}
