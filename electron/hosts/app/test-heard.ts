import { temporaryFolder } from '../../../native-bridge/engines/test-speech.ts'
import type { Segment, Wishes } from '../../../native-bridge/protocol/messages.ts'
import { AsrProcess } from '../../../native-bridge/worker/test-asr-process.ts'

/** What an engine with that model and no other says of the journal from there on: so many segments, or all. */
export async function heard(
	modelDir: string,
	model: string,
	journal: string,
	cursor: number,
	samples: number,
	tuning: 'file' | 'live',
	wishes: Wishes,
	enough = Number.POSITIVE_INFINITY
): Promise<Segment[]> {
	using folder = temporaryFolder()
	await using engine = new AsrProcess(folder.path)
	engine.send({ type: 'load', engine: 'sherpa-offline', model, modelDir, wishes })
	await engine.until('ready')
	engine.send({ type: 'transcribe', attempt: 'a', job: 'j', journal, cursor, samples, ended: true, tuning, partials: tuning === 'live' })
	for (let n = 1; (await engine.until('step', n)).cursor < samples && engine.segments().length < enough; n++) {}
	return engine.segments()
}
