import { docx } from './docx.ts'
import type { Format } from './format.ts'
import { html } from './html.ts'
import { json } from './json.ts'
import { lrc } from './lrc.ts'
import { markdown } from './markdown.ts'
import { srt } from './srt.ts'
import { csv, tsv } from './table.ts'
import { text } from './text.ts'
import { vtt } from './vtt.ts'

/** All formats, in the order of the menu. */
export const formats: readonly Format[] = [text, markdown, docx, html, srt, vtt, lrc, csv, tsv, json]

export function formatOf(id: string): Format | undefined {
	return formats.find(format => format.id === id)
}
