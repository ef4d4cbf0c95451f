import type { Problem } from '../../native-bridge/protocol/problem.ts'
import { assertNever } from '../../native-bridge/protocol/units.ts'
import { isOver, type JobState } from '../contract/records.ts'
import { afterAudio, afterDeath, afterPassing, afterProgress, type BlamedDeath, NO_TROUBLE, type Trouble } from './quarantine.ts'

/** The work on one transcript. The ledger keeps state, samples, ended, cursor and problem; `trouble` is of this run only. */
export interface Job {
	readonly id: string
	readonly kind: 'recording' | 'file'
	readonly state: JobState
	/** In the journal, and whether it is complete. */
	readonly samples: number
	readonly ended: boolean
	/** Everything before is settled. */
	readonly cursor: number
	readonly trouble: Trouble
	readonly problem: Problem | null
}

export type JobEvent =
	/** Its turn has come (files wait for one; recordings never do). */
	| { readonly type: 'turn' }
	| { readonly type: 'grew'; readonly samples: number }
	| { readonly type: 'audio-ended'; readonly samples: number }
	| { readonly type: 'step'; readonly cursor: number }
	/** The place that was to be passed over is settled, up to `cursor`. */
	| { readonly type: 'passed'; readonly cursor: number }
	| { readonly type: 'transcribed' }
	/** `reading`: it was the decoder that could not go on. */
	| { readonly type: 'failed'; readonly problem: Problem; readonly reading?: boolean }
	/** A worker died, and it was this job's doing. `problem`: what is said when there is no going on. */
	| { readonly type: 'worker-died'; readonly death: BlamedDeath; readonly problem: Problem }
	| { readonly type: 'cancel' }
	| { readonly type: 'retry' }
	/** It is left alone from here on; `resume` puts it back into the line, at its old place. */
	| { readonly type: 'pause' }
	| { readonly type: 'resume' }
	/** The whole queue is to wait: a file gives its turn back. */
	| { readonly type: 'wait' }
	/** The disk has no room for its sound: a file gives its turn back, and others go before it. */
	| { readonly type: 'no-room'; readonly problem: Problem }
	/** There is room, and it is being read again. */
	| { readonly type: 'room' }
	/** Main starts: whatever ran goes back to where it can go on from. */
	| { readonly type: 'found' }

export type JobEffect =
	/** Write these to the ledger and tell the windows. */
	| { readonly type: 'save' }
	/** Stop what workers do for it. */
	| { readonly type: 'halt' }
	/** Ask the engine anew: what was left out because it killed is wanted again. */
	| { readonly type: 'ask-anew' }
	/** Settle a range without text, because engines die there, and go on behind it. */
	| { readonly type: 'pass-over'; readonly from: number; readonly to: number }
	/** The source gives no more: its audio ends with what is in the journal. */
	| { readonly type: 'cut-short'; readonly problem: Problem }

/** It has its turn; of recordings: all audio is there, and text still comes. */
export function isAtWork(state: JobState): boolean {
	return state === 'decoding' || state === 'transcribing'
}

export function transition(job: Job, event: JobEvent): readonly [Job, readonly JobEffect[]] {
	const save = [{ type: 'save' }] as const
	const stop = [{ type: 'halt' }, { type: 'save' }] as const
	switch (event.type) {
		case 'turn':
			return job.state === 'queued' ? [{ ...job, state: job.ended ? 'transcribing' : 'decoding' }, save] : [job, []]
		case 'grew':
			return isOver(job.state) || event.samples <= job.samples
				? [job, []]
				: [{ ...job, samples: event.samples, trouble: afterAudio(job.trouble) }, []]
		case 'audio-ended': {
			const state = job.state === 'recording' || job.state === 'decoding' ? 'transcribing' : job.state
			// What went wrong with the text while it was being recorded is tried again, now that there is time.
			const anew = job.state === 'recording' && job.problem !== null
			const trouble = anew ? { ...job.trouble, engine: 0 } : job.trouble
			return [{ ...job, samples: event.samples, ended: true, state, problem: anew ? null : job.problem, trouble }, save]
		}
		case 'step': {
			if (event.cursor <= job.cursor) return [job, []]
			const trouble = afterProgress(job.trouble, event.cursor)
			const shows = job.state === 'recording' && trouble.partials && !job.trouble.partials
			return [{ ...job, cursor: event.cursor, trouble }, shows ? [{ type: 'ask-anew' }] : []]
		}
		case 'passed':
			return [{ ...job, cursor: Math.max(job.cursor, event.cursor), trouble: afterPassing(job.trouble) }, []]
		case 'transcribed': {
			const { avoid } = job.trouble
			// All before the place that kills is settled: now it is passed over.
			if (avoid) return [job, isOver(job.state) ? [] : [{ type: 'pass-over', ...avoid }]]
			// Only the end of a complete journal is the end of the job.
			return job.state === 'transcribing' ? [{ ...job, state: 'done', problem: null }, save] : [job, []]
		}
		case 'failed':
			if (isOver(job.state)) return [job, []]
			if (event.reading && job.trouble.cut)
				return [{ ...job, trouble: { ...job.trouble, cut: null } }, [{ type: 'cut-short', problem: job.trouble.cut }]]
			// A recording is never failed while it is being made: its audio goes on, its text can be made later.
			if (job.state === 'recording') return [{ ...job, problem: event.problem }, save]
			return [{ ...job, state: 'failed', problem: event.problem }, stop]
		case 'worker-died': {
			if (isOver(job.state)) return [job, []]
			const [trouble, verdict] = afterDeath(job.trouble, job.cursor, job.samples, event.death, event.problem)
			const next = { ...job, trouble }
			if (verdict === 'try-again') {
				const { avoid } = trouble
				return [next, avoid && avoid.from <= job.cursor ? [{ type: 'pass-over', ...avoid }] : []]
			}
			// A recording is never failed while it is being made.
			if (job.state === 'recording') return [{ ...next, problem: event.problem }, save]
			return [{ ...next, state: 'failed', problem: event.problem }, stop]
		}
		case 'cancel':
			if (isOver(job.state) || job.state === 'recording') return [job, []]
			return [{ ...job, state: 'cancelled' }, stop]
		case 'retry': {
			if (job.state !== 'failed' && job.state !== 'cancelled') return [job, []]
			return [{ ...job, state: job.kind === 'file' ? 'queued' : 'transcribing', problem: null, trouble: NO_TROUBLE }, save]
		}
		case 'pause':
			if (isOver(job.state) || job.state === 'recording' || job.state === 'paused') return [job, []]
			return [{ ...job, state: 'paused' }, stop]
		case 'resume':
			return job.state === 'paused' ? [{ ...job, state: job.kind === 'file' ? 'queued' : 'transcribing' }, save] : [job, []]
		case 'wait':
			return job.kind === 'file' && isAtWork(job.state) ? [{ ...job, state: 'queued' }, stop] : [job, []]
		case 'no-room':
			if (job.kind !== 'file' || job.ended || !(job.state === 'queued' || isAtWork(job.state))) return [job, []]
			return [{ ...job, state: 'queued', problem: event.problem }, stop]
		case 'room':
			return job.problem?.code === 'no-room' ? [{ ...job, problem: null }, save] : [job, []]
		case 'found':
			// Nothing is known of what went wrong before: it is tried.
			if (job.state === 'recording' && job.problem !== null) return [{ ...job, problem: null }, save]
			return job.kind === 'file' && isAtWork(job.state) ? [{ ...job, state: 'queued' }, save] : [job, []]
		default:
			return assertNever(event)
	}
}
