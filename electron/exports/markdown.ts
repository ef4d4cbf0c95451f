import { clockOf } from '../../native-bridge/protocol/units.ts'
import { factsOf } from './facts.ts'
import { type Format, PLAIN, wordsFor } from './format.ts'
import { passagesOf } from './passages.ts'

/** Markdown (CommonMark): title, facts, a paragraph a segment; gaps and marks are quotes. What was said never becomes markup. */
export const markdown: Format = {
	id: 'md',
	name: 'Markdown',
	extension: 'md',
	mime: 'text/markdown',
	takes: { times: true, marks: false, subtitles: false, audio: false },
	write: (exported, { options } = PLAIN) => {
		const times = options.times ?? true
		const words = wordsFor(options)
		const blocks = passagesOf(exported, words).map(({ kind, from, who, text }) => {
			const name = who === null ? '' : `**${words.named(who).trimEnd()}** `
			if (kind !== 'text') return `> ${name}*${plain(text)}*`
			return `${times ? `**${clockOf(from)}** ` : ''}${name}${plain(text, !times && who === null)}`
		})
		return `${[`# ${plain(exported.transcript.title)}`, plain(factsOf(exported, words).join(' · ')), ...blocks].join('\n\n')}\n`
	}
}

/** Every sign that could begin markup is escaped; `first`: the text begins a line, where some more do. */
function plain(text: string, first = false): string {
	const escaped = text
		.replace(/\s+/g, ' ')
		.trim()
		.replace(/[\\`*_[\]<>#|~&]/g, '\\$&')
	return first
		? escaped
				.replace(/^([-+=]|\d{1,9}(?=[.)]))/, (sign: string) => (/\d/.test(sign) ? sign : `\\${sign}`))
				.replace(/^(\d{1,9})([.)])/, '$1\\$2')
		: escaped
}
