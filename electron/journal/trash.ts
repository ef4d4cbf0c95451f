import type { Sources } from '../ledger/sources.ts'
import type { Transcripts } from '../ledger/transcripts.ts'
import type { Shelf } from './shelf.ts'

/** What is deleted stays so long. */
export const TRASH_MS = 30 * 24 * 3_600_000

interface TrashDependencies {
	readonly ledger: Pick<Transcripts, 'longInTrash' | 'get' | 'erase'>
	readonly sources: Pick<Sources, 'has'>
	readonly shelf: Pick<Shelf, 'discardAudio' | 'discardUpload'>
}

/** Takes what has lain in the trash for long enough away for ever: text, audio, and what was uploaded for it. One that the disk refuses stays. */
export function emptyTrash({ ledger, sources, shelf }: TrashDependencies, now: number): void {
	for (const id of ledger.longInTrash(now - TRASH_MS)) {
		// An upload is still there when its job never got as far as having all of it in the journal.
		const source = ledger.get(id)?.sourcePath
		if (!ledger.erase(id).ok) continue
		shelf.discardAudio(id)
		// Another of its tracks or channels may be of the same file.
		if (source && !sources.has(source)) shelf.discardUpload(source)
	}
}
