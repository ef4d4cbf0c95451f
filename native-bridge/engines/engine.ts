import type { Gap, Segment, Tuning, Wishes } from '../protocol/messages.ts'
import type { Result } from '../protocol/problem.ts'

/**
 * The audio of one journal, as an engine sees it: as if all of it were there. Reading ahead of what has been
 * written waits for it, so that no decision of an engine can depend on when chunks came.
 */
export interface Tape {
	/**
	 * Samples `from`…`to`, s16. Waits until they are in the journal; shorter (or empty) only at its end.
	 * Rejects with `Cancelled` when the job was cancelled.
	 */
	read(from: number, to: number): Promise<Int16Array>
	/** Samples written so far, and whether there will be more. For partials only: a final must not look at either. */
	available(): { readonly samples: number; readonly ended: boolean }
}

/** Thrown through an engine's `next` when its job is cancelled. Nothing is to be cleaned up but the engine's own memory. */
export class Cancelled extends Error {
	override readonly name = 'Cancelled'
}

/** What one step of recognition found. `cursor` is where the next one begins; it is past the old one except for `end`. */
export type Step =
	| { readonly kind: 'segment'; readonly segment: Segment; readonly cursor: number }
	/** Audio the engine could not turn into text although it holds speech; said to the user, never passed over. */
	| { readonly kind: 'gap'; readonly gap: Gap; readonly cursor: number }
	| { readonly kind: 'silence'; readonly cursor: number }
	/** The journal has ended and holds nothing more. */
	| { readonly kind: 'end'; readonly cursor: number }

export interface StepSettings {
	readonly tuning: Tuning
}

/** Text of a segment that is still open: `firm` two hypotheses agreed on, `faint` only the newest says. */
export interface Partial {
	readonly from: number
	readonly to: number
	readonly firm: string
	readonly faint: string
}

export interface StepHooks {
	/** Null when nobody wants partials. May be called any number of times, never after the step ended. */
	readonly partial: ((partial: Partial) => void) | null
	/** Called before native code is entered, so that a death there can be explained. */
	readonly crumb: (activity: 'detecting-speech' | 'transcribing' | 'partial', from: number, to: number) => void
	/**
	 * Runs native work one at a time over all jobs of the process: finals of live jobs before those of files, then what may become a final
	 * (`early`) and partials. `null` when it was not worth waiting: finals are never refused, the others when anything else waits.
	 */
	readonly turn: <T>(urgency: 'final' | 'early' | 'partial', work: () => Promise<T>) => Promise<T | null>
}

/** Unsettled text that somebody sees already, and the samples it is of. */
export interface Shown {
	readonly from: number
	readonly to: number
	readonly text: string
}

/** A model in memory. */
export interface LoadedEngine {
	/** What people call it: `Moonshine tiny`. */
	readonly model: string
	/** Versions for the record: the library's, the model's. */
	readonly versions: Readonly<Record<string, string>>
	/** Wishes that come to nothing with this model: its kind, or a file that is not there, does not let them. */
	readonly unheeded: ReadonlyArray<keyof Wishes>
	/**
	 * One step from `cursor`, with fresh state: the result is a pure function of (journal, cursor, model, settings).
	 * Any number of steps over different tapes may be under way at once; native work goes through `hooks.turn`.
	 */
	next(tape: Tape, cursor: number, settings: StepSettings, hooks: StepHooks): Promise<Step>
	/**
	 * An early look at a segment of which `shown` is on the screen: listens only to what came since, so that text goes on at once after an
	 * engine died. Null when a usual look is as good. Nothing final depends on it.
	 */
	glimpse?(tape: Tape, shown: Shown, hooks: StepHooks): Promise<Partial | null>
	/** Does once what a first step would be slow at: memory is taken, code compiled. Nothing that a step gives depends on it. */
	warmUp?(): Promise<void>
}

export interface Engine {
	/** The registry's key, as `load` messages name it. */
	readonly id: string
	/** Loads `model` from the folder `modelDir`, by default without hotwords, in any of its languages, with numbers as one writes them. A missing or damaged model is a problem, not an exception, as far as the library lets us know. */
	load(model: string, modelDir: string, wishes?: Wishes): Promise<Result<LoadedEngine>>
}

export const NO_WISHES: Wishes = { language: null, hotwords: [], numbers: true }
