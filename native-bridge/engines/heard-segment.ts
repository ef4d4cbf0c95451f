import type { Segment } from '../protocol/messages.ts'
import type { SampleRange } from '../protocol/units.ts'
import { meanOf } from './mean-confidence.ts'
import type { Part } from './recognise.ts'
import { timedWords } from './token-times.ts'
import { estimateWords } from './word-times.ts'

/** A segment of what was heard in a range: times, confidence and language as the model gives them, and what it does not give as unknown. */
export function heardSegment(
	range: SampleRange,
	text: string,
	parts: readonly Part[],
	{
		islands,
		languages,
		chosen,
		guards
	}: {
		readonly islands: readonly SampleRange[]
		/** The model's. */
		readonly languages: readonly string[]
		/** The one that it was told, or null. */
		readonly chosen: string | null
		readonly guards: readonly string[]
	}
): Segment {
	const language = languageOf(text, parts, languages, chosen)
	const timed = timedWords(text, parts, range, language)
	return {
		from: range.from,
		to: range.to,
		text,
		words: timed?.words ?? estimateWords(text, range, islands, language),
		times: timed?.exact ? 'exact' : 'estimated',
		confidence: confidenceOf(parts),
		language,
		guards: [...guards]
	}
}

/** 0…1: the mean of what the model thought of its tokens. Null when it does not say. */
export function confidenceOf(parts: readonly Part[]): number | null {
	return meanOf(parts.flatMap(({ heard }) => heard.logProbs ?? []))
}

/** What the model says it found, what it was told, or the only one of its languages that is written in such letters. `und`: nobody knows. */
export function languageOf(text: string, parts: readonly Part[], languages: readonly string[], chosen: string | null): string {
	const found = parts.map(({ heard }) => heard.language ?? '').find(language => language !== '')
	if (found !== undefined) return found
	if (chosen !== null) return chosen
	if (languages.length === 1) return languages[0] ?? 'und'
	const fitting = languages.filter(language => writes(language, text))
	return fitting.length === 1 ? (fitting[0] ?? 'und') : 'und'
}

/** Names of Unicode for scripts that BCP 47 has as several. */
const SCRIPTS: Readonly<Record<string, string>> = {
	Hans: '\\p{Script=Han}',
	Hant: '\\p{Script=Han}',
	// Kana must be among the characters: without, a text is as likely Chinese.
	Jpan: '[\\p{Script=Hiragana}\\p{Script=Katakana}]',
	Kore: '\\p{Script=Hangul}'
}

/** Whether most letters of a text are of the script that a language is written in. */
function writes(language: string, text: string): boolean {
	const script = new Intl.Locale(language).maximize().script ?? 'Latn'
	const letters = text.match(/\p{L}/gu) ?? []
	let own: RegExp
	try {
		own = new RegExp(SCRIPTS[script] ?? `\\p{Script=${script}}`, 'gu')
	} catch {
		return false
	}
	const count = text.match(own)?.length ?? 0
	const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)
	if (script === 'Jpan') return kana
	return count * 2 > letters.length && !(kana && (script === 'Hans' || script === 'Hant'))
}
