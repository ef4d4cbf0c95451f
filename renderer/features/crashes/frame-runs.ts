import type { StackFrame } from '../../../electron/contract/exits.ts'

/** Frames in a row that say the same: recursion, or code made at run time, again and again. */
export interface FrameRun {
	readonly frame: StackFrame
	/** Depth of its first. */
	readonly depth: number
	readonly count: number
}

/** The stack with equal frames in a row as one, as the report has it. */
export function frameRuns(frames: readonly StackFrame[]): FrameRun[] {
	const runs: FrameRun[] = []
	for (const [depth, frame] of frames.entries()) {
		const last = runs.at(-1)
		if (last !== undefined && isSame(last.frame, frame)) runs[runs.length - 1] = { ...last, count: last.count + 1 }
		else runs.push({ frame, depth, count: 1 })
	}
	return runs
}

function isSame(a: StackFrame, b: StackFrame): boolean {
	return a.module === b.module && a.offset === b.offset && a.symbol === b.symbol && a.trust === b.trust
}

/** A symbol in the pieces between which a line may end: never within a name. */
export function breakable(symbol: string): string[] {
	return symbol.split(/(?<=::|[,<(&/ ])(?=[\w~$])/)
}
