import type { Format } from './format.ts'
import { json } from './json.ts'
import { srt } from './srt.ts'
import { text } from './text.ts'
import { vtt } from './vtt.ts'

/** All formats, in the order of the menu. */
export const formats: readonly Format[] = [text, srt, vtt, json]

export function formatOf(id: string): Format | undefined {
	return formats.find(format => format.id === id)
}
