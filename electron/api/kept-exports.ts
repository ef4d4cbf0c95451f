import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'

/** A file that a window may fetch by its address. `open`: what is in it; each time anew. */
export interface KeptExport {
	readonly name: string
	readonly mime: string
	open(): Readable
}

/** Browsers ask at once; one that asks where to put the file does so before. Each of the last few: two windows may export at a time. */
const MOST = 8

/** Exports that windows asked for and have yet to fetch: an address says which, since what is in one may be more than fits into a message. */
export class KeptExports {
	readonly #kept = new Map<string, KeptExport>()

	/** Gives the name by which it is fetched, which nobody can guess. */
	keep(file: KeptExport): string {
		const id = randomUUID()
		this.#kept.set(id, file)
		for (const old of [...this.#kept.keys()].slice(0, -MOST)) this.#kept.delete(old)
		return id
	}

	/** What a host replies with. Null: asked for long ago, or never. */
	get(id: string): (Pick<KeptExport, 'open'> & { readonly headers: Readonly<Record<string, string>> }) | null {
		const file = this.#kept.get(id)
		if (!file) return null
		const headers = { 'Content-Type': file.mime, 'Cache-Control': 'no-store', 'Content-Disposition': asAttachment(file.name) }
		return { headers, open: () => file.open() }
	}
}

/** A browser saves it under its name (RFC 6266, RFC 8187), whichever script that is in. */
function asAttachment(name: string): string {
	const encoded = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
	return `attachment; filename*=UTF-8''${encoded}`
}
