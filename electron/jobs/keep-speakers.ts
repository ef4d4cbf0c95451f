import type { Turn } from '../../native-bridge/protocol/messages.ts'
import { foundId, type SpeakerTurn } from '../contract/speakers.ts'

/** Of the shorter of two speakers this share must be the other's too, for them to be the same. */
const SAME = 0.5

/**
 * What was found, with ids: who speaks mostly where one spoke who was found before is the same and keeps his id, and so the name that he was given.
 * Everybody else gets one that nobody has had (`taken`: those of other channels).
 */
export function keepSpeakers(found: readonly Turn[], before: readonly SpeakerTurn[], taken: readonly string[] = []): SpeakerTurn[] {
	const pairs = [...new Set(found.map(({ speaker }) => speaker))].flatMap(speaker =>
		[...new Set(before.map(turn => turn.speaker))].map(id => {
			const [mine, theirs] = [found.filter(turn => turn.speaker === speaker), before.filter(turn => turn.speaker === id)]
			return { speaker, id, share: shared(mine, theirs) / Math.max(1, Math.min(length(mine), length(theirs))) }
		})
	)
	const ids = new Map<number, string>()
	const used = new Set([...taken, ...before.map(turn => turn.speaker)])
	const kept = new Set<string>()
	for (const { speaker, id, share } of pairs.sort((a, b) => b.share - a.share)) {
		if (share < SAME || ids.has(speaker) || kept.has(id)) continue
		ids.set(speaker, id)
		kept.add(id)
	}
	let next = 1
	return found.map(({ from, to, speaker }) => {
		let id = ids.get(speaker)
		if (id === undefined) {
			while (used.has(foundId(next))) next++
			id = foundId(next)
			used.add(id)
			ids.set(speaker, id)
		}
		return { from, to, speaker: id }
	})
}

function length(turns: readonly { readonly from: number; readonly to: number }[]): number {
	return turns.reduce((sum, { from, to }) => sum + to - from, 0)
}

/** Samples that both have; each is by place. */
function shared(a: readonly Turn[], b: readonly SpeakerTurn[]): number {
	let sum = 0
	for (let [i, j] = [0, 0]; i < a.length && j < b.length; ) {
		const [mine, theirs] = [a[i], b[j]]
		if (!mine || !theirs) break
		sum += Math.max(0, Math.min(mine.to, theirs.to) - Math.max(mine.from, theirs.from))
		if (mine.to < theirs.to) i++
		else j++
	}
	return sum
}
