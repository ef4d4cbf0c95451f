import { isAbsolute } from 'node:path'
import * as v from 'valibot'

const HandedOver = v.object({ files: v.pipe(v.array(v.string()), v.maxLength(10_000)) })

/**
 * The files that a second start of Holdfast has handed over with the single-instance lock. Its command line is not used: Chromium adds
 * to it and changes its order, and its folder may be another. Nothing when it is not what our own main sends.
 */
export function readHandedOver(data: unknown): readonly string[] {
	const parsed = v.safeParse(HandedOver, data)
	return parsed.success ? parsed.output.files.filter(isAbsolute) : []
}
