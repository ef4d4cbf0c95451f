import * as v from 'valibot'
import { RecordingOptions } from '../../electron/contract/recorder.ts'

/** Which recording this tab makes, and how: for the page that is loaded in it next. */
const KeptRecording = v.object({ recording: v.string(), options: RecordingOptions })
export type KeptRecording = v.InferOutput<typeof KeptRecording>

const KEY = 'holdfast.recording'

/** In the tab's own storage, which outlives its page, also one that crashed. What can't be kept is as if there had been nothing. */
export function keepRecording(storage: Storage | null, kept: KeptRecording | null): void {
	try {
		if (kept === null) storage?.removeItem(KEY)
		else storage?.setItem(KEY, JSON.stringify(kept))
	} catch {
		// Full or forbidden: another page may still go on with it when the user says so.
	}
}

export function keptRecording(storage: Storage | null): KeptRecording | null {
	try {
		const read = v.safeParse(KeptRecording, JSON.parse(storage?.getItem(KEY) ?? 'null'))
		return read.success ? read.output : null
	} catch {
		return null
	}
}
