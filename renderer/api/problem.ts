import type { Transcript } from '../../electron/contract/records.ts'

/** An expected failure, as main tells it or as the page finds it: `text` is the whole English sentence, `code` and `facts` let us say it in another language. */
export type Problem = NonNullable<Transcript['problem']>

/** Either what was asked for, or the reason why not. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

export function ok<T>(value: T): Result<T> {
	return { ok: true, value }
}

export function fail(code: string, text: string, facts: Problem['facts'] = {}): { readonly ok: false; readonly problem: Problem } {
	return { ok: false, problem: { code, facts, text } }
}
