import { secondsOf } from '../../native-bridge/protocol/units.ts'
import { atomsOf } from './atoms.ts'
import { channelsOf } from './channels.ts'
import { type Format, gapText, PLAIN, wordsFor } from './format.ts'
import { markText } from './marks.ts'
import type { ExportWords } from './words.ts'

/** What a player shows in one line without cutting it. */
const LINE = 60

/** Lyrics, as music players show them: a time and a line, an empty one where nobody speaks for a while. Brackets are round: square ones are times. */
export const lrc: Format = {
	id: 'lrc',
	name: 'Lyrics (LRC)',
	extension: 'lrc',
	mime: 'application/x-lrc',
	takes: { times: null, marks: false, subtitles: false, audio: false },
	write: (exported, { options } = PLAIN) => {
		const words = wordsFor(options)
		const lines: { from: number; to: number; text: string }[] = [
			...exported.marks.map(mark => ({ from: mark.sample, to: mark.sample, text: `(${markText(mark, words)})` })),
			...channelsOf(exported, words).flatMap(({ who, lines, gaps }) => {
				return [
					...gaps.map(gap => ({ ...{ from: gap.from, to: gap.to }, text: `${before(who, words)}(${gapText(gap, words)})` })),
					...lines.flatMap(line => broken(line).map(part => ({ ...part, text: before(line.who, words) + part.text })))
				]
			})
		].sort((a, b) => a.from - b.from)
		const written = lines.flatMap((line, n) => {
			const next = lines[n + 1]
			const pause = line.to > line.from && (next === undefined || next.from - line.to > 5 * 16_000)
			return [`[${time(line.from)}]${oneLine(line.text)}`, ...(pause ? [`[${time(line.to)}]`] : [])]
		})
		const { title, samples, language } = exported.transcript
		const head = [
			`[ti:${tag(title)}]`,
			`[length:${time(samples).slice(0, -3)}]`,
			...(language === null ? [] : [`[la:${tag(language)}]`]),
			'[re:Holdfast]'
		]
		return `${[...head, ...written].join('\n')}\n`
	}
}

function before(who: string | null, words: ExportWords): string {
	return who === null ? '' : words.named(who)
}

function broken(segment: Parameters<typeof atomsOf>[0]): { from: number; to: number; text: string }[] {
	const lines: { from: number; to: number; text: string }[] = []
	for (const { text, space, from, to } of atomsOf(segment)) {
		const last = lines.at(-1)
		if (last === undefined || last.text.length + text.length > LINE) lines.push({ from, to, text })
		else lines[lines.length - 1] = { from: last.from, to, text: last.text + space + text }
	}
	return lines
}

/** `mm:ss.xx`; minutes go on past 59, for there are no hours. */
function time(samples: number): string {
	const hundredths = Math.round(secondsOf(samples) * 100)
	const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
	return `${two(hundredths / 6_000)}:${two((hundredths / 100) % 60)}.${two(hundredths % 100)}`
}

function oneLine(text: string): string {
	return text.replace(/\s+/g, ' ').replace(/^\[/, '(').trim()
}

function tag(text: string): string {
	return text.replace(/[[\]\s]+/g, ' ').trim()
}
