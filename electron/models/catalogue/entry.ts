import * as v from 'valibot'
import { ModelDescription } from '../../../native-bridge/protocol/model.ts'
import { Licence, modelId, PURPOSES } from '../../contract/models.ts'

const bytes = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1)))

/** A file that can be fetched. */
export const Archive = v.object({
	/** `.tar.bz2`, `.tar.gz`, `.zip`; what it is is seen from its content. */
	url: v.pipe(v.string(), v.url(), v.regex(/^https?:\/\//)),
	bytes,
	/** What it must be; null: not known, then the first one seen is remembered. */
	sha256: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)))
})
export type Archive = v.InferOutput<typeof Archive>

/** A name in a model's folder, never a way out of it. */
const fileName = v.pipe(v.string(), v.regex(/^[\w-][\w.-]*$/, 'must be a plain file name'), v.maxLength(100))

/** What is fetched beside the archive: one file; or, with `take`, an archive of which these files are taken, under the names that they get here. */
export const Beside = v.object({ ...Archive.entries, take: v.optional(v.record(fileName, fileName)) })
export type Beside = v.InferOutput<typeof Beside>

/**
 * A model that can be had: what people want to know of it, where its archive is, and how it is loaded, which is written into its folder as
 * model.json when it is installed. Null is: nobody knows.
 */
export const CatalogueEntry = v.object({
	/** Its folder's name. */
	id: modelId,
	purposes: v.pipe(v.array(v.picklist(PURPOSES)), v.minLength(1)),
	/** Where the languages of `model` are `mul`: how many. */
	languageCount: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2))),
	archive: Archive,
	/** What belongs to it and lies elsewhere. */
	beside: v.optional(v.array(Beside)),
	/** Its files that are kept. */
	diskBytes: bytes,
	licence: Licence,
	/** As model.json has it; `tokens` and the files' sizes and sums are filled in from what has come. */
	model: ModelDescription
})
export type CatalogueEntry = v.InferOutput<typeof CatalogueEntry>

/** All that is fetched for it, in this order. */
export function partsOf({ archive, beside = [] }: Pick<CatalogueEntry, 'archive' | 'beside'>): readonly Beside[] {
	return [archive, ...beside]
}

/** Bytes of all that; null: nobody knows. */
export function downloadBytes(entry: Pick<CatalogueEntry, 'archive' | 'beside'>): number | null {
	return partsOf(entry).reduce<number | null>((sum, { bytes }) => (sum === null || bytes === null ? null : sum + bytes), 0)
}
