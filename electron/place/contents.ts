/**
 * What Holdfast puts into a data folder, by its name there. A folder may hold things of somebody else beside them (it may be any that was named with
 * `--data`): a move never touches a name that is not here.
 */
const MOVES: ReadonlySet<string> = new Set([
	'audio',
	'browser-host.json',
	'catalogue',
	'chromium',
	'crashes',
	'crumbs',
	'graphics.json',
	'language.json',
	'logs',
	'models',
	'picked.json',
	'settings.json',
	'speeds.json',
	'spool',
	'uploads',
	'window.json'
])

/** Where most of the bytes are, and little of it changes: these are copied while everything goes on. */
export const EARLY = ['models', 'audio', 'uploads', 'crashes'] as const

/** The library's own file in a data folder. */
export const LEDGER_FILE = 'ledger.sqlite'
/** The ledger with what SQLite writes beside it, and damaged ones that were moved aside. */
const LEDGER = /^ledger\.sqlite/

/** It goes to the new folder. */
export function moves(name: string): boolean {
	return MOVES.has(name) || LEDGER.test(name)
}

/** A small file of ours that was half written, or says of a move that is over how far it was: it goes uncopied. */
export function isRemains(name: string): boolean {
	return (
		(name.endsWith('.json.part') && MOVES.has(name.slice(0, -'.part'.length))) ||
		/^(arriving|arrived|place)\.json\.part$|^arrived\.json$/.test(name)
	)
}

/** In a folder of this name, which may hold things of others too, we keep these. They are made anew. */
export const CACHE = 'cache'
export const CACHED = ['code', 'dragged'] as const

/** What a Holdfast that nobody works with still writes. Any other change means that somebody used the library. */
export function isByTheWay(path: string): boolean {
	return /^(chromium|crashes|crumbs|logs|spool)[/\\]/.test(path)
}

/** Which of two files is deleted first: the ledger, so that half a folder is never taken for a library. */
export function ledgerFirst(a: string, b: string): number {
	return Number(LEDGER.test(b)) - Number(LEDGER.test(a))
}

/** A ledger that was found damaged and put aside. */
export function isDamaged(name: string): boolean {
	return /^ledger\.sqlite\.damaged-/.test(name)
}

/** Whether there is a library among these names. */
export function holdsLibrary(names: readonly string[]): boolean {
	return names.some(name => LEDGER.test(name))
}

/** What a system puts into any folder or drive by itself: a folder with nothing else in it is empty. */
const SYSTEM: ReadonlySet<string> = new Set([
	'.DS_Store',
	'.Spotlight-V100',
	'.TemporaryItems',
	'.Trashes',
	'.fseventsd',
	'$RECYCLE.BIN',
	'System Volume Information',
	'desktop.ini',
	'lost+found'
])

export function isOfTheSystem(name: string): boolean {
	return SYSTEM.has(name)
}

/** Inside of Chromium's folder: made anew, or true for one process only. */
export function isPassing(path: string): boolean {
	return /^chromium[/\\]/.test(path) && /cache|[/\\](Singleton|lockfile|Crashpad|DevToolsActivePort)/i.test(path)
}
