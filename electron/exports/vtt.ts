import { SUBTITLE_PRESETS } from '../contract/exporting.ts'
import type { Mark } from '../contract/records.ts'
import { type Cue, cuesOf, timecode } from './cues.ts'
import { type Format, PLAIN, wordsFor } from './format.ts'
import { markText } from './marks.ts'
import type { ExportWords } from './words.ts'

/**
 * WebVTT subtitles (W3C): `<`, `>` and `&` are escaped, since they begin tags and entities there; who speaks is a voice tag. Marks are
 * comments, which players pass over.
 */
export const vtt: Format = {
	id: 'vtt',
	name: 'WebVTT subtitles',
	extension: 'vtt',
	mime: 'text/vtt',
	takes: { times: null, marks: false, subtitles: true, audio: false },
	write: (exported, { options } = PLAIN) => {
		const blocks = [
			...exported.marks.map(mark => ({ at: mark.sample, text: comment(mark, wordsFor(options)) })),
			...cuesOf(exported, { rules: options.subtitles ?? SUBTITLE_PRESETS.calm, words: wordsFor(options) }).map(cue => ({
				at: cue.from,
				text: written(cue)
			}))
		]
		return `WEBVTT\n\n${blocks
			.sort((a, b) => a.at - b.at)
			.map(block => `${block.text}\n`)
			.join('\n')}`
	}
}

function written({ who, from, to, lines }: Cue): string {
	return `${timecode(from, '.')} --> ${timecode(to, '.')}\n${who === null ? '' : `<v ${escaped(who)}>`}${escaped(lines.join('\n'))}`
}

/** An arrow would make a cue of it. */
function comment(mark: Mark, words: ExportWords): string {
	return `NOTE ${markText(mark, words).replaceAll('-->', '->')}`
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
