/** What a search finds. */
import * as v from 'valibot'

/** Parts of a text by its characters (UTF-16): from, to. */
const Hits = v.array(v.pipe(v.tuple([v.number(), v.number()]), v.readonly()))

export const FoundPlace = v.object({
	/** In the text, or in what was written at a mark. */
	is: v.picklist(['said', 'mark']),
	/** Names it among all. */
	key: v.string(),
	/** Where the first hit is heard, in samples of the transcript. */
	sample: v.number(),
	/** With what stands around it, perhaps cut. */
	text: v.string(),
	hits: Hits
})
export type FoundPlace = v.InferOutput<typeof FoundPlace>

export const Found = v.object({
	transcripts: v.array(
		v.object({
			transcript: v.string(),
			/** The hits in its title; null when the title is none. */
			title: v.nullable(Hits),
			places: v.array(FoundPlace),
			/** That are not told. */
			morePlaces: v.number()
		})
	),
	/** There is more than is told. */
	more: v.boolean(),
	/** A library from before there was a search is still being read: not all can be found yet. */
	indexing: v.boolean()
})
export type Found = v.InferOutput<typeof Found>
