import { SUBTITLE_PRESETS } from '../contract/exporting.ts'
import { cuesOf, timecode } from './cues.ts'
import { type Format, PLAIN, wordsFor } from './format.ts'

/** SubRip subtitles: number, times with a comma, text, blank line. It has no place for what is not heard: marks are left out, but where they are wanted. */
export const srt: Format = {
	id: 'srt',
	name: 'SubRip subtitles',
	extension: 'srt',
	mime: 'application/x-subrip',
	takes: { times: null, marks: true, subtitles: true, audio: false },
	write: (exported, { options } = PLAIN) =>
		cuesOf(exported, {
			rules: options.subtitles ?? SUBTITLE_PRESETS.calm,
			named: true,
			words: wordsFor(options),
			marked: options.marks ?? false
		})
			.map((cue, index) => `${index + 1}\n${timecode(cue.from, ',')} --> ${timecode(cue.to, ',')}\n${plain(cue.lines.join('\n'))}\n`)
			.join('\n')
}

/** Players take `<…>` and `{\\…}` for markup, and nothing escapes it: a joiner that nobody sees makes them plain signs (as FFmpeg reads it). */
function plain(text: string): string {
	return text.replace(/<(?=[^>]*>)|\{(?=\\)/g, '$&\u2060')
}
