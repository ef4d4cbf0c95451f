import type { ExitRecord } from '../../../electron/contract/exits.ts'
import type { Life } from '../../../electron/contract/processes.ts'
import { DAY_MS } from '../../stores/crashes.ts'

/** A stretch of a lane, as fractions 0…1 of the window of time. */
export interface Stretch {
	readonly id: string
	readonly from: number
	readonly to: number
}

export interface Lane {
	readonly role: Life['role']
	/** 1 for the role's first lane; more where several lived at once. */
	readonly number: number
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
const ORDER: readonly Life['role'][] = ['main', 'engine', 'decoder', 'window']

/** Process lives over time, a lane for each role (more where several lived at once), deaths on them. */
export function arrangeLanes(lives: readonly Life[], exits: readonly ExitRecord[], now: number): Lanes {
	const oldest = Math.max(now - DAY_MS, Math.min(now, ...lives.map(life => life.startedAt), ...exits.map(exit => exit.at)))
	const spanMs = SPANS.find(span => now - span <= oldest) ?? DAY_MS
	const start = now - spanMs
	const at = (time: number) => Math.max(0, Math.min(1, (time - start) / spanMs))
	const lanes = ORDER.flatMap(role => packed(lives.filter(life => life.role === role && (life.endedAt ?? now) >= start)))
	// A death without a life that is known (older than what is kept) still stands in a lane of its role.
	for (const role of ORDER)
		if (exits.some(exit => exit.role === role) && !lanes.some(lane => lane.role === role)) lanes.push({ role, number: 1, lives: [] })
	return {
		spanMs,
		lanes: lanes
			.sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role) || a.number - b.number)
			.map(lane => ({
				role: lane.role,
				number: lane.number,
				lives: lane.lives.map(life => ({ id: life.id, from: at(life.startedAt), to: at(life.endedAt ?? now) })),
				deaths: exits.filter(exit => exit.at >= start && laneOf(exit) === lane).map(exit => ({ exit: exit.id, at: at(exit.at) }))
			}))
	}

	function laneOf(exit: ExitRecord): PackedLane | undefined {
		return lanes.find(lane => lane.lives.some(life => life.id === exit.life)) ?? lanes.find(lane => lane.role === exit.role)
	}
}

interface PackedLane {
	readonly role: Life['role']
	readonly number: number
	readonly lives: Life[]
}

/** Lives of one role in as few lanes as there were ever at once. */
function packed(lives: readonly Life[]): PackedLane[] {
	const lanes: PackedLane[] = []
	for (const life of [...lives].sort((a, b) => a.startedAt - b.startedAt)) {
		const free = lanes.find(lane => (lane.lives.at(-1)?.endedAt ?? Number.POSITIVE_INFINITY) <= life.startedAt)
		if (free) free.lives.push(life)
		else lanes.push({ role: life.role, number: lanes.length + 1, lives: [life] })
	}
	return lanes
}
