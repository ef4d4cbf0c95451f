import { fail, type Problem, type Result } from '../protocol/problem.ts'
import { type Choice, type Decoder, type Decoding, MIXED } from './decoder.ts'
import { systemFfmpeg } from './ffmpeg.ts'
import { mediabunny } from './mediabunny.ts'
import { nodeAv } from './node-av.ts'
import { isBelievableRate, unbelievableRate } from './refusals.ts'
import { inspectSource, notMedia, otherThanMedia, unreadable } from './source.ts'

/** Every decoder, the one that knows most first. The others serve where its library can't be loaded. */
export const DECODERS: readonly Decoder[] = [nodeAv, systemFfmpeg, mediabunny]

/**
 * Opens a media file with the first decoder that is present on this machine and knows its content. A file that is not
 * there, not readable or empty is told before any decoder touches it.
 */
export async function openSource(path: string, decoders: readonly Decoder[] = DECODERS, choice: Choice = MIXED): Promise<Result<Decoding>> {
	const source = await inspectSource(path)
	if (!source.ok) return source
	try {
		return (await otherThanMedia(path)) ?? (await firstThatKnows(path, decoders, choice))
	} catch (error) {
		// Gone, or its disk is, since it was looked at a moment ago.
		return unreadable(error)
	}
}

async function firstThatKnows(path: string, decoders: readonly Decoder[], choice: Choice): Promise<Result<Decoding>> {
	const missing: Problem[] = []
	for (const decoder of decoders) {
		const present = await decoder.available()
		if (!present.ok) {
			missing.push(present.problem)
			continue
		}
		const opened = await decoder.open(path, choice)
		if (!opened) continue
		const rate = opened.ok ? opened.value.facts.sampleRate : null
		if (!opened.ok || rate === null || isBelievableRate(rate)) return opened
		await opened.value.close()
		return unbelievableRate(rate)
	}
	if (missing.length === 0) return await notMedia(path)
	return fail(
		'format-unsupported',
		`No decoder that is present on this machine knows this file. ${missing.map(problem => problem.text).join(' ')}`,
		{ missing: missing.length }
	)
}
