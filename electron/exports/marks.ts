import { clockOf } from '../../native-bridge/protocol/units.ts'
import type { Mark } from '../contract/records.ts'

const WHAT: Readonly<Record<Mark['kind'], string>> = {
	mark: 'mark',
	mute: 'muted',
	pause: 'paused',
	asleep: 'the machine was asleep'
}

/** What stands where a mark was set: `12:30 mark: note`, `12:30 paused for 3 min`. On one line, whatever the note holds. */
export function markText({ kind, sample, ms, note }: Mark): string {
	const length = kind === 'mark' || ms === null ? '' : lengthOf(ms)
	const said = note.replace(/\s+/g, ' ').trim()
	return `${clockOf(sample)} ${WHAT[kind]}${length && ` for ${length}`}${said && `: ${said}`}`
}

/** In two units at most: `20 s`, `3 min 5 s`, `2 h 10 min`. Empty below a second: too short to be told, or nobody knows. */
function lengthOf(ms: number): string {
	const seconds = Math.round(ms / 1_000)
	const [h, min, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
	const said = [h && `${h} h`, min && `${min} min`, s && h === 0 && `${s} s`]
	return said.filter(Boolean).join(' ')
}
