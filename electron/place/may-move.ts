import { isAbsolute } from 'node:path'
import { fail, type Problem } from '../../native-bridge/protocol/problem.ts'
import { holdsLibrary, isOfTheSystem, isRemains, moves } from './contents.ts'
import { ARRIVING_FILE, LOCK_FILE, PLACE_FILE } from './place-file.ts'

/** What is known of the folder that somebody wants the library to be in. */
export interface Target {
	/** As it was written. */
	readonly path: string
	readonly kind: 'missing' | 'folder' | 'other'
	/** Names in it. */
	readonly names: readonly string[]
	/** It is the library's folder, or lies in it. */
	readonly inLibrary: 'same' | 'inside' | null
	/** What comes into it is transcribed. */
	readonly isWatched: boolean
	/** It is the folder where Holdfast looks first, and where it notes the way to the library. */
	readonly isSeat: boolean
	/** On a drive of another machine. */
	readonly isNetwork: boolean
	/** What the system said when we tried to write there, and null when we could. */
	readonly refused: string | null
	/** Bytes; null where it can't be told. */
	readonly free: number | null
}

/** Room that is left to the drive, for what is made anew and for what comes while it is copied. */
const SPARE = 100_000_000

/** Why the library can't go there, or null. `need`: its bytes. */
export function refusal(target: Target, need: number): Problem | null {
	return asFailure(target, need)?.problem ?? null
}

function asFailure({ path, kind, names, inLibrary, isWatched, isSeat, isNetwork, refused, free }: Target, need: number) {
	if (!isAbsolute(path)) return fail('bad-path', `“${path}” is not a complete path.`, { path })
	if (kind === 'other') return fail('move-to-file', `“${path}” is a file. Choose a folder.`, { path })
	if (inLibrary === 'same') return fail('move-same', 'Everything is in this folder already.')
	if (inLibrary === 'inside') return fail('move-inside', 'This folder lies in the one that is to be moved. Choose one outside of it.')
	if (isWatched)
		return fail(
			'move-watched',
			'Sound that comes into this folder is transcribed, and Holdfast would transcribe its own again and again. Choose a folder outside of the watched one.',
			{ path }
		)
	if (isNetwork)
		return fail(
			'move-network',
			`“${path}” is on another computer. A library can be damaged there when the connection breaks. Choose a folder on a drive of this one.`,
			{ path }
		)
	const own = isSeat ? [PLACE_FILE, LOCK_FILE, `${PLACE_FILE}.part`, ARRIVING_FILE, 'cache', 'chromium-guardian'] : []
	// What an earlier move could not take back, since its drive had gone: it is no library.
	const remains = names.includes(ARRIVING_FILE) && !holdsLibrary(names)
	const isOurs = (name: string) => own.includes(name) || (remains && (moves(name) || isRemains(name) || name === ARRIVING_FILE))
	const others = names.filter(name => !isOfTheSystem(name) && !isOurs(name))
	if (others.length > 0)
		return fail('move-not-empty', `“${path}” is not empty. Choose an empty folder, or write the name of a new one in it.`, { path })
	if (refused !== null)
		return fail(
			'move-not-writable',
			`Holdfast can’t write to “${path}” (${refused}). Is the drive connected and not write-protected, and may you write there?`,
			{ path, code: refused }
		)
	if (free !== null && free < need + SPARE) {
		const megabytes = Math.ceil((need + SPARE - free) / 1e6)
		return fail('move-no-room', `There is not enough room for everything there: ${megabytes} MB are missing.`, { megabytes })
	}
	return null
}
