import { clockOf } from '../../native-bridge/protocol/units.ts'
import { channelsOf } from './channels.ts'
import type { Exported } from './format.ts'
import type { ExportWords } from './words.ts'

/** What a document says of itself below its title: when, how long, in which language, by which model. */
export function factsOf(exported: Exported, words: ExportWords): string[] {
	const { createdAt, samples, language, model } = exported.transcript
	const estimated = channelsOf(exported, words).some(({ lines }) => lines.some(line => line.times === 'estimated'))
	return [
		`${new Date(createdAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
		clockOf(samples),
		...(language === null ? [] : [words.language(language)]),
		...(model === null ? [] : [model]),
		...(estimated ? [words.estimated] : [])
	]
}
