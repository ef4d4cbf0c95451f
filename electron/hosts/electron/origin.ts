/** Our pages' scheme: a standard and secure one, so that they have an origin, a microphone and worklets. */
export const SCHEME = 'app'
const HOST = 'holdfast'

/** The window's address. */
export const HOME = `${SCHEME}://${HOST}/`

/** The address of the page that records. */
export const RECORDER_HOME = `${HOME}recorder.html`

/** Whether a URL or a serialised origin is ours. Parsed: comparing beginnings would let `app://holdfast.evil` in. */
export function isOurs(url: string): boolean {
	// Node gives schemes it does not know the origin "null": the parts must be compared.
	if (!URL.canParse(url)) return false
	const { protocol, host, username, password } = new URL(url)
	return protocol === `${SCHEME}:` && host === HOST && username === '' && password === ''
}
