import type { RecordingOptions } from '../../../electron/contract/recorder.ts'
import type { Preferences } from '../../stores/preferences.ts'

/** How the user wants to record, as it is remembered. */
export function optionsOf({ microphone, systemAudio, echoCancellation, noiseSuppression, autoGainControl }: Preferences): RecordingOptions {
	return { microphone, systemAudio, processing: { echoCancellation, noiseSuppression, autoGainControl } }
}
