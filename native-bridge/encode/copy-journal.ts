import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { openSource } from '../decode/registry.ts'
import { Likeness } from '../journal/likeness.ts'
import { JournalReader } from '../journal/reader.ts'
import { fail, ok, type Problem, type Result } from '../protocol/problem.ts'
import { SAMPLE_RATE } from '../protocol/units.ts'
import { OpusFileWriter } from './opus-file.ts'

export interface CopyHooks {
	/** So many samples are encoded, or (`checking`) compared. */
	readonly done: (samples: number, checking: boolean) => void
	readonly cancelled: () => boolean
}

export type Copied = { readonly kind: 'copied'; readonly samples: number; readonly bytes: number } | { readonly kind: 'cancelled' }

/** Samples at a time: 0.1 s, encoded in 2 ms. */
const BLOCK = SAMPLE_RATE / 10
/** Longest time the event loop waits for us, ms. */
const TURN_MS = 20

/**
 * Writes the journal at `journal`, to which nobody adds any more, as Ogg Opus to `copy`. It is there only when it is whole, has been heard
 * again and found alike, and is on the platter: until then it is `<copy>.part`, and nothing is left of that when it fails. Problems: `disk-full`,
 * `copy-unlike` (which is a bug, or a damaged disk), `copy-write`.
 */
export async function copyJournal(journal: string, copy: string, hooks: CopyHooks): Promise<Result<Copied>> {
	const part = `${copy}.part`
	const reader = new JournalReader(journal)
	try {
		const samples = reader.samples()
		const all = (await encode(reader, samples, part, hooks)) && (await check(reader, samples, part, hooks))
		if (all === false) return ok({ kind: 'cancelled' })
		if (!all.ok) return all
		const bytes = await putInPlace(part, copy)
		return ok({ kind: 'copied', samples, bytes })
	} catch (error) {
		return writeProblem(error)
	} finally {
		reader.close()
		await rm(part, { force: true }).catch(() => {})
	}
}

/** False: cancelled. */
async function encode(reader: JournalReader, samples: number, part: string, hooks: CopyHooks): Promise<boolean> {
	const writer = await OpusFileWriter.open(part)
	try {
		const breathe = breather()
		for (let at = 0; at < samples; at += BLOCK) {
			if (hooks.cancelled()) return false
			await writer.write(reader.read(at, Math.min(at + BLOCK, samples)))
			hooks.done(Math.min(at + BLOCK, samples), false)
			await breathe()
		}
		await writer.end()
		return true
	} finally {
		await writer.close()
	}
}

/** Hears the copy as a file that somebody dropped is heard, and compares. False: cancelled. */
async function check(reader: JournalReader, samples: number, part: string, hooks: CopyHooks): Promise<false | Result<null>> {
	const opened = await openSource(part)
	if (!opened.ok) return unlike(opened.problem.code)
	const decoding = opened.value
	try {
		const likeness = new Likeness()
		let at = 0
		for await (const block of decoding.samples()) {
			if (hooks.cancelled()) return false
			likeness.add(reader.read(at, at + block.length), block)
			at += block.length
			if (at > samples) break
			hooks.done(at, true)
		}
		const [problem] = decoding.report().problems
		if (at !== samples) return unlike(`${at} samples instead of ${samples}`)
		if (problem) return unlike(problem.code)
		const verdict = likeness.verdict()
		return verdict === null ? ok(null) : unlike(verdict)
	} finally {
		await decoding.close()
	}
}

/** Gives the copy its name. The value is its size in bytes. */
async function putInPlace(part: string, copy: string): Promise<number> {
	const { size } = await stat(part)
	await rename(part, copy)
	// On the platter too, before anybody relies on it. Windows knows no such thing of folders.
	const folder = await open(dirname(copy), 'r').catch(() => null)
	await folder?.sync().catch(() => {})
	await folder?.close()
	return size
}

/** Gives the event loop a turn when one is due, so that heartbeats go on. */
function breather(): () => Promise<void> {
	let turn = performance.now()
	return async () => {
		if (performance.now() - turn < TURN_MS) return
		await setImmediate()
		turn = performance.now()
	}
}

function unlike(how: string): { ok: false; problem: Problem } {
	return fail('copy-unlike', `The compressed copy was not like the recording (${how}), so it was thrown away.`, { how })
}

function writeProblem(error: unknown): { ok: false; problem: Problem } {
	const code = (error as NodeJS.ErrnoException).code
	// What the system has no code for is a bug of ours, or the encoder's.
	if (code === undefined) throw error
	return fail(
		code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'copy-write',
		`The compressed copy of the recording could not be written (${code}). The recording is kept as it is.`,
		{ code }
	)
}
