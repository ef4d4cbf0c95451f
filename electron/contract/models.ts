/** The speech models that are on this machine. */
import * as v from 'valibot'

export const Model = v.object({
	/** Its folder's name. */
	id: v.string(),
	/** What people call it. */
	name: v.string(),
	/** Which engine loads it, by its key in the registry. */
	engine: v.string(),
	/** As in BCP 47: `en`. */
	language: v.string(),
	/** The engine works with it. */
	loaded: v.boolean()
})
export type Model = v.InferOutput<typeof Model>
