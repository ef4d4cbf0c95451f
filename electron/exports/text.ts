import { clockOf } from '../../native-bridge/protocol/units.ts'
import { type Format, PLAIN, wordsFor } from './format.ts'
import { passagesOf, spoken } from './passages.ts'

/** Plain text: one segment a line; gaps, marks and pauses in their places; who speaks, where there are two channels. */
export const text: Format = {
	id: 'txt',
	name: 'Plain text',
	extension: 'txt',
	mime: 'text/plain',
	takes: { times: false, marks: false, subtitles: false, audio: false },
	write: (exported, { options } = PLAIN) =>
		passagesOf(exported, wordsFor(options))
			// Gaps and marks say themselves where they are.
			.map(each => `${options.times && each.kind === 'text' ? `[${clockOf(each.from)}] ` : ''}${spoken(each, wordsFor(options))}\n`)
			.join('')
}
