import type { RecorderState } from '../../../electron/contract/recorder.ts'

/** What of a recording is told aloud when it changes. */
export interface Told {
	readonly phase: RecorderState['phase']
	readonly muted: boolean
	/** The microphone is gone or gives nothing. */
	readonly lost: boolean
	/** Set by the user. */
	readonly marks: number
}

export function told({ phase, muted, sources, marks }: Pick<RecorderState, 'phase' | 'muted' | 'sources' | 'marks'>): Told {
	const microphone = sources.find(source => source.channel === 'me')?.state
	return {
		phase,
		muted,
		lost: microphone === 'lost' || microphone === 'held',
		marks: marks.filter(mark => mark.kind === 'mark').length
	}
}

export type Said = 'recording' | 'paused' | 'resumed' | 'stopped' | 'muted' | 'unmuted' | 'lost' | 'found' | 'marked'

/** What to say of a change; null when it is none that is told. */
export function changeOf(before: Told, now: Told): Said | null {
	if (before.phase !== now.phase) {
		if (now.phase === 'recording') return before.phase === 'paused' ? 'resumed' : 'recording'
		if (now.phase === 'paused') return 'paused'
		return now.phase === 'idle' && before.phase === 'stopping' ? 'stopped' : null
	}
	if (now.phase !== 'recording' && now.phase !== 'paused') return null
	if (before.lost !== now.lost) return now.lost ? 'lost' : 'found'
	if (before.muted !== now.muted) return now.muted ? 'muted' : 'unmuted'
	return now.marks > before.marks ? 'marked' : null
}
