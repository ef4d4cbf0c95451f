import { ok, type Result } from '../../../native-bridge/protocol/problem.ts'
import type { Transcript } from '../../contract/records.ts'
import type { App } from '../app.ts'

/** Who asks, as the handlers know windows. */
const CLIENT = { id: 0 }

/** Finds out who speaks where in a transcript that is over, and waits for that. `count`: how many there are; null: as many as are found. */
export async function tellSpeakersApart(app: App, transcript: string, count: number | null): Promise<Result<Transcript>> {
	const done = Promise.withResolvers<Transcript>()
	// It is told before the answer that it goes on, and once more when it does not.
	let goesOn = false
	const stop = app.feed.listen(({ event }) => {
		if (event.type !== 'transcript' || event.transcript.id !== transcript) return
		if (event.transcript.findingSpeakers !== null) goesOn = true
		else if (goesOn) done.resolve(event.transcript)
	})
	try {
		const asked = await app.handlers['speakers.find']({ transcript, count }, CLIENT)
		if (!asked.ok) return asked
		goesOn = true
		return ok(asked.value.findingSpeakers === null ? asked.value : await done.promise)
	} finally {
		stop()
	}
}
