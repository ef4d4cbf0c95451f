/** What the library takes of the disk. */
import * as v from 'valibot'

export const Storage = v.object({
	/** Bytes: texts and everything known of them; audio; models that were brought; records of crashes with their dumps; logs; all else. */
	text: v.number(),
	audio: v.number(),
	models: v.number(),
	crashes: v.number(),
	logs: v.number(),
	other: v.number(),
	/** Bytes of audio of each transcript that has any. */
	audioOf: v.record(v.string(), v.number())
})
export type Storage = v.InferOutput<typeof Storage>
