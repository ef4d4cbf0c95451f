import { basename } from 'node:path'

/**
 * Addresses of an archive in the order in which they are asked: a place that the user has set, since who sets one has a reason (the other is slow
 * here, or barred), then the one of its makers. Archives lie there under their own names.
 */
export function sourcesOf(archive: string, mirror: string | null): string[] {
	if (mirror === null) return [archive]
	const name = basename(new URL(archive).pathname)
	return [`${mirror.replace(/\/+$/, '')}/${name}`, archive]
}
