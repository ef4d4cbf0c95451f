import type { ExitRecord, Life } from '../../../electron/contract/records.ts'
import { DAY_MS } from '../../stores/crashes.ts'

/** A stretch of a lane, as fractions 0…1 of the window of time. */
export interface Stretch {
	readonly id: string
	readonly from: number
	readonly to: number
}

export interface Lane {
	readonly name: string
	readonly role: Life['role']
	readonly lives: readonly Stretch[]
	readonly deaths: readonly { readonly exit: string; readonly at: number }[]
}

export interface Lanes {
	/** Length of the window of time that ends now, ms. */
	readonly spanMs: number
	readonly lanes: readonly Lane[]
}

const MINUTE = 60_000
/** Windows of time to choose from: the shortest that shows all lives and deaths of the last day. */
const SPANS = [10 * MINUTE, 30 * MINUTE, 60 * MINUTE, 3 * 60 * MINUTE, 6 * 60 * MINUTE, 12 * 60 * MINUTE, DAY_MS]
const ORDER = ['main', 'engine', 'decoder', 'window']

/** Process lives over time, a lane for each name, deaths on them. */
export function arrangeLanes(lives: readonly Life[], exits: readonly ExitRecord[], now: number): Lanes {
	const oldest = Math.max(now - DAY_MS, Math.min(now, ...lives.map(life => life.startedAt), ...exits.map(exit => exit.at)))
	const spanMs = SPANS.find(span => now - span <= oldest) ?? DAY_MS
	const start = now - spanMs
	const at = (time: number) => Math.max(0, Math.min(1, (time - start) / spanMs))
	const names = new Map([...lives, ...exits].map(each => [each.name, each.role]))
	const lanes = [...names].map(([name, role]) => ({
		name,
		role,
		lives: lives
			.filter(life => life.name === name && (life.endedAt ?? now) >= start)
			.map(life => ({ id: life.id, from: at(life.startedAt), to: at(life.endedAt ?? now) })),
		deaths: exits.filter(exit => exit.name === name && exit.at >= start).map(exit => ({ exit: exit.id, at: at(exit.at) }))
	}))
	return { spanMs, lanes: lanes.sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role) || a.name.localeCompare(b.name)) }
}
