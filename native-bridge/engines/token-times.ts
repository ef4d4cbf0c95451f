import type { Word } from '../protocol/messages.ts'
import { type SampleRange, samplesOf } from '../protocol/units.ts'
import type { Heard } from './guards.ts'
import { meanOf } from './mean-confidence.ts'
import { wordsIn } from './words.ts'

/** A model says when a token begins, mostly not how long it lasts: until the next one, but no longer than this. */
const LONGEST_TOKEN = samplesOf(0.4)
/** How far the text may differ from the tokens (numbers written as numbers) before letters behind are not looked for any more. */
const REACH = 12

/** A letter of what was heard, and where. */
interface Letter extends SampleRange {
	readonly letter: string
	/** The token that it is of, and how likely that was (a natural logarithm; null: the model does not say). */
	readonly token: { readonly logProb: number | null }
}

/**
 * Where the model says that each word of `text` is, in samples of the journal; `heard` is what it said, each with the sample at which the audio
 * began that it was given. Null when it gave no times. `exact` is false when some letters of the text are not in the tokens: numbers that were
 * rewritten lie between their neighbours.
 */
export function timedWords(
	text: string,
	heard: ReadonlyArray<{ readonly at: number; readonly heard: Heard }>,
	range: SampleRange,
	language: string
): { readonly words: Word[]; readonly exact: boolean } | null {
	const letters: Letter[] = []
	for (const part of heard) {
		const timed = lettersOf(part.heard, part.at)
		if (!timed) return null
		letters.push(...timed)
	}
	if (letters.length === 0) return null

	const words = wordsIn(text, language)
	let next = 0
	let exact = true
	const found = words.map(word => {
		let place: SampleRange | null = null
		const tokens = new Set<Letter['token']>()
		for (const letter of word.toLowerCase()) {
			if (!/[\p{L}\p{N}]/u.test(letter)) continue
			const at = letters.slice(next, next + REACH).findIndex(one => one.letter === letter)
			const match = at < 0 ? undefined : letters[next + at]
			if (!match) {
				exact = false
				continue
			}
			next += at + 1
			tokens.add(match.token)
			place = place ? { from: place.from, to: Math.max(place.to, match.to) } : { from: match.from, to: match.to }
		}
		return place && { ...place, ...confidenceIn(tokens) }
	})
	return { words: placed(words, found, range), exact }
}

/** Of a word: the mean of what the model thought of its tokens, as of a segment. */
function confidenceIn(tokens: ReadonlySet<Letter['token']>): { confidence?: number } {
	const logProbs = [...tokens].map(({ logProb }) => logProb)
	const confidence = meanOf(logProbs.every(logProb => logProb !== null) ? logProbs : [])
	return confidence === null ? {} : { confidence }
}

/** Words without a place share what is between their neighbours; all lie in the range, in order. */
function placed(
	words: readonly string[],
	found: ReadonlyArray<(SampleRange & { readonly confidence?: number }) | null>,
	range: SampleRange
): Word[] {
	const out: Word[] = []
	let at = range.from
	let end = range.from
	for (const [i, text] of words.entries()) {
		const own = found[i]
		let [from, to] = own ? [own.from, own.to] : [end, end]
		if (!own) {
			const later = found.findIndex((place, j) => j > i && place !== null && place !== undefined)
			const until = later < 0 ? range.to : (found[later]?.from ?? range.to)
			const sharing = (later < 0 ? words.length : later) - i
			to = end + Math.max(0, until - end) / sharing
		}
		from = Math.min(range.to, Math.max(at, Math.round(from)))
		to = Math.min(range.to, Math.max(from, Math.round(to)))
		const following = found[i + 1]
		// A word ends where the next one begins, at the latest.
		if (following && following.from > from) to = Math.min(to, Math.round(following.from))
		end = Math.max(from, to)
		out.push({ text, from, to: end, ...(own?.confidence !== undefined && { confidence: own.confidence }) })
		at = from
	}
	return out
}

function lettersOf(heard: Heard, at: number): Letter[] | null {
	const { times, tokens, durations, logProbs } = heard
	if (tokens.length === 0) return []
	if (times?.length !== tokens.length) return null
	const places = times.map((seconds, i) => {
		const from = at + samplesOf(seconds)
		const lasts = durations?.[i] ?? 0
		const until = times[i + 1]
		const to =
			lasts > 0
				? from + samplesOf(lasts)
				: Math.min(from + LONGEST_TOKEN, until === undefined ? from + LONGEST_TOKEN : at + samplesOf(until))
		const logProb = logProbs?.length === tokens.length ? (logProbs[i] ?? null) : null
		return { from, to, token: { logProb } }
	})
	return texts(tokens).flatMap((text, i) => {
		const place = places[i]
		return place ? [...text.toLowerCase()].filter(letter => /[\p{L}\p{N}]/u.test(letter)).map(letter => ({ letter, ...place })) : []
	})
}

/**
 * What each token writes. A letter that is no token is written byte by byte (`<0xE4>`, `<0xBD>`, `<0xA0>`): it belongs to the first of them.
 */
export function texts(tokens: readonly string[]): string[] {
	const out = tokens.map(token => token.replaceAll('▁', ' ').replace(/@@$/, ''))
	for (let i = 0; i < tokens.length; i++) {
		const bytes: number[] = []
		for (let at = i; ; at++) {
			const byte = /^<0x([0-9A-F]{2})>$/.exec(tokens[at] ?? '')?.[1]
			if (byte === undefined) break
			bytes.push(Number.parseInt(byte, 16))
			out[at] = ''
		}
		if (bytes.length === 0) continue
		out[i] = Buffer.from(bytes).toString()
		i += bytes.length - 1
	}
	return out
}
