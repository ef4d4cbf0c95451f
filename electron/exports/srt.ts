import { SPEAKER } from './channels.ts'
import { cuesOf, timecode } from './cues.ts'
import type { Format } from './format.ts'

/** SubRip subtitles: number, times with a comma, text, blank line. It has no place for what is not heard: marks are left out. */
export const srt: Format = {
	id: 'srt',
	name: 'SubRip subtitles',
	extension: 'srt',
	mime: 'application/x-subrip',
	write: exported =>
		cuesOf(exported)
			.map(
				(cue, index) =>
					`${index + 1}\n${timecode(cue.from, ',')} --> ${timecode(cue.to, ',')}\n${cue.channel === null ? '' : `${SPEAKER[cue.channel]}: `}${cue.text}\n`
			)
			.join('\n')
}
