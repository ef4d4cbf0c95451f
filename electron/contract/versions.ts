/** Earlier texts of a transcript, which another model's took the place of. */
import * as v from 'valibot'
import { Segment } from '../../native-bridge/protocol/messages.ts'
import { Edit } from './lines.ts'

export const Version = v.object({
	id: v.string(),
	/** When another text took its place, ms since 1970. */
	at: v.number(),
	model: v.nullable(v.string()),
	language: v.nullable(v.string()),
	words: v.number(),
	/** Whether the user wrote in it. */
	edited: v.boolean()
})
export type Version = v.InferOutput<typeof Version>

const { from, to, text, words, times } = Segment.entries

/** `linesOf` its segments with its edits is what it reads as. */
export const VersionText = v.object({
	segments: v.array(v.object({ from, to, text, words, times })),
	edits: v.array(v.object({ from: v.number(), edit: Edit }))
})
export type VersionText = v.InferOutput<typeof VersionText>
