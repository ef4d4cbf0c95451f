import { clockOf } from '../../native-bridge/protocol/units.ts'
import type { Mark } from '../contract/records.ts'
import type { ExportWords } from './words.ts'

/** What stands where a mark was set: `12:30 mark: note`, `12:30 paused for 3 min`. On one line, whatever the note holds. */
export function markText({ kind, sample, ms, note }: Mark, words: ExportWords): string {
	const said = note.replace(/\s+/g, ' ').trim()
	return `${clockOf(sample)} ${words.mark(kind, kind === 'mark' ? NONE : lengthOf(ms ?? 0))}${said && words.colon + said}`
}

const NONE = { h: null, min: null, s: null }

/** In two units at most: `20 s`, `3 min 5 s`, `2 h 10 min`. None below a second: too short to be told, or nobody knows. */
function lengthOf(ms: number): Parameters<ExportWords['mark']>[1] {
	const seconds = Math.round(ms / 1_000)
	const [h, min, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
	return { h: h || null, min: min || null, s: h === 0 ? s || null : null }
}
