import type { PowerSaveBlocker } from 'electron'
import type { AppEvent } from '../../contract/events.ts'

/** Keeps the machine from falling asleep while something is recorded, and only then. */
export function stayAwake(
	blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>,
	app: {
		busy(): { readonly recording: boolean }
		readonly feed: { listen(listener: (numbered: { readonly event: AppEvent }) => void): () => void }
	}
): void {
	let blocking: number | null = null
	app.feed.listen(({ event }) => {
		// Recordings begin and end as transcripts that change.
		if (event.type !== 'transcript') return
		const { recording } = app.busy()
		if (recording && blocking === null) blocking = blocker.start('prevent-app-suspension')
		if (!recording && blocking !== null) {
			blocker.stop(blocking)
			blocking = null
		}
	})
}
