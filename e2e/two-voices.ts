/** Talk of two people, whom the small networks tell apart. */
import { JournalWriter } from '../native-bridge/journal/writer.ts'
import { voiced } from '../native-bridge/speakers/test-voices.ts'
import { clips, samplesOfWav } from './speech.ts'

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
