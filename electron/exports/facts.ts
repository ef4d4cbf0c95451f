import { clockOf } from '../../native-bridge/protocol/units.ts'
import type { Exported } from './format.ts'

/** What a document says of itself below its title: when, how long, in which language, by which model. */
export function factsOf({ transcript, segments, parts }: Exported): string[] {
	const { createdAt, samples, language, model } = transcript
	const estimated = [segments, ...parts.map(part => part.segments)].flat().some(segment => segment.times === 'estimated')
	return [
		`${new Date(createdAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
		clockOf(samples),
		...(language === null ? [] : [language]),
		...(model === null ? [] : [model]),
		...(estimated ? ['times of words are estimated'] : [])
	]
}
