import type { ExitRecord } from '../../electron/contract/exits.ts'

/** So many deaths come with the snapshot, */
const FIRST = 50
/** and so many are asked for at a time: whole records, of which a page is read within a frame or two. */
export const PAGE = 100
/** Stands for all causes where a signature is asked for. */
const ALL = ''

/**
 * The deaths that are here: the newest, and older ones as far as somebody scrolled, in the whole list or in that of one cause.
 * What is asked for by its id alone (a link to an old death) is here too, but in no list: between it and the rest some are missing.
 */
export interface ExitPages {
	/** Newest first, without repeats. */
	readonly exits: readonly ExitRecord[]
	/** By signature (and `''` for all): the time, ms, down to which nothing is missing; −Infinity when all are here. */
	readonly reach: Readonly<Record<string, number>>
}

/** What main gives at first: the newest `limit`. */
export function firstPage(exits: readonly ExitRecord[], limit = FIRST): ExitPages {
	return { exits, reach: { [ALL]: reachOf(exits, limit) } }
}

/** With one more page of a list (`signature` null: of all), as long as `limit` when more may follow. */
export function withPage(pages: ExitPages, signature: string | null, page: readonly ExitRecord[], limit = PAGE): ExitPages {
	// More deaths in one millisecond than fit into a page would be asked for again and again.
	const reach = Math.min(reachOf(page, limit), nextBefore(pages, signature) - 1)
	return { exits: merged(pages.exits, page), reach: { ...pages.reach, [signature ?? ALL]: reach } }
}

/** A record comes again when it is completed: it takes its own place. */
export function withExit(pages: ExitPages, exit: ExitRecord): ExitPages {
	return { ...pages, exits: merged(pages.exits, [exit]) }
}

export function withoutExits(pages: ExitPages, gone: readonly string[] | null): ExitPages {
	if (gone === null) return firstPage([])
	return { ...pages, exits: pages.exits.filter(exit => !gone.includes(exit.id)) }
}

/** The list of one cause, or of all (null), as far down as nothing is missing in it; and whether there may be more. */
export function listOf(pages: ExitPages, signature: string | null): { readonly exits: readonly ExitRecord[]; readonly more: boolean } {
	const reach = Math.min(reachedIn(pages, null), reachedIn(pages, signature))
	const exits = pages.exits.filter(exit => exit.at >= reach && (signature === null || exit.signature === signature))
	return { exits, more: reach > Number.NEGATIVE_INFINITY }
}

/** Where the next page of a list begins, ms. */
export function nextBefore(pages: ExitPages, signature: string | null): number {
	return Math.min(reachedIn(pages, null), reachedIn(pages, signature))
}

function reachedIn(pages: ExitPages, signature: string | null): number {
	return pages.reach[signature ?? ALL] ?? Number.POSITIVE_INFINITY
}

function reachOf(page: readonly ExitRecord[], limit: number): number {
	return page.length < limit ? Number.NEGATIVE_INFINITY : (page.at(-1)?.at ?? Number.NEGATIVE_INFINITY)
}

function merged(exits: readonly ExitRecord[], more: readonly ExitRecord[]): ExitRecord[] {
	const fresh = new Set(more.map(exit => exit.id))
	return [...exits.filter(exit => !fresh.has(exit.id)), ...more].sort((a, b) => b.at - a.at)
}
