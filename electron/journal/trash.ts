import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import type { Sources } from '../ledger/sources.ts'
import type { Transcripts } from '../ledger/transcripts.ts'
import type { Shelf } from './shelf.ts'

/** What is deleted stays so long. */
export const TRASH_MS = 30 * 24 * 3_600_000

interface TrashDependencies {
	readonly ledger: Pick<Transcripts, 'longInTrash' | 'get' | 'erase' | 'setAudioPlan'>
	readonly sources: Pick<Sources, 'has'>
	readonly shelf: Pick<Shelf, 'discardAudio' | 'discardUpload'>
}

const STUCK = fail(
	'data-folder',
	'The audio of one could not be deleted: another program holds the file, or you may not delete it. It stays in the trash; try again later.'
)

/** Takes what has lain in the trash for long enough away for ever: text, audio, and what was uploaded for it. One that the disk refuses stays. */
export function emptyTrash({ ledger, sources, shelf }: TrashDependencies, now: number): void {
	eraseForEver({ ledger, sources, shelf }, ledger.longInTrash(now - TRASH_MS))
}

/**
 * The same of these. The last problem, where the disk refused one. The audio goes first: should main die in between, the transcript is in the trash yet,
 * and says that it has none; the other way round it would lie there for ever and belong to nobody.
 */
export function eraseForEver({ ledger, sources, shelf }: TrashDependencies, ids: readonly string[]): Result<null> {
	let all: Result<null> = ok(null)
	for (const id of ids) {
		// An upload is still there when its job never got as far as having all of it in the journal.
		const source = ledger.get(id)?.sourcePath
		const planned = ledger.setAudioPlan(id, 'removed')
		const erased = !planned.ok ? planned : shelf.discardAudio(id) ? ledger.erase(id) : STUCK
		if (!erased.ok) {
			all = erased
			continue
		}
		// Another of its tracks or channels may be of the same file.
		if (source && !sources.has(source)) shelf.discardUpload(source)
	}
	return all
}
