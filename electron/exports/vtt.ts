import { cuesOf, timecode } from './cues.ts'
import type { Format } from './format.ts'

/** WebVTT subtitles (W3C): `<`, `>` and `&` are escaped, since they begin tags and entities there. */
export const vtt: Format = {
	id: 'vtt',
	name: 'WebVTT subtitles',
	extension: 'vtt',
	mime: 'text/vtt',
	write: exported =>
		`WEBVTT\n\n${cuesOf(exported)
			.map(cue => `${timecode(cue.from, '.')} --> ${timecode(cue.to, '.')}\n${escaped(cue.text)}\n`)
			.join('\n')}`
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
