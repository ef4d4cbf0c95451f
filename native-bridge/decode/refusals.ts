/** Sentences about files that can be opened and yet give nothing. */
import { fail } from '../protocol/problem.ts'

/** A refusal. */
export type Failure = ReturnType<typeof fail>

export function undecodable(codec: string, why: string): Failure {
	const text = `The sound in this file is ${codec}, which can’t be decoded here (${why}). Convert it to another format first.`
	return fail('codec-unsupported', text, { codec })
}

export function noSound(video: boolean): Failure {
	return fail('no-audio-track', `The file has ${video ? 'pictures but ' : ''}no sound, so there is nothing to transcribe.`)
}

export function noSuchTrack(track: number, tracks: number): Failure {
	return fail(
		'no-such-track',
		`The file has ${tracks === 1 ? 'one audio track' : `${tracks} audio tracks`}, so there is no number ${track + 1}. Was it changed since it was chosen? Choose again.`,
		{ track: track + 1, tracks }
	)
}

export function noSuchChannel(channel: number, channels: number): Failure {
	return fail(
		'no-such-channel',
		`The file’s sound has ${channels === 1 ? 'one channel' : `${channels} channels`}, so there is no number ${channel + 1}. Was it changed since it was chosen? Choose again.`,
		{ channel: channel + 1, channels }
	)
}

/** Rates of sound, Hz: from old telephone lines to DSD512. A resampler for others takes gigabytes, or makes them. */
const RATES = { least: 1_000, most: 6_144_000 }

/** Whether sound can have this rate, Hz. */
export function isBelievableRate(rate: number): boolean {
	return rate >= RATES.least && rate <= RATES.most
}

export function unbelievableRate(rate: number): Failure {
	return fail(
		'rate-unbelievable',
		`The file says it has ${rate} samples a second, which no sound has: its header is damaged. A repair tool may set it right.`,
		{ rate }
	)
}

export function protectedFile(): Failure {
	return fail('protected', 'The file is copy-protected (DRM), so its sound can’t be read. A copy without protection can.')
}

/** The file opened, but not one sample came out of it. */
export function nothingDecoded(codec: string | null): Failure {
	return fail(
		'nothing-decoded',
		`The file opens, but no sound could be read from it${codec ? ` (${codec})` : ''}: it is damaged, or cut off right after its beginning. Does a player play it?`,
		{ codec }
	)
}
