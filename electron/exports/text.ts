import { channelsOf, SPEAKER } from './channels.ts'
import { type Exported, type Format, gapText } from './format.ts'
import { markText } from './marks.ts'

/** Plain text: one segment a line; gaps, marks and pauses in their places; who speaks, where there are two channels. */
export const text: Format = {
	id: 'txt',
	name: 'Plain text',
	extension: 'txt',
	mime: 'text/plain',
	write: exported =>
		linesOf(exported)
			.sort((a, b) => a.at - b.at)
			.map(line => `${line.text}\n`)
			.join('')
}

/** Marks first: at one place what happened there comes before what was said from there on. */
function linesOf(exported: Exported): { at: number; text: string }[] {
	return [
		...exported.marks.map(mark => ({ at: mark.sample, text: `[${markText(mark)}]` })),
		...channelsOf(exported).flatMap(({ channel, segments, gaps }) => {
			const who = channel === null ? '' : `${SPEAKER[channel]}: `
			return [
				...gaps.map(gap => ({ at: gap.from, text: who + gapText(gap) })),
				...segments.map(segment => ({ at: segment.from, text: who + segment.text }))
			]
		})
	]
}
