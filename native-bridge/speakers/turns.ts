import type { Turn } from '../protocol/messages.ts'
import { samplesOf } from '../protocol/units.ts'
import type { Voice } from './voice.ts'

/** A pause of one speaker is none of his turn's ends when it is shorter than this and nobody else speaks in it. */
const PAUSE = samplesOf(1)

/** Who speaks where, by place: the voices' ranges, what one person says in one go as one. `speakers`: of each voice. */
export function turnsOf(voices: readonly Voice[], speakers: readonly number[]): Turn[] {
	const all = voices
		.flatMap(({ ranges }, index) => ranges.map(({ from, to }) => ({ from, to, speaker: speakers[index] ?? 0 })))
		.filter(({ from, to }) => to > from)
		.sort((a, b) => a.from - b.from || a.to - b.to)
	const turns: Turn[] = []
	for (const turn of all) {
		const before = turns.at(-1)
		if (before?.speaker === turn.speaker && turn.from - before.to <= PAUSE) before.to = Math.max(before.to, turn.to)
		else turns.push({ ...turn })
	}
	return turns
}
