import { fail } from '../../native-bridge/protocol/problem.ts'
import { MEASURED_ENGINE_POST, type ProcessHealth } from '../contract/processes.ts'
import { isOver, type Transcript } from '../contract/records.ts'

/** What a transcript says of being at work. */
export type AtWork = Pick<Transcript, 'state' | 'polishing' | 'findingSpeakers' | 'audio'>

/** What goes on that must not be measured beside. Files that wait, or are paused, take nothing. */
export function hindranceOf(transcripts: readonly AtWork[]): 'recording' | 'work' | null {
	if (transcripts.some(({ state }) => state === 'recording')) return 'recording'
	return transcripts.some(isAtWork) ? 'work' : null
}

function isAtWork({ state, polishing, findingSpeakers, audio }: AtWork): boolean {
	const waits = isOver(state) || state === 'queued' || state === 'paused'
	return !waits || polishing !== null || findingSpeakers !== null || audio.copying
}

/** Whether this is loading a model: another for the engine, or that of one that was called for. A standby is none: it waits until all is measured. */
export function isLoading({ name, role, state }: Pick<ProcessHealth, 'name' | 'role' | 'state'>): boolean {
	return role === 'engine' && state === 'starting' && name !== MEASURED_ENGINE_POST && name !== 'engine-standby'
}

/** Why nobody begins to measure. */
export const REFUSED = {
	recording: fail(
		'speed-recording',
		'No speed is measured while something is recorded: the recording goes first, and the figure would be wrong. Measure when it is over.'
	),
	work: fail(
		'speed-work',
		'No speed is measured while something is transcribed: the figure would be wrong. Measure when that is done, or paused.'
	),
	loading: fail('speed-loading', 'No speed is measured while a model is being loaded: the figure would be wrong. Measure when it is ready.')
} as const

/** Why somebody stopped measuring. */
export const STOPPED = {
	recording: fail(
		'speed-stopped-recording',
		'Measuring was stopped: a recording began, and that goes first. Measure again when it is over.'
	),
	work: fail(
		'speed-stopped-work',
		'Measuring was stopped: something is transcribed now, and the figure would be wrong. Measure again when that is done.'
	),
	loading: fail(
		'speed-stopped-loading',
		'Measuring was stopped: another engine loads its model, and the figure would be wrong. Measure again when it is ready.'
	)
} as const
