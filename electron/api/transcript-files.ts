import { readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import type { ExportOptions } from '../contract/exporting.ts'
import type { TranscriptDetail } from '../contract/records.ts'
import type { ExportedAudio, Format } from '../exports/format.ts'

/** Audio up to here goes into the text, bytes: an hour and a half of an Opus copy. A browser opens such a page at once. */
const MOST_INSIDE = 20_000_000

/** A text in memory. `isText`: whether the bytes are UTF-8. */
export interface TextFile {
	readonly name: string
	readonly mime: string
	readonly bytes: Uint8Array
	readonly isText: boolean
}

/** Audio that lies beside the text. */
export interface AudioFile {
	readonly name: string
	readonly path: string
}

/** What one transcript is written to. `missing`: why its audio is not there although it was wanted, as the system calls it. */
export interface TranscriptFiles {
	readonly text: TextFile
	readonly audio: readonly AudioFile[]
	readonly missing: string | null
}

interface Asked {
	readonly format: Format
	readonly options: ExportOptions
	/** Names, without endings and in small letters, that others have. Its own is added. */
	readonly taken: Set<string>
	/** The file that can be played; null without one. */
	readonly audioPath: (transcript: string) => string | null
}

/** The transcript's own file, and its audio where that is wanted and does not go into it. */
export async function filesOf(detail: TranscriptDetail, { format, options, taken, audioPath }: Asked): Promise<TranscriptFiles> {
	const stem = freeName(safeName(detail.transcript.title), taken)
	const found = format.takes.audio && options.audio ? await audioOf(detail, stem, taken, audioPath) : null
	const missing = typeof found === 'string' ? found : null
	const audio = typeof found === 'string' ? null : found
	const written = await format.write(detail, { options, audio: audio?.told ?? null })
	const isText = typeof written === 'string'
	return {
		text: { name: `${stem}.${format.extension}`, mime: format.mime, bytes: isText ? Buffer.from(written) : written, isText },
		audio: audio?.beside ?? [],
		missing
	}
}

/** Of the recording and its other channels, all in the text or all beside it; null where the recording has none; a system's word where it can't be read. */
async function audioOf(
	{ transcript, parts }: TranscriptDetail,
	stem: string,
	taken: Set<string>,
	audioPath: Asked['audioPath']
): Promise<{ told: [ExportedAudio, ...ExportedAudio[]]; beside: AudioFile[] } | string | null> {
	const channels = [{ id: transcript.id, offset: 0 }, ...parts.map(part => part.transcript)].flatMap(({ id, offset }) => {
		const path = audioPath(id)
		return path === null ? [] : [{ id, offset, path }]
	})
	if (channels[0]?.id !== transcript.id) return null
	try {
		const sized = await Promise.all(channels.map(async channel => ({ ...channel, size: (await stat(channel.path)).size })))
		const inside = sized.reduce((sum, { size }) => sum + size, 0) <= MOST_INSIDE
		const beside: AudioFile[] = []
		const told: ExportedAudio[] = []
		for (const [n, { offset, path }] of sized.entries()) {
			const isOpus = extname(path) === '.opus'
			const mime = isOpus ? 'audio/ogg' : 'audio/wav'
			if (inside) told.push({ in: 'text', offset, mime, base64: (await readFile(path)).toString('base64') })
			else {
				const name = `${n === 0 ? stem : freeName(`${stem} channel ${n + 1}`, taken)}${isOpus ? '.opus' : '.wav'}`
				told.push({ in: 'file', offset, mime, name })
				beside.push({ name, path })
			}
		}
		const [first, ...others] = told
		return first === undefined ? null : { told: [first, ...others], beside }
	} catch (error) {
		return codeOf(error)
	}
}

/** The system's word for why a file can't be read. */
export function codeOf(error: unknown): string {
	return (error as NodeJS.ErrnoException).code ?? 'unknown'
}

/** `name`, with a number behind it where that is taken; from now on it is. */
export function freeName(name: string, taken: Set<string>): string {
	for (let n = 1; ; n++) {
		const free = n === 1 ? name : `${name} ${n}`
		// Some systems do not tell Case from case.
		if (taken.has(free.toLowerCase())) continue
		taken.add(free.toLowerCase())
		return free
	}
}

/** Bytes of a file name: systems take 255, and an ending comes to it. */
const LONGEST_NAME = 200

/** A title as a file name that every system takes. */
function safeName(title: string): string {
	let name = ''
	// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
	for (const sign of title.toWellFormed().replace(/[\u0000-\u001f<>:"/\\|?*]/g, '-')) {
		if (Buffer.byteLength(name + sign) > LONGEST_NAME) break
		name += sign
	}
	return name.replace(/[. ]+$/, '') || 'transcript'
}
