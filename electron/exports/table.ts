import { timecode } from './cues.ts'
import type { Exported, Format } from './format.ts'
import { passagesOf } from './passages.ts'
import { EXPORT_WORDS } from './words.ts'

const HEAD = ['from', 'to', 'who', 'kind', 'text']

/** A table as RFC 4180 wants it, with the mark by which spreadsheets see that it is UTF-8. */
export const csv: Format = {
	id: 'csv',
	name: 'Table (CSV)',
	extension: 'csv',
	mime: 'text/csv',
	takes: { times: null, marks: false, subtitles: false, audio: false },
	write: exported => `\ufeff${rowsOf(exported, cell => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell), ',', '\r\n')}`
}

/** A table with a tab between cells. The format has no quotes: what would break a row becomes a space. */
export const tsv: Format = {
	id: 'tsv',
	name: 'Table (TSV)',
	extension: 'tsv',
	mime: 'text/tab-separated-values',
	takes: { times: null, marks: false, subtitles: false, audio: false },
	write: exported => rowsOf(exported, cell => cell.replace(/[\t\r\n]+/g, ' '), '\t', '\n')
}

function rowsOf(exported: Exported, cell: (text: string) => string, comma: string, end: string): string {
	const rows = passagesOf(exported, EXPORT_WORDS.en).map(({ from, to, who, kind, text }) => [
		timecode(from, '.'),
		timecode(to, '.'),
		who ?? '',
		kind,
		text
	])
	return [HEAD, ...rows].map(row => row.map(text => cell(noFormula(text))).join(comma) + end).join('')
}

/** A spreadsheet runs what begins like a formula, also one that somebody said or noted: an apostrophe makes it text (OWASP, CSV injection). */
function noFormula(text: string): string {
	return /^[\s]*[=+\-@＝＋－＠]|^[\t\r]/.test(text) ? `'${text}` : text
}
