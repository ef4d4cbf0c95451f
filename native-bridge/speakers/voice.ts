import type { SampleRange } from '../protocol/units.ts'

/** What one person says in one window. */
export interface Voice {
	/** By place; two voices may speak at once. */
	readonly ranges: readonly SampleRange[]
	/** A direction of length 1: voices of one person point the same way. Null: too short to tell. */
	readonly print: Float32Array | null
}

/** Samples that it speaks. */
export function lengthOf({ ranges }: Pick<Voice, 'ranges'>): number {
	return ranges.reduce((sum, { from, to }) => sum + to - from, 0)
}

/** The direction of a sum of prints, each as heavy as it is long; null when it has none. */
export function unit(print: Float32Array): Float32Array | null {
	const length = Math.hypot(...print)
	return Number.isFinite(length) && length > 0 ? print.map(value => value / length) : null
}

/** 1: the same direction; 0: nothing in common. */
export function likeness(a: Float32Array, b: Float32Array): number {
	let sum = 0
	for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
	return sum
}
