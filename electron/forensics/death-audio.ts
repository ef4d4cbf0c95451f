import { JournalReader } from '../../native-bridge/journal/reader.ts'
import { wavHeader } from '../../native-bridge/journal/wav-header.ts'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import { clockOf, samplesOf } from '../../native-bridge/protocol/units.ts'
import { type ExitRecord, placeOfDeath } from '../contract/exits.ts'

/** Before and after the place where the process was. */
const AROUND = samplesOf(10)

/**
 * The audio that the dead process was working on, ±10 s around the place, as a WAV. It may be what the native code could not bear.
 *
 * @param journal gives the path of a transcript's audio; it throws for what is no id
 */
export function audioAround(exit: ExitRecord, journal: (transcript: string) => string): Result<{ wav: Uint8Array; note: string }> {
	const job = exit.jobs.find(each => each.transcript === exit.crumb?.job) ?? exit.jobs[0]
	const transcript = job?.transcript ?? exit.crumb?.job ?? null
	if (transcript === null) return fail('no-audio', 'The process was not working on any audio.')
	const place = job ? placeOfDeath(exit, job) : (exit.crumb?.to ?? exit.crumb?.from ?? 0)
	let reader: JournalReader
	try {
		reader = new JournalReader(journal(transcript))
	} catch {
		return fail(
			'no-audio',
			'The audio is not there any more: it was deleted, its file was only read and not kept, or only a compressed copy of it is.'
		)
	}
	try {
		const [from, to] = [Math.max(0, place - AROUND), Math.min(reader.samples(), place + AROUND)]
		const samples = to > from ? reader.read(from, to) : new Int16Array()
		if (samples.length === 0) return fail('no-audio', 'The audio around the death is not there: it ends before.')
		const body = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
		return ok({
			wav: Buffer.concat([wavHeader(samples.length), body]),
			note: `What was said from ${clockOf(from)} to ${clockOf(to)}, around the place where the process was when it died.`
		})
	} catch (error) {
		return fail('no-audio', `The audio can’t be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`)
	} finally {
		reader.close()
	}
}
