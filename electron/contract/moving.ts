/** Where everything is kept, and its way to another folder. */
import * as v from 'valibot'

/** How far a move is. Until it is `deleting` the folder it comes from is the one in use. */
export const Move = v.variant('stage', [
	/** What no longer changes is copied while everything goes on. Bytes, of all that is copied now; `perSecond` null before it is known. */
	v.object({ stage: v.literal('copying'), to: v.string(), done: v.number(), total: v.number(), perSecond: v.nullable(v.number()) }),
	/** That is done. What still changes comes when Holdfast starts again: by itself once nothing is recorded (`recording`), else with the next start. */
	v.object({ stage: v.literal('waiting'), to: v.string(), recording: v.boolean() }),
	/** Holdfast ends, and is back in a moment. */
	v.object({ stage: v.literal('restarting'), to: v.string() }),
	/** The new folder is in use; what is left in `from` is being deleted. */
	v.object({ stage: v.literal('deleting'), from: v.string() }),
	/** It was cancelled or failed; what it brought to `to` is being deleted. */
	v.object({ stage: v.literal('reverting'), to: v.string() })
])
export type Move = v.InferOutput<typeof Move>

export const Folder = v.object({ path: v.string(), move: v.nullable(Move) })
export type Folder = v.InferOutput<typeof Folder>
