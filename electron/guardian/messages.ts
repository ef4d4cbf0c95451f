/** What the guardian and main say to each other, over Node's own channel between parent and child. */
import * as v from 'valibot'

/** Guardian → main: are you there? */
export const ToMain = v.object({ type: v.literal('ping'), n: v.number() })
export type ToMain = v.InferOutput<typeof ToMain>

/** Main → guardian. */
export const FromMain = v.variant('type', [
	/** Pages can connect. */
	v.object({ type: v.literal('ready') }),
	/** Answer to a ping. Bytes resident; ms of processor time since it began. */
	v.object({ type: v.literal('pong'), n: v.number(), rss: v.number(), cpu: v.number() }),
	/** It can't serve yet, for it copies what is moved to another folder: its time to start begins anew. */
	v.object({ type: v.literal('moving') }),
	/**
	 * It ends now, because it was asked to or because it can't start: nothing is to be started again, and its exit code is ours. `again`: it wants to
	 * be started again.
	 */
	v.object({ type: v.literal('ending'), again: v.optional(v.boolean(), false) })
])
export type FromMain = v.InferOutput<typeof FromMain>

/** Main's environment variable with `Guarded` as JSON. */
export const GUARDED = 'HOLDFAST_GUARDED'

/** Who main is and who guards it. `pid` is its parent's: one that merely inherited the variable is not meant. */
export const Guarded = v.object({
	/** The id of main's life, under which the guardian would note its death. */
	life: v.string(),
	guardian: v.object({ life: v.string(), pid: v.number(), startedAt: v.number() })
})
export type Guarded = v.InferOutput<typeof Guarded>
