import { JournalReader } from '../journal/reader.ts'
import { JournalWriter } from '../journal/writer.ts'
import type { Gap, SourceFacts } from '../protocol/messages.ts'
import { fail, ok, type Problem, type Result } from '../protocol/problem.ts'
import { type Choice, type Decoding, MIXED } from './decoder.ts'
import { EarlierAudio } from './earlier-audio.ts'
import { nothingDecoded, protectedFile } from './refusals.ts'
import { DECODERS, openSource } from './registry.ts'
import { changesMeanwhile, inspectSource } from './source.ts'

export interface DecodeHooks {
	/** The file is open. */
	readonly opened: (facts: SourceFacts) => void
	/** The journal holds so many samples; called after each block, first when it holds more than none. */
	readonly decoded: (samples: number) => void
	readonly cancelled: () => boolean
}

/** What became of a file: its audio is in the journal, or the job was cancelled on the way. */
export type Decoded =
	| { readonly kind: 'ended'; readonly samples: number; readonly problems: readonly Problem[]; readonly gaps: readonly Gap[] }
	| { readonly kind: 'cancelled' }

/**
 * Decodes `source` into the journal at `journal`. What the journal holds from an earlier try, cut short by a death, is not written
 * again but compared: decoding starts over and goes on where the journal ends, so that the result is that of an undisturbed run; by another
 * decoder too, if it gives the same sound at the same place.
 * `skip`: decoders to pass over, the best ones first. A file that is written to meanwhile is told of among the problems.
 */
export async function decodeIntoJournal(
	source: string,
	journal: string,
	hooks: DecodeHooks,
	skip = 0,
	choice: Choice = MIXED
): Promise<Result<Decoded>> {
	const before = await inspectSource(source)
	if (!before.ok) return before
	const opened = skip < DECODERS.length ? await openSource(source, DECODERS.slice(skip), choice) : noneLeft()
	if (!opened.ok) return opened
	const decoding = opened.value
	try {
		hooks.opened({ ...decoding.facts, ...before.value })
		const writer = JournalWriter.open(journal)
		if (!writer.ok) return notSaved(writer.problem)
		try {
			const decoded = await pour(decoding, writer.value, hooks)
			if (!decoded.ok || decoded.value.kind === 'cancelled') return decoded
			const problems = [...decoded.value.problems, ...(await changesMeanwhile(source, before.value))]
			return ok({ ...decoded.value, problems })
		} finally {
			writer.value.close()
		}
	} finally {
		await decoding.close()
	}
}

async function pour(decoding: Decoding, writer: JournalWriter, hooks: DecodeHooks): Promise<Result<Decoded>> {
	const kept = writer.samples
	const reader = new JournalReader(writer.path)
	const before = new EarlierAudio()
	let position = 0
	try {
		for await (const block of decoding.samples()) {
			if (hooks.cancelled()) return ok({ kind: 'cancelled' })
			const known = Math.min(block.length, Math.max(0, kept - position))
			if (known > 0) before.add(reader.read(position, position + known), block.subarray(0, known))
			position += block.length
			if (known < block.length) {
				if (writer.samples === kept && !before.isSame) return changed()
				const saved = writer.append(block.subarray(known))
				if (!saved.ok) return notSaved(saved.problem)
			}
			hooks.decoded(writer.samples)
		}
	} finally {
		reader.close()
	}
	if (position < kept || !before.isSame) return changed()
	if (position === 0) return decoding.isLocked?.() ? protectedFile() : nothingDecoded(decoding.facts.codec)
	return ok({ kind: 'ended', samples: writer.samples, ...decoding.report() })
}

function noneLeft(): ReturnType<typeof fail> {
	return fail(
		'every-decoder-died',
		'Every decoder that Holdfast has died over this file, so it can’t be read. The file is damaged in a way that nobody expected: please report it with the record in the crash history.'
	)
}

function changed(): ReturnType<typeof fail> {
	return fail(
		'source-changed',
		'The file gives other sound than when it was begun: it was changed in the meantime, or Holdfast was updated. What is transcribed so far is kept; add the file again to transcribe it anew.'
	)
}

/** The journal's own sentence is written for recordings, which go on by themselves; a file waits to be started again. */
function notSaved(problem: Problem): ReturnType<typeof fail> {
	return fail(
		problem.code,
		problem.code === 'disk-full'
			? 'The disk is full, so the file’s sound could not be saved any further. Everything up to here is kept. Make room and start the job again: it goes on where it stopped.'
			: `The file’s sound could not be saved (${problem.facts.code}). Everything up to here is kept. Start the job again when the disk can be written to: it goes on where it stopped.`,
		problem.facts
	)
}
