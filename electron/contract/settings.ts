/** What the user has chosen and main acts on. What only a window needs is kept by the window. */
import * as v from 'valibot'

export const Settings = v.object({
	/** A second engine, loaded and waiting. `auto`: when the machine has memory to spare. */
	standby: v.picklist(['auto', 'on', 'off']),
	/** Days that deaths and dumps are kept; null: for ever. */
	keepCrashesDays: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_650))),
	/** What is kept of a finished recording: the journal as it is (115 MB an hour), an Opus copy (about a tenth), or both. */
	keepAudio: v.picklist(['wav', 'opus', 'both']),
	/** Whether an ended recording is transcribed once more as a file is, which knows more of what comes after. */
	polish: v.boolean()
})
export type Settings = v.InferOutput<typeof Settings>

export const DEFAULT_SETTINGS: Settings = { standby: 'auto', keepCrashesDays: 90, keepAudio: 'both', polish: true }
