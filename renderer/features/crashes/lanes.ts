import type { ExitRecord } from '../../../electron/contract/exits.ts'
import type { Life } from '../../../electron/contract/processes.ts'
import { postOf } from '../../messages/process-role.ts'
import { workBegan } from './standby.ts'

/** A stretch of a lane, as fractions 0…1 of the time that is shown. Lives too short to be told apart are one stretch. */
export interface Stretch {
	/** The first life in it. */
	readonly id: string
	readonly from: number
	readonly to: number
	/** Until then it waited as standby; `from` for what worked at once. */
	readonly works: number
	/** The same, ms since 1970; null while it waits, or when it only waited. */
	readonly workedAt: number | null
	readonly lives: number
	readonly startedAt: number
	/** Null while it lives. */
	readonly endedAt: number | null
	readonly pid: number | null
}

/** A death, or several that lie so close that one tick stands for them. */
export interface Tick {
	/** Newest first. */
	readonly exits: readonly string[]
	/** 0…1. */
	readonly at: number
	/** The first and the last of them, ms since 1970. */
	readonly first: number
	readonly last: number
}

export interface Lane {
	readonly role: Life['role']
	/** `engine`, `engine-standby`… */
	readonly name: string
	/** 1 for the first lane of a name; more where several lived at once. */
	readonly number: number
	/** Who lives in it now is the standby. */
	readonly waits: boolean
	readonly lives: readonly Stretch[]
	readonly deaths: readonly Tick[]
}

export interface TimeRange {
	/** ms since 1970. */
	readonly from: number
	readonly to: number
}

const ORDER: readonly Life['role'][] = ['main', 'engine', 'decoder', 'window', 'gpu', 'guardian']
/** Ticks nearer than this part of the width are one: a finger must hit them, and thousands must stay quick. */
const TICK = 1 / 120
/** Stretches nearer than this are one, when no death parts them. */
const STRETCH = 1 / 1_000

/** The time from the oldest life or death until now. */
export function wholeRange(lives: readonly Life[], exits: readonly ExitRecord[], now: number): TimeRange {
	let from = now - 60_000
	for (const life of lives) from = Math.min(from, life.startedAt)
	for (const exit of exits) from = Math.min(from, exit.at)
	return { from, to: now }
}

/** Process lives over time, a lane for each name (more where several lived at once), deaths on them. */
export function arrangeLanes(lives: readonly Life[], exits: readonly ExitRecord[], range: TimeRange): Lane[] {
	const place = (time: number) => Math.max(0, Math.min(1, (time - range.from) / (range.to - range.from)))
	const began = workBegan(lives)
	const lanes = packed(lives.filter(life => (life.endedAt ?? range.to) >= range.from))
	const laneOf = new Map<string, PackedLane>()
	for (const lane of lanes) for (const life of lane.lives) laneOf.set(life.id, lane)
	const told = new Set<string>()
	for (const lane of lanes) {
		for (const { exit, endedAt } of lane.lives) {
			if (exit === null || endedAt === null) continue
			told.add(exit)
			lane.deaths.push({ exit, at: endedAt })
		}
	}
	// A death without a life that is known (older than what is kept, or never begun) still stands in a lane of its name.
	for (const exit of exits) {
		if (told.has(exit.id) || exit.at < range.from) continue
		let lane = laneOf.get(exit.life) ?? lanes.find(each => each.name === postOf(exit.name))
		if (lane === undefined) {
			lane = { role: exit.role, name: postOf(exit.name), number: 1, lives: [], deaths: [] }
			lanes.push(lane)
		}
		lane.deaths.push({ exit: exit.id, at: exit.at })
	}
	return lanes
		.sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role) || a.name.localeCompare(b.name) || a.number - b.number)
		.map(({ role, name, number, lives: own, deaths }) => ({
			role,
			name,
			number,
			waits: own.some(life => life.endedAt === null && began.get(life.id) === null),
			lives: joined(own, began, place, range.to),
			deaths: clustered(
				deaths.filter(death => death.at >= range.from),
				place
			)
		}))
}

interface Death {
	readonly exit: string
	readonly at: number
}

interface PackedLane {
	readonly role: Life['role']
	readonly name: string
	readonly number: number
	readonly lives: Life[]
	readonly deaths: Death[]
}

/** Lives of one name in as few lanes as there were ever at once. */
function packed(lives: readonly Life[]): PackedLane[] {
	const lanes = new Map<string, PackedLane[]>()
	for (const life of [...lives].sort((a, b) => a.startedAt - b.startedAt)) {
		const name = postOf(life.name)
		const own = lanes.get(name) ?? []
		lanes.set(name, own)
		const free = own.find(lane => (lane.lives.at(-1)?.endedAt ?? Number.POSITIVE_INFINITY) <= life.startedAt)
		if (free) free.lives.push(life)
		else own.push({ role: life.role, name, number: own.length + 1, lives: [life], deaths: [] })
	}
	return [...lanes.values()].flat()
}

function joined(
	lives: readonly Life[],
	began: ReadonlyMap<string, number | null>,
	place: (time: number) => number,
	now: number
): Stretch[] {
	const stretches: Stretch[] = []
	for (const life of lives) {
		const from = place(life.startedAt)
		const to = place(life.endedAt ?? now)
		const last = stretches.at(-1)
		// Two long lives stay two, however short the pause between them: the seam says that one ended.
		if (last !== undefined && from - last.to < STRETCH && Math.min(to - from, last.to - last.from) < 4 * STRETCH)
			stretches[stretches.length - 1] = { ...last, to, lives: last.lives + 1, endedAt: life.endedAt, pid: null }
		else {
			const workedAt = began.get(life.id) === undefined ? life.startedAt : (began.get(life.id) ?? null)
			const works = workedAt === null ? to : place(workedAt)
			stretches.push({ id: life.id, from, to, works, workedAt, lives: 1, startedAt: life.startedAt, endedAt: life.endedAt, pid: life.pid })
		}
	}
	return stretches
}

function clustered(deaths: readonly Death[], place: (time: number) => number): Tick[] {
	const ticks: Tick[] = []
	for (const death of [...deaths].sort((a, b) => a.at - b.at)) {
		const at = place(death.at)
		const last = ticks.at(-1)
		if (last !== undefined && at - place(last.first) < TICK)
			ticks[ticks.length - 1] = { ...last, exits: [death.exit, ...last.exits], at: (place(last.first) + at) / 2, last: death.at }
		else ticks.push({ exits: [death.exit], at, first: death.at, last: death.at })
	}
	return ticks
}

/** All ticks in the order of time: what the arrow keys walk along. */
export function ticksInOrder(lanes: readonly Lane[]): Tick[] {
	return lanes.flatMap(lane => lane.deaths).sort((a, b) => a.last - b.last)
}
