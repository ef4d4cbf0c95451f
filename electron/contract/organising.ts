/** How users keep their library in order. */
import * as v from 'valibot'
import { Transcript } from './records.ts'

/** A word or a few by which transcripts are put together. */
export const Tag = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))

/** What is to be otherwise of some transcripts; what is not given stays. */
export const Organising = v.object({
	favourite: v.optional(v.boolean()),
	/** Tags they get, and those they lose. */
	add: v.optional(v.pipe(v.array(Tag), v.maxLength(100))),
	remove: v.optional(v.pipe(v.array(Tag), v.maxLength(100)))
})
export type Organising = v.InferOutput<typeof Organising>

/** `deletedAt`, `until`: when it was put into the trash, and when it goes for ever; ms since 1970. */
export const Trashed = v.object({ transcript: Transcript, deletedAt: v.number(), until: v.number() })
export type Trashed = v.InferOutput<typeof Trashed>
