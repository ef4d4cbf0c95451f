/** What came of files that were given to Holdfast. */
import * as v from 'valibot'
import { Problem } from '../../native-bridge/protocol/problem.ts'

/** A file whose content is in the library already. */
export const Duplicate = v.object({
	name: v.string(),
	/** What to give again with `again`: one of both is not null. */
	path: v.nullable(v.string()),
	upload: v.nullable(v.string()),
	/** The transcript that is there, and its title. */
	transcript: v.string(),
	title: v.string()
})
export type Duplicate = v.InferOutput<typeof Duplicate>

/** How many files of folders were left out: no sound or video by name and content; hidden ones and the system's. */
export const LeftOut = v.object({ other: v.number(), hidden: v.number() })
export type LeftOut = v.InferOutput<typeof LeftOut>

export const Added = v.object({
	/** Ids of the transcripts that were made, in the order of the files. */
	added: v.array(v.string()),
	/** Made into nothing, because they are there. */
	duplicates: v.array(Duplicate),
	leftOut: LeftOut,
	/** Why others were made into nothing, or folders not looked through. */
	problems: v.array(Problem)
})
export type Added = v.InferOutput<typeof Added>

/** What an upload is to become: a transcript, a model, or the file of a transcript that was not found where it was. */
export const UploadPurpose = v.variant('for', [
	v.object({ for: v.literal('transcript') }),
	v.object({ for: v.literal('model') }),
	v.object({ for: v.literal('source'), transcript: v.string() })
])
export type UploadPurpose = v.InferOutput<typeof UploadPurpose>

/** A file on its way to main, or all of it there and nobody has asked for its transcript: its page went away in the middle. */
export const Partial = v.object({
	upload: v.string(),
	name: v.string(),
	/** Of the whole file, and how many of them are here. */
	bytes: v.number(),
	received: v.number(),
	/** When the file was last changed, as its page said, ms since 1970: name, size and this say that it is the same file. */
	changedAt: v.number(),
	purpose: UploadPurpose
})
export type Partial = v.InferOutput<typeof Partial>
