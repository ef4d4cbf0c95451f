import { clockOf } from '../../native-bridge/protocol/units.ts'
import { factsOf } from './facts.ts'
import { type Format, PLAIN, wordsFor } from './format.ts'
import { passagesOf } from './passages.ts'

const PALE = '766D63'

/** A Word document: the title as a heading, a paragraph a segment, times pale, names bold, gaps and marks in italics. The library is loaded when it is wanted. */
export const docx: Format = {
	id: 'docx',
	name: 'Word document',
	extension: 'docx',
	mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	takes: { times: true, marks: false, subtitles: false, audio: false },
	write: async (exported, { options } = PLAIN) => {
		const { Document, HeadingLevel, Packer, Paragraph, TextRun } = await import('docx')
		const times = options.times ?? true
		const words = wordsFor(options)
		const document = new Document({
			title: exported.transcript.title,
			creator: 'Holdfast',
			sections: [
				{
					children: [
						new Paragraph({ heading: HeadingLevel.HEADING_1, children: [new TextRun(legal(exported.transcript.title))] }),
						new Paragraph({
							spacing: { after: 240 },
							children: [new TextRun({ text: legal(factsOf(exported, words).join(' · ')), color: PALE })]
						}),
						...passagesOf(exported, words).map(
							({ kind, from, who, text }) =>
								new Paragraph({
									spacing: { after: 120 },
									children: [
										...(times && kind === 'text' ? [new TextRun({ text: `${clockOf(from)}  `, color: PALE })] : []),
										...(who === null ? [] : [new TextRun({ text: words.named(who), bold: true })]),
										new TextRun(kind === 'text' ? { text: legal(text) } : { text: `[${legal(text)}]`, italics: true, color: PALE })
									]
								})
						)
					]
				}
			]
		})
		return new Uint8Array(await Packer.toArrayBuffer(document))
	}
}

/** XML forbids some signs, however they are written. */
function legal(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are forbidden.
	return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
}
