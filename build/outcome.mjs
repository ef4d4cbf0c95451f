/**
 * What the set-up scripts return: they run before anything is installed, so they cannot use the app's own `Result`, but have its shape.
 * `text` is a whole sentence or two: what happened, why, what to do.
 *
 * @typedef {{ readonly code: string, readonly text: string }} Problem
 */

/**
 * @template T
 * @typedef {{ readonly ok: true, readonly value: T } | { readonly ok: false, readonly problem: Problem }} Outcome
 */

/**
 * @template T
 * @param {T} value
 * @returns {{ readonly ok: true, readonly value: T }}
 */
export function done(value) {
	return { ok: true, value }
}

/**
 * @param {string} code
 * @param {string} text
 * @returns {{ readonly ok: false, readonly problem: Problem }}
 */
export function failed(code, text) {
	return { ok: false, problem: { code, text } }
}
