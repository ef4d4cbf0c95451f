import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A path as a person writes or pastes it: in quotes, from `~`, with a shell's backslashes before spaces, as a `file:` address. */
export function writtenPath(text: string): string {
	const quoted = /^(["'])(.*)\1$/.exec(text.trim())
	const bare = quoted?.[2] ?? text.trim()
	if (/^file:\/\//i.test(bare)) {
		try {
			return fileURLToPath(bare)
		} catch {
			// Of another machine, or not an address: then it is no complete path either, and is said to be none.
			return bare
		}
	}
	if (bare === '~') return homedir()
	const path = /^~[/\\]/.test(bare) ? join(homedir(), bare.slice(2)) : bare
	// On Windows a backslash parts folders.
	return quoted || process.platform === 'win32' ? path : path.replace(/\\([ ()&'"[\]$!,;])/g, '$1')
}
