import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import { holdsLibrary } from './contents.ts'
import { ARRIVING_FILE, type Move, PLACE_FILE, readPlace } from './place-file.ts'

/** Where the library is, and which folder's `place.json` says so. */
export interface Found {
	readonly seat: string
	readonly library: string
	readonly move: Move | null
}

/** A folder that was moved, opened by its own name, and moved again leads on. More steps than this are a circle. */
const MOST_STEPS = 20

/**
 * The library of the folder where Holdfast looks first. A folder that is not there, on a drive that is not connected, is never taken for
 * an empty one. Problems: `library-missing`, `library-arriving`, `place-unreadable`.
 */
export function lookUp(home: string): Result<Found> {
	let seat = resolve(home)
	for (let steps = 0; steps < MOST_STEPS; steps++) {
		const read = placeIn(seat)
		if (!read.ok) return read
		const place = read.value
		if (place === null && existsSync(join(seat, ARRIVING_FILE)))
			return fail(
				'library-arriving',
				`A library is on its way to ${seat}, and is not complete there. Start Holdfast as you did when you moved it: it goes on by itself.`,
				{ path: seat }
			)
		const library = place?.library ?? null
		if (library === null) return ok({ seat, library: seat, move: place?.move ?? null })
		if (existsSync(join(library, PLACE_FILE))) {
			seat = library
			continue
		}
		if (!holdsLibrary(namesIn(library)))
			return fail(
				'library-missing',
				`Your library was moved to ${library}, and is not there now. Is its drive connected? Connect it and start Holdfast again. To begin with an empty library instead, delete ${join(seat, PLACE_FILE)}.`,
				{ path: library, file: join(seat, PLACE_FILE) }
			)
		return ok({ seat, library, move: place?.move ?? null })
	}
	return unreadable(seat, 'it leads in a circle')
}

/** For who only leaves notes there: the folder it is in; null where it can't be found. */
export function libraryOf(home: string): string | null {
	const found = lookUp(home)
	return found.ok ? found.value.library : null
}

function placeIn(folder: string): Result<ReturnType<typeof readPlace>> {
	try {
		return ok(readPlace(folder))
	} catch (error) {
		return unreadable(folder, (error as Error).message)
	}
}

function unreadable(folder: string, why: string) {
	const path = join(folder, PLACE_FILE)
	return fail(
		'place-unreadable',
		`${path}, which says where your library is, can’t be understood (${why}). Start with --data and the folder that it is in.`,
		{ path, why }
	)
}

/** None where it is not there. */
export function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder)
	} catch {
		return []
	}
}
