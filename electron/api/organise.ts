import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import type { KeptAudio } from '../audio/kept-audio.ts'
import type { AppEvent } from '../contract/events.ts'
import type { Transcript } from '../contract/records.ts'
import type { Runner } from '../jobs/runner.ts'
import type { SpeakerFinder } from '../jobs/speaker-finder.ts'
import type { Organised } from '../ledger/organised.ts'
import type { SecondPasses } from '../ledger/second-passes.ts'
import type { Transcripts } from '../ledger/transcripts.ts'
import type { Handlers } from './server.ts'

interface OrganiseRooms {
	readonly ledger: Transcripts
	readonly organised: Organised
	/** What lies in the trash stays so long, ms, and how it is taken away for ever. */
	readonly trashMs: number
	readonly erase: (ids: readonly string[]) => Result<null>
	readonly runner: Runner
	readonly passes: SecondPasses
	readonly audio: Pick<KeptAudio, 'isReplaced' | 'bringBack'>
	readonly speakers: Pick<SpeakerFinder, 'forget' | 'restored'>
	readonly emit: (event: AppEvent) => void
	/** Windows are told of the transcript as it is now. */
	readonly tell: (id: string) => Result<Transcript>
}

type Organise = Pick<Handlers, 'transcripts.delete' | 'transcripts.restore' | 'transcripts.organise' | 'trash.list' | 'trash.erase'>

/** Keeping the library in order: favourites, tags, and the trash, of many transcripts at once. */
export function organise({ ledger, organised, trashMs, erase, runner, passes, audio, speakers, emit, tell }: OrganiseRooms) {
	/** Recordings and their other channels, each once. */
	const channels = (ids: readonly string[]) => [...new Set(ids.flatMap(id => [id, ...ledger.parts(id).map(part => part.id)]))]

	/** All or none: none while one of them is recorded. */
	function trash(ids: readonly string[]): Result<Record<string, never>> {
		const all = channels(ids).filter(id => ledger.get(id) !== null)
		if (all.some(id => ledger.get(id)?.state === 'recording'))
			return fail('still-recording', 'This is being recorded. Stop the recording first.')
		const trashed = ledger.trash(all, Date.now())
		if (!trashed.ok) return trashed
		for (const id of all) {
			runner.forget(id)
			speakers.forget(id)
		}
		if (all.length > 0) {
			emit({ type: 'transcripts-removed', transcripts: all })
			emit({ type: 'trash' })
		}
		return ok({})
	}

	/** Its work goes on. What a pass is to hear is brought back first where only its copy is left. */
	function takeUp(id: string): void {
		if (audio.isReplaced(id) && passes.get(id) !== null)
			audio.bringBack(id, () => {
				runner.restored(id)
				tell(id)
			})
		else runner.restored(id)
	}

	function restore(ids: readonly string[]): Result<Record<string, never>> {
		const all = channels(ids)
		const taken = ledger.trash(all, null)
		if (!taken.ok) return taken
		for (const id of all) takeUp(id)
		speakers.restored()
		for (const id of all) tell(id)
		emit({ type: 'trash' })
		return ok({})
	}

	const handlers: Organise = {
		'transcripts.delete': ({ transcripts }) => trash(transcripts),
		'transcripts.restore': ({ transcripts }) => restore(transcripts),
		'transcripts.organise': ({ transcripts, ...how }) => {
			const set = organised.set(transcripts, how)
			if (!set.ok) return set
			for (const id of transcripts) tell(id)
			return ok({})
		},
		'trash.list': () =>
			ok(organised.trashed().map(({ row, at }) => ({ transcript: runner.describe(row), deletedAt: at, until: at + trashMs }))),
		'trash.erase': async ({ transcripts }) => {
			let all: Result<null> = ok(null)
			for (const id of transcripts) {
				// Meanwhile somebody may have put it back.
				if (!organised.isTrashed(id)) continue
				const erased = erase(channels([id]))
				if (!erased.ok) all = erased
				// Long texts take a while, and whoever records must not wait for all of them.
				await new Promise(resolve => setImmediate(resolve))
			}
			emit({ type: 'trash' })
			return all.ok ? ok({}) : all
		}
	}
	return { trash, restore, handlers }
}
