/** What the user has chosen and main acts on. What only a window needs is kept by the window. */
import * as v from 'valibot'

export const Settings = v.object({
	/** A second engine, loaded and waiting. `auto`: when the machine has memory to spare. */
	standby: v.picklist(['auto', 'on', 'off']),
	/** Days that deaths and dumps are kept; null: for ever. */
	keepCrashesDays: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_650)))
})
export type Settings = v.InferOutput<typeof Settings>

export const DEFAULT_SETTINGS: Settings = { standby: 'auto', keepCrashesDays: 90 }
