/** A thing in an archive, as its directory tells. */
export interface ArchiveEntry {
	readonly path: string
	readonly is: 'file' | 'folder' | 'link' | 'other'
	/** As the archive claims; what comes is counted besides. */
	readonly bytes: number
}

export type Verdict =
	| { readonly is: 'take'; readonly name: string }
	| { readonly is: 'skip' }
	/** No honest archive has this: nothing of it is used. */
	| { readonly is: 'hostile'; readonly why: Hostility }

export type Hostility = 'outside' | 'link' | 'device' | 'many' | 'large' | 'bomb' | 'twice' | 'encrypted'

/** A model has a handful of files; archives of them bring some recordings to try it with. */
export const MOST_ENTRIES = 2_000
/** Ten times the largest model of the catalogue. */
export const MOST_BYTES = 10_000_000_000
/** Weights hardly shrink; an archive that grows more than this many times is none of a model. */
const MOST_GROWTH = 60
/** What may come of however small an archive: lists of words do shrink. */
const SMALL_BYTES = 50_000_000

/** Never of use to an engine. */
const USELESS = /\.(wav|mp3|flac|ogg|py|sh|ipynb|png|jpg|gif|mp4)$/i
const PLAIN_NAME = /^[\w-][\w.-]{0,99}$/

/**
 * What becomes of an entry. Of a model the files at the top are taken, or those in the one folder at the top; recordings and scripts are left. Only a
 * plain name is ever given out, so nothing can be written anywhere but in the folder that was made for it.
 */
export function judgeEntry({ path, is }: ArchiveEntry): Verdict {
	// A backslash and a colon mean nothing in an archive made on the system they come from, and something on another.
	if (path.startsWith('/') || path.includes('\0') || path.includes('\\') || /^[A-Za-z]:/.test(path))
		return { is: 'hostile', why: 'outside' }
	const parts = path.split('/').filter(part => part !== '' && part !== '.')
	if (parts.includes('..')) return { is: 'hostile', why: 'outside' }
	if (is === 'link') return { is: 'hostile', why: 'link' }
	if (is === 'other') return { is: 'hostile', why: 'device' }
	const name = parts.at(-1)
	if (is === 'folder' || name === undefined || parts.length > 2 || name.startsWith('.') || USELESS.test(name) || !PLAIN_NAME.test(name))
		return { is: 'skip' }
	return { is: 'take', name }
}

/** Whether so much may come of an archive of `archiveBytes`. */
export function judgeSize(entries: number, unpackedBytes: number, archiveBytes: number): Hostility | null {
	if (entries > MOST_ENTRIES) return 'many'
	if (unpackedBytes > MOST_BYTES) return 'large'
	return unpackedBytes > SMALL_BYTES + archiveBytes * MOST_GROWTH ? 'bomb' : null
}
