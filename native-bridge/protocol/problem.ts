import * as v from 'valibot'

/**
 * An expected failure, as a value. `text` is the whole English sentence: what happened, why, what to do.
 * `code` and `facts` let a screen say the same in another language; they are also what tests compare.
 */
export const Problem = v.object({
	code: v.string(),
	facts: v.record(v.string(), v.union([v.string(), v.number(), v.null()])),
	text: v.string()
})
export type Problem = v.InferOutput<typeof Problem>

/** Either what was asked for, or the reason why not. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

export function ok<T>(value: T): Result<T> {
	return { ok: true, value }
}

export function fail(code: string, text: string, facts: Problem['facts'] = {}): { readonly ok: false; readonly problem: Problem } {
	return { ok: false, problem: { code, facts, text } }
}
