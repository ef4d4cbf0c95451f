/** Talk of two people, and the small networks that tell just them apart. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { JournalWriter } from '../native-bridge/journal/writer.ts'
import { voiced } from '../native-bridge/speakers/test-voices.ts'
import { clips, samplesOfWav } from './speech.ts'

const MAKE = join(import.meta.dirname, '../build/small-models/make.ts')

/** Makes small models of every kind in a folder; gives the one that tells speakers apart. */
export function smallSpeakers(folder: string): string {
	execFileSync(process.execPath, [MAKE, folder])
	return join(folder, 'small-speakers')
}

/** Two who speak by turns, a second of silence before each: a WAV at `path`. */
export function writeTalk(path: string): void {
	const opened = JournalWriter.open(path)
	if (!opened.ok) throw new Error(opened.problem.text)
	for (const [clip, as] of [
		[2, 'bright'],
		[4, 'dark'],
		[2, 'bright']
	] as const) {
		opened.value.append(new Int16Array(16_000))
		opened.value.append(voiced(samplesOfWav(clips[clip] ?? ''), as))
	}
	opened.value.close()
}
