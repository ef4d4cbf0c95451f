import type { Model } from '../../../electron/contract/models.ts'
import type { RecordingOptions } from '../../../electron/contract/recorder.ts'
import { heldWish, wishOr } from '../../../electron/contract/wish.ts'
import type { Preferences } from '../../stores/preferences.ts'

/** How the user wants to record, as it is remembered. */
export function optionsOf(preferences: Preferences, models: readonly Model[] | null): RecordingOptions {
	const { microphone, systemAudio, echoCancellation, noiseSuppression, autoGainControl, recordingWish } = preferences
	const wish = wishOr(models === null ? recordingWish : heldWish(recordingWish, models))
	return { microphone, systemAudio, wish, processing: { echoCancellation, noiseSuppression, autoGainControl } }
}
