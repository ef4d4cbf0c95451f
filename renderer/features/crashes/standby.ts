import { isOnDemand, type Life } from '../../../electron/contract/processes.ts'
import { postOf } from '../../messages/process-role.ts'

/**
 * When each engine began to work, ms since 1970; null for one that has only waited. Of several that live at once one works and the
 * others are standbys: when it ends, the one that has waited longest goes on.
 */
export function workBegan(lives: readonly Life[]): ReadonlyMap<string, number | null> {
	const began = new Map<string, number | null>()
	let working: Life | null = null
	const waiting: Life[] = []
	const steps = lives
		// One with another model, or for a second file, is nobody's standby.
		.filter(life => life.role === 'engine' && !isOnDemand(postOf(life.name)))
		.flatMap(life => [
			{ at: life.startedAt, life, ends: false },
			...(life.endedAt === null ? [] : [{ at: Math.max(life.endedAt, life.startedAt), life, ends: true }])
		])
		// An end before a birth at the same time: the one that is born follows it. A life without length begins first all the same.
		.sort((a, b) => a.at - b.at || (a.life === b.life ? Number(a.ends) - Number(b.ends) : Number(b.ends) - Number(a.ends)))
	for (const { at, life, ends } of steps) {
		if (!ends) {
			began.set(life.id, working === null ? at : null)
			if (working === null) working = life
			else waiting.push(life)
		} else if (working === life) {
			working = waiting.shift() ?? null
			if (working !== null) began.set(working.id, at)
		} else waiting.splice(waiting.indexOf(life), 1)
	}
	return began
}
