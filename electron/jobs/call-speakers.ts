import type { Result } from '../../native-bridge/protocol/problem.ts'
import type { SpeakerName } from '../contract/records.ts'
import { foundNumber } from '../contract/speakers.ts'
import type { Edits } from '../ledger/edits.ts'
import type { FoundSpeakers } from '../ledger/found-speakers.ts'
import type { Transcripts } from '../ledger/transcripts.ts'

/** How speakers are called whom nobody has named. */
export const CALLED = 'Speaker #'

/**
 * The names of a recording when these ids are heard in it: who was found and has no name is called by his number (`called`, in which `#` stands for
 * it). A name that only we gave goes with who had it, but not one that something the user wrote points to (`used`).
 */
export function calledSpeakers(
	names: readonly SpeakerName[],
	heard: readonly string[],
	used: ReadonlySet<string>,
	called: string
): SpeakerName[] {
	const ours = (id: string) => {
		const number = foundNumber(id)
		return number === null ? null : called.replace('#', String(number))
	}
	const kept = names.filter(({ id, name }) => name !== ours(id) || heard.includes(id) || used.has(id))
	const known = new Set(kept.map(({ id }) => id))
	const fresh = [...new Set(heard)].filter(id => !known.has(id)).sort((a, b) => (foundNumber(a) ?? 0) - (foundNumber(b) ?? 0))
	return [...kept, ...fresh.map(id => ({ id, name: ours(id) ?? id }))]
}

/** Sets the names of the recording that this transcript is, or is a channel of, by who is heard in it now. */
export function callFound(
	{
		ledger,
		found,
		edits
	}: { readonly ledger: Transcripts; readonly found: FoundSpeakers; readonly edits: Pick<Edits, 'list' | 'speakers' | 'setSpeakers'> },
	transcript: string
): { readonly whole: string; readonly speakers: SpeakerName[]; readonly set: Result<null> } {
	const whole = ledger.get(transcript)?.partOf ?? transcript
	const channels = [whole, ...ledger.parts(whole).map(part => part.id)]
	const used = new Set(channels.flatMap(id => edits.list(id)).flatMap(({ edit }) => edit.pieces.flatMap(({ speaker }) => speaker ?? [])))
	const heard = channels.flatMap(id => found.turns(id)).map(({ speaker }) => speaker)
	const speakers = calledSpeakers(edits.speakers(whole), heard, used, found.called(transcript) ?? CALLED)
	return { whole, speakers, set: edits.setSpeakers(whole, speakers) }
}
