/** What is here of a file, and by what the server would know whether it is still the same. */
export interface Part {
	readonly bytes: number
	/** Its length, if a server has told. */
	readonly total: number | null
	/** A strong ETag or a date of change, as the server wrote it; null: it told neither. */
	readonly validator: string | null
}

export type Answer =
	/** The file from its beginning: what is here is of no use any more. */
	| { readonly is: 'whole'; readonly total: number | null; readonly validator: string | null }
	/** The file from where we are. */
	| { readonly is: 'rest'; readonly total: number | null; readonly validator: string | null }
	/** All of it is here already. */
	| { readonly is: 'complete' }
	/** What is here can't be gone on with: throw it away and ask again. */
	| { readonly is: 'begin-again' }
	| { readonly is: 'elsewhere'; readonly url: string }
	/** The server can't now. `afterSeconds`: as it asks us to wait. */
	| { readonly is: 'later'; readonly status: number; readonly afterSeconds: number | null }
	/** It won't, now or later. `page`: it gave a web page instead of a file, as a network does that wants one to log in first. */
	| { readonly is: 'refused'; readonly status: number; readonly page: boolean }

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** The headers to ask with: the rest only, and only of the same file. */
export function askFor(part: Part): Record<string, string> {
	// Compressed on its way, a file has no places at which one could go on.
	const plain = { 'accept-encoding': 'identity', 'user-agent': 'Holdfast' }
	if (part.bytes === 0) return plain
	return { ...plain, range: `bytes=${part.bytes}-`, ...(part.validator === null ? {} : { 'if-range': part.validator }) }
}

/** What an answer means to the one who has `part` and asked by `askFor` at `url`. Servers lie about ranges: what contradicts what is known is not believed. */
export function readAnswer(part: Part, url: string, status: number, headers: Headers): Answer {
	const one = (name: string) => [headers[name] ?? []].flat()[0] ?? null
	if (status >= 300 && status < 400 && status !== 304) return elsewhere(url, one('location'), status)
	if (status === 408 || status === 425 || status === 429 || status >= 500)
		return { is: 'later', status, afterSeconds: seconds(one('retry-after')) }
	if (status === 416) {
		const total = /^bytes \*\/(\d+)$/.exec(one('content-range') ?? '')?.[1]
		if (part.bytes === 0) return { is: 'refused', status, page: false }
		return total !== undefined && Number(total) === part.bytes && (part.total ?? part.bytes) === part.bytes
			? { is: 'complete' }
			: { is: 'begin-again' }
	}
	if (status !== 200 && status !== 206) return { is: 'refused', status, page: false }
	if (/^text\/html\b/i.test(one('content-type') ?? '')) return { is: 'refused', status, page: true }
	const encoding = one('content-encoding')
	if (encoding !== null && encoding !== 'identity') return { is: 'refused', status, page: false }
	const validator = validatorOf(one('etag'), one('last-modified'))
	if (status === 200) return { is: 'whole', total: count(one('content-length')), validator }
	const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(one('content-range') ?? '')
	if (part.bytes === 0 || range === null) return { is: 'begin-again' }
	const [from, to, total] = [Number(range[1]), Number(range[2]), range[3] === '*' ? null : Number(range[3])]
	const contradicts =
		from !== part.bytes ||
		(total !== null && (to !== total - 1 || (part.total !== null && total !== part.total))) ||
		(part.validator !== null && validator !== null && validator !== part.validator)
	return contradicts ? { is: 'begin-again' } : { is: 'rest', total: total ?? part.total, validator: validator ?? part.validator }
}

/** Weak ETags say of two files only that they mean the same: no ground to join halves on. */
function validatorOf(etag: string | null, changed: string | null): string | null {
	return etag !== null && !etag.startsWith('W/') ? etag : changed
}

function elsewhere(url: string, location: string | null, status: number): Answer {
	const target = location === null ? null : URL.parse(location, url)
	const safe = target !== null && (target.protocol === 'https:' || (target.protocol === 'http:' && new URL(url).protocol === 'http:'))
	return safe ? { is: 'elsewhere', url: target.href } : { is: 'refused', status, page: false }
}

function count(text: string | null): number | null {
	return text !== null && /^\d+$/.test(text) ? Number(text) : null
}

/** Dates are not obeyed: the clocks of two machines differ. */
function seconds(text: string | null): number | null {
	return count(text)
}
