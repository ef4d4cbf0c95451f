import { isAbsolute } from 'node:path'
import * as v from 'valibot'

/** What somebody wants: files to transcribe, absolute, links to be opened, and to record. */
export interface HandedOver {
	readonly files: readonly string[]
	readonly links: readonly string[]
	readonly record: boolean
}

const HandedOver = v.object({
	files: v.pipe(v.array(v.string()), v.maxLength(10_000)),
	links: v.pipe(v.array(v.string()), v.maxLength(100)),
	record: v.boolean()
})

/**
 * What a second start of Holdfast has handed over with the single-instance lock. Its command line is not used: Chromium adds to it and
 * changes its order, and its folder may be another. Nothing when it is not what our own main sends.
 */
export function readHandedOver(data: unknown): HandedOver {
	const parsed = v.safeParse(HandedOver, data)
	if (!parsed.success) return { files: [], links: [], record: false }
	return { ...parsed.output, files: parsed.output.files.filter(isAbsolute) }
}
