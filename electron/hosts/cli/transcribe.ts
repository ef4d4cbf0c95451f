import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { clockOf, secondsOf } from '../../../native-bridge/protocol/units.ts'
import type { AppEvent } from '../../contract/events.ts'
import { isOver, type Transcript } from '../../contract/records.ts'
import type { Wish } from '../../contract/wish.ts'
import type { Format } from '../../exports/format.ts'
import type { App } from '../app.ts'
import { tellSpeakersApart } from './speakers.ts'

interface Output {
	write(text: string | Uint8Array): unknown
	readonly isTTY?: boolean
}

/** Who asks, as the handlers know windows. */
const CLIENT = { id: 0 }

/**
 * Transcribes files in order and writes each when it is done, to `outDir` or to `out`. Deaths, problems and progress go to `progress`.
 * The value is how many failed, those among them whose wish was refused.
 */
export async function transcribeFiles(
	app: App,
	ask: {
		files: readonly string[]
		format: Format
		/** By their places from 0; left out: the track that each file marks, all channels mixed. */
		sound: { readonly track?: number | undefined; readonly channel?: number | undefined }
		/** How they are to be heard; null: as the settings say. */
		wish: Wish | null
		/** How many people speak, null: as many as are found; left out: nobody listens for that. */
		speakers?: number | null
		outDir: string | null
		out: Output
		progress: Output
	}
): Promise<number> {
	if (ask.outDir !== null) mkdirSync(ask.outDir, { recursive: true })
	const engine = { held: false }
	app.feed.listen(({ event }) => {
		if (event.type === 'process' && event.process.name === 'engine') engine.held = event.process.state === 'gave-up'
	})
	const added = await app.handlers['files.add-paths']({ paths: [...ask.files], again: true, wish: ask.wish, ...ask.sound }, CLIENT)
	if (!added.ok) {
		ask.progress.write(`${added.problem.text}\n`)
		return ask.files.length
	}
	const ids = added.value.added
	let failed = added.value.problems.length
	const line = progressLine(ask.progress)
	for (const problem of added.value.problems) ask.progress.write(`${problem.text}\n`)
	for (const [index, id] of ids.entries()) {
		const done = await over(app, id, engine, line)
		line.clear()
		if (done === 'held') {
			// With a window one would press "Start again"; here nobody is to press it, and waiting would be for ever.
			ask.progress.write(`The engine is held, so ${ids.length - index} of ${ids.length} files were not transcribed.\n`)
			return failed + ids.length - index
		}
		const name = done.sourceName ?? done.title
		for (const notice of done.notices) ask.progress.write(`${name}: ${notice.text}\n`)
		// Text is better than none, but it is not what was asked for.
		if (done.state !== 'done' || done.notices.some(({ code }) => code === WISH_REFUSED)) failed++
		if (done.state !== 'done') ask.progress.write(`${name}: ${done.problem?.text ?? 'It was cancelled.'}\n`)
		// What was transcribed before a failure is worth having too.
		if (done.state !== 'done' && done.words === 0) continue
		if (ask.speakers !== undefined && done.words > 0) {
			const told = await tellSpeakersApart(app, id, ask.speakers)
			const news = told.ok ? told.value.notices.filter(({ text }) => done.notices.every(known => known.text !== text)) : [told.problem]
			for (const { text } of news) ask.progress.write(`${name}: ${text}\n`)
			if (news.some(({ code }) => !FOUND.has(code))) failed++
		}
		const exported = await app.handlers['transcript.export']({ transcript: id, format: ask.format.id }, CLIENT)
		if (!exported.ok) {
			ask.progress.write(`${name}: ${exported.problem.text}\n`)
			failed++
		} else if (ask.outDir === null) {
			ask.out.write(Buffer.from(exported.value.text, exported.value.encoding))
		} else {
			const path = freePath(ask.outDir, exported.value.name, soundName(ask.sound))
			writeFileSync(path, Buffer.from(exported.value.text, exported.value.encoding))
			ask.progress.write(`${basename(path)}\n`)
		}
	}
	return failed
}

/** Said where it was heard as the settings say, since it could not be as was wished. */
const WISH_REFUSED = 'as-settings'

/** Said of a search for speakers that came to its end. */
const FOUND: ReadonlySet<string> = new Set(['speakers-none', 'speakers-skipped'])

const taken = new Set<string>()

/** Two sources of one name must not overwrite each other's text, nor two sounds of one source; an earlier run's may be. */
function freePath(folder: string, name: string, sound: string): string {
	const dot = name.lastIndexOf('.')
	for (let n = 1; ; n++) {
		const path = join(folder, `${name.slice(0, dot)}${sound}${n === 1 ? '' : ` ${n}`}${name.slice(dot)}`)
		if (taken.has(path)) continue
		taken.add(path)
		return path
	}
}

function soundName({ track, channel }: { readonly track?: number | undefined; readonly channel?: number | undefined }): string {
	return `${track === undefined ? '' : ` track ${track + 1}`}${channel === undefined ? '' : ` channel ${channel + 1}`}`
}

/** Waits until the job is over; `held` when it never will be, because it waits for an engine that was given up. */
async function over(
	app: App,
	id: string,
	engine: { readonly held: boolean },
	line: ReturnType<typeof progressLine>
): Promise<Transcript | 'held'> {
	return await new Promise(resolve => {
		let queued = false
		const told = new Set<string>()
		const end = (how: Transcript | 'held') => {
			stop()
			resolve(how)
		}
		const look = (transcript: Transcript) => {
			if (transcript.id !== id) return
			line.show(transcript)
			queued = transcript.state === 'queued'
			if (isOver(transcript.state)) end(transcript)
			else if (engine.held && queued) end('held')
		}
		const stop = app.feed.listen(({ event }: { event: AppEvent }) => {
			if (event.type === 'transcript') look(event.transcript)
			if (engine.held && queued) end('held')
			// The record comes again when more is known of it.
			if (event.type === 'exit' && !told.has(event.exit.id)) line.say(event.exit.explanation.text)
			if (event.type === 'exit') told.add(event.exit.id)
			if (event.type === 'notice') line.say(event.problem.text)
		})
		// It may have been over before anyone listened.
		void Promise.resolve(app.handlers['transcript.get']({ transcript: id }, CLIENT)).then(now => now.ok && look(now.value.transcript))
	})
}

/** One line that is written over on a terminal, and a line each ten seconds of audio elsewhere. */
function progressLine(out: Output) {
	let shown = -1
	return {
		show({ sourceName, title, cursor, samples, claimedSeconds }: Transcript): void {
			const step = Math.floor(secondsOf(cursor) / 10)
			if (cursor === 0 || (!out.isTTY && step <= shown)) return
			shown = step
			const total = claimedSeconds === null ? clockOf(samples) : clockOf(Math.max(samples, claimedSeconds * 16_000))
			out.write(`${out.isTTY ? '\r\u001b[K' : ''}${sourceName ?? title}: ${clockOf(cursor)} of ${total}${out.isTTY ? '' : '\n'}`)
		},
		say(text: string): void {
			this.clear()
			out.write(`${text}\n`)
		},
		clear(): void {
			if (out.isTTY) out.write('\r\u001b[K')
			shown = -1
		}
	}
}
